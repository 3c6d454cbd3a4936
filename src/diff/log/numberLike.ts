import { owned } from './text/owned.ts';

/** Shapes of lines that are told apart. */
const MOST_SHAPES = 200;
/** The longest line that is looked at. */
const MOST_LINE = 300;
const FRACTION = /\d[.,]\d/;

/** The most usual line of a shape. */
interface Shape {
  readonly line: string;
  count: number;
  readonly hasFraction: boolean;
}

/** Remembers which lines of a log look most like losses, where none is known as one. */
export class NumberLike {
  readonly #shapes = new Map<string, Shape>();

  take(line: string): void {
    if (line.length > MOST_LINE) return;
    const shape = line.replace(/\d+/g, '0').trim();
    const known = this.#shapes.get(shape);
    if (known !== undefined) known.count++;
    else if (this.#shapes.size < MOST_SHAPES) {
      this.#shapes.set(owned(shape), { line: owned(line), count: 1, hasFraction: FRACTION.test(line) });
    }
  }

  /** The line that looks most like a loss: with a fraction, of the shape that most lines have; null without numbers. */
  best(): string | null {
    const shapes = [...this.#shapes.values()];
    shapes.sort((a, b) => Number(b.hasFraction) - Number(a.hasFraction) || b.count - a.count);
    return shapes[0]?.line ?? null;
  }
}
