/** The shortest text that is read as the same double. */
export const numberText = (x: number): string => (x === Number.POSITIVE_INFINITY ? 'inf' : String(x));
export const numberFrom = (text: string): number => (text === 'inf' ? Number.POSITIVE_INFINITY : Number(text));

/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, k) => 10 ** k);
/** Digits that an integer below 2^53 holds whatever they are. */
const MOST_DIGITS = 15;
/** Below the first one JavaScript writes an exponent; above the second one digits are scarce. */
const [LEAST_POWER, MOST_POWER] = [-6, 14];
const [ZERO, POINT, MINUS] = [...'0.-'].map((character) => character.charCodeAt(0));
/** Of the characters that are one byte. */
const LAST_PLAIN = 127;
/** More bytes than a plain number has. */
const ROOM = 40;
/** Characters that are sooner copied than handed to the encoder. */
const FEW = 24;

/** Text that grows piece by piece, as UTF-8: lines do not pile up as strings. */
export class ByteText {
  private buffer = Buffer.alloc(1 << 17);
  private length = 0;
  /** Of the integer that is being written, the last one last. */
  private readonly digits = new Uint8Array(MOST_DIGITS + 1);

  add(text: string): void {
    // no character has more than three bytes a code unit
    this.reserve(3 * text.length);
    const { buffer, length } = this;
    let k = 0;
    for (; k < text.length && k < FEW; k++) {
      const code = text.charCodeAt(k);
      if (code > LAST_PLAIN) break;
      buffer[length + k] = code;
    }
    this.length += k < text.length ? buffer.write(text, length) : k;
  }

  /** A number, rounded to so many digits if something is said of them: the shortest text of it. */
  number(x: number, digits = Number.NaN): void {
    if (!(digits <= MOST_DIGITS)) {
      this.add(numberText(x));
      return;
    }
    const size = Math.abs(x);
    const power = Math.floor(Math.log10(size));
    const places = digits - 1 - power;
    if (!(power >= LEAST_POWER && power <= MOST_POWER)) this.add(numberText(Number(x.toPrecision(digits))));
    else this.decimal(x < 0, Math.round(places < 0 ? size / POWERS[-places] : size * POWERS[places]), places);
  }

  /** An integer, of one digit more at most than are possible, with the point so many places before its end. */
  private decimal(isNegative: boolean, whole: number, places: number): void {
    this.reserve(ROOM);
    const { buffer, digits } = this;
    const end = digits.length;
    let first = end;
    // two halves that fit into 32 bits
    const high = Math.floor(whole / POWERS[8]);
    let rest = (whole - high * POWERS[8]) | 0;
    for (; first > end - 8; rest = (rest / 10) | 0) digits[--first] = rest % 10;
    for (rest = high | 0; rest > 0; rest = (rest / 10) | 0) digits[--first] = rest % 10;
    while (digits[first] === 0) first++;
    const point = end - places;
    let last = end;
    while (last > point && digits[last - 1] === 0) last--;
    let { length } = this;
    if (isNegative) buffer[length++] = MINUS;
    for (let k = Math.min(first, point - 1); k < Math.max(last, point); k++) {
      if (k === point) buffer[length++] = POINT;
      buffer[length++] = ZERO + (k >= first && k < end ? digits[k] : 0);
    }
    this.length = length;
  }

  /** What there is, alone in its memory, so that it can be handed on. */
  get bytes(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.buffer, 0, this.length);
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.buffer.length)
      this.buffer = Buffer.concat([this.buffer], Math.max(2 * this.buffer.length, needed));
  }
}
