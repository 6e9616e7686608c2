/** Text that grows line by line, as UTF-8: lines do not pile up as strings. */
export class ByteText {
  private buffer = Buffer.alloc(1 << 17);
  private length = 0;

  add(line: string): void {
    // no character has more than three bytes a code unit
    const needed = this.length + 3 * line.length;
    if (needed > this.buffer.length)
      this.buffer = Buffer.concat([this.buffer], Math.max(2 * this.buffer.length, needed));
    this.length += this.buffer.write(line, this.length);
  }

  /** What there is, alone in its memory, so that it can be handed on. */
  get bytes(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.buffer, 0, this.length);
  }
}
