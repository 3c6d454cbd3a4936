import { quoted } from '../../../port/shown.ts';

/** What consoles write of numbers left out: Node's `... 4092 more items`, R's `[ reached getOption("max.print") ...`. */
const LEFT_OUT = /\.{3} \d+ more items?|reached getOption\("max\.print"\)|omitted \d+ (?:entries|rows)/;
/** A factor above numbers, as PyTorch of old and Octave print it: `1e-02 *`. */
const FACTOR = /^\s*[\d.]+e?[-+]?\d*\s*\*\s*$/i;
/** A node of an autograd graph in place of its number: Go's `&{-0.09 0 [] []}`, Python's `<Value object at 0x...>`. */
const NODE = /&\{|<[\w.]+ object at |\[object \w+\]/i;
/** Characters of a line that a message shows. */
const SHOWN = 60;

/**
 * What a console prints of many numbers is rounded, and cut.
 *
 * @param line - of a dump
 * @throws RangeError where numbers are left out, stand below a factor, or are nodes of a graph
 */
export function checkPrint(line: string): void {
  const cut = LEFT_OUT.exec(line);
  if (cut !== null) throw leftOut(line, quoted(cut[0]));
  const node = NODE.exec(line);
  if (node !== null) {
    throw new RangeError(
      `params: ${beginningOf(line.slice(node.index))} is a node and no number; print its data alone, as p.data (parameters.5)`,
    );
  }
  if (!FACTOR.test(line)) return;
  throw new RangeError(
    `params: ${beginningOf(line)} is a factor of the numbers below it, which are rounded to 4 digits; write each number by itself with 17, as with .tolist() of PyTorch and numpy (parameters.5)`,
  );
}

/** Numbers are left out of a line, as `what` in it says. */
export function leftOut(line: string, what: string): RangeError {
  return new RangeError(
    `params: ${what} in ${beginningOf(line)} stands for numbers left out; print all of them (numpy: np.savetxt; JavaScript: JSON.stringify) (parameters.5)`,
  );
}

/** The beginning of a line, for a message. */
export function beginningOf(line: string): string {
  return quoted(line.trim(), SHOWN);
}
