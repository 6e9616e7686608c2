import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { type Axis, parameterNamed, parametersOf } from './axis.js';
import { readListed } from './listed.js';
import { type PointFile, readPointFile } from './pointFile.js';
import { readRange } from './range.js';

/**
 * All points of a sweep: the product of its axes, the last one running fastest. None is made before it is asked for.
 */
export class Grid {
  readonly names: readonly string[];
  readonly size: number;
  /** Of the files that points come from. */
  readonly hashes: readonly string[];

  private constructor(
    readonly axes: readonly Axis[],
    /** Names that repeat another one, with its place among the names of the axes. */
    private readonly ties: readonly (readonly [name: string, source: number])[],
  ) {
    this.names = [...axes.flatMap(({ names }) => names), ...ties.map(([name]) => name)];
    const twice = this.names.find((name, k) => this.names.indexOf(name) !== k);
    if (twice !== undefined) throw new InputError(`--over ${twice}: given twice`);
    this.size = axes.reduce((product, { size }) => product * size, 1);
    if (this.size > Number.MAX_SAFE_INTEGER) throw new InputError(`--over: ${this.size} points are too many`);
    this.hashes = axes.flatMap((axis) => ('hash' in axis ? [(axis as PointFile).hash] : []));
  }

  /**
   * The points of `--over` texts: `A=from:to:points`, `A=from:to:log:points`, `A=x,y,z`, `A=B`, or a file of points.
   * @throws InputError on what is none of these, unknown parameters and values that they do not take
   */
  static read(theory: Theory, texts: readonly string[]): Grid {
    if (texts.length === 0) throw new InputError('--over is missing; expected an axis, such as --over theta=0:pi:201');
    const known = parametersOf(theory);
    const axes: Axis[] = [];
    const tied: (readonly [string, string])[] = [];
    for (const text of texts) {
      const at = text.indexOf('=');
      const [name, values] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      if (/\.(csv|jsonl|ndjson)$/i.test(text)) axes.push(readPointFile(theory, text));
      else if (at <= 0)
        throw new InputError(
          `--over ${text}: expected NAME=from:to:points, NAME=a,b,c, NAME=OTHER or a .csv or .jsonl file`,
        );
      else if (known.has(values)) tied.push([parameterNamed(theory, name).name, values]);
      else if (values.includes(':')) axes.push(readRange(parameterNamed(theory, name), values));
      else axes.push(readListed(parameterNamed(theory, name), values));
    }
    const names = axes.flatMap((axis) => axis.names);
    const ties = tied.map(([name, source]) => {
      if (!names.includes(source))
        throw new InputError(`--over ${name}=${source}: ${source} does not run; give it as --over ${source}=... too`);
      return [name, names.indexOf(source)] as const;
    });
    return new Grid(axes, ties);
  }

  /** The exact values of a row, as `--set` takes them. */
  textsAt(row: number): Readonly<Record<string, string>> {
    const texts = this.at(row, (axis, place) => axis.textsAt(place));
    return Object.fromEntries(this.names.map((name, k) => [name, texts[k]]));
  }

  /** The values of a row in the order of the names. */
  numbersAt(row: number): readonly number[] {
    return this.at(row, (axis, place) => axis.numbersAt(place));
  }

  private at<T>(row: number, read: (axis: Axis, place: number) => readonly T[]): T[] {
    const values = new Array<T>(this.names.length);
    let [left, to] = [row, this.names.length - this.ties.length];
    for (let k = this.axes.length - 1; k >= 0; k--) {
      const axis = this.axes[k];
      const found = read(axis, left % axis.size);
      to -= found.length;
      for (let i = 0; i < found.length; i++) values[to + i] = found[i];
      left = Math.floor(left / axis.size);
    }
    const tied = this.names.length - this.ties.length;
    for (let k = 0; k < this.ties.length; k++) values[tied + k] = values[this.ties[k][1]];
    return values;
  }
}
