import type { MutatedProgram } from './mutatedPrograms.ts';

/** A mutant that no input tells from the program that it is made of. */
export interface Equivalent {
  readonly file: string;
  /** The text that is replaced, of a block, a template and a function its beginning; and by what. */
  readonly original: string;
  readonly replacement: string;
  /** Why both compute the same, on every input that a clause allows. */
  readonly argument: string;
}

const OUTSIDE = 'what is written outside a typed array is lost, and read from there it is undefined';
const OTHER_WORDING = 'an error comes all the same, of another wording';

const REFERENCE: readonly Equivalent[] = [
  {
    file: 'autograd.ts',
    original: 'this.#child1[v] !== NONE',
    replacement: 'true',
    argument: `${OUTSIDE}: grad[-1] takes the gradient of a child that is none`,
  },
  {
    file: 'autograd.ts',
    original: 'depth > 0',
    replacement: 'depth >= 0',
    argument:
      'one more turn takes stack[-1], which is undefined, and puts node 0 last into the order; the first node of a tape is a leaf, and passes nothing on',
  },
  {
    file: 'autograd.ts',
    original: '{\n    this.length = length',
    replacement: '{}',
    argument: 'nodes that are forgotten are not looked at again: it costs memory',
  },
  {
    file: 'config.ts',
    original: '{ canonical: CANONICAL, early: EARLY }',
    replacement: '{}',
    argument: 'a dialect is named to the command line; a request has every constant',
  },
  {
    file: 'config.ts',
    original: 'integer === true',
    replacement: 'true',
    argument: 'of the constants a request has the seed alone beyond the integers that a double holds',
  },
  ...[
    ['loss.ts', '`loss: target ', '``'],
    ['model.ts', '`gpt: ', '``'],
    ['python.ts', '`the ', '``'],
    ['tokenizer.ts', '`decode: token ', '``'],
    ['tokenizer.ts', '(token: number) => `decode: token ', '() => undefined'],
    ['tokenizer.ts', '`$', '``'],
  ].map(([file, original, replacement]) => ({ file, original, replacement, argument: OTHER_WORDING })),
  {
    file: 'python.ts',
    original: 'x === 0 && y < 0',
    replacement: 'false',
    argument: '0 to a negative power is infinite, and the check of an overflow rejects it: only the wording differs',
  },
  {
    file: 'python.ts',
    original: 'x < 0',
    replacement: 'x <= 0',
    argument: '0 to a power is NaN for the power NaN alone, and that is left out beside it',
  },
  {
    file: 'python.ts',
    original: 'value > most',
    replacement: 'value >= most',
    argument:
      'of equal numbers 0 and -0 alone can be told apart, and softmax, which takes the largest off, has exp 1 for both',
  },
  {
    file: 'optimizer.ts',
    original: 'i < m.length',
    replacement: 'i <= m.length',
    argument: `${OUTSIDE}; the entry of the tape behind the parameters belongs to a graph that is used up`,
  },
  {
    file: 'random.ts',
    original: 'i === N - 1',
    replacement: 'true',
    argument: 'word 0 is read where i is 1, and the last word was written one turn before',
  },
  { file: 'random.ts', original: 'n < 0n', replacement: 'n <= 0n', argument: '-0n is 0n' },
  {
    file: 'random.ts',
    original: 'k < N',
    replacement: 'k <= N',
    argument: `${OUTSIDE}: the state has N words`,
  },
  {
    file: 'random.ts',
    original: 'i < N',
    replacement: 'i <= N',
    argument: `${OUTSIDE}: the state has N words`,
  },
];

const NOT_FINITE = 'where Python raises, a port may give a number that is not finite';

const ENGINE: readonly Equivalent[] = [
  { file: 'enginePort.ts', original: "'engine'", replacement: '""', argument: 'no clause says what a port is called' },
  {
    file: 'enginePort.ts',
    original: "'TypeScript'",
    replacement: '""',
    argument: 'no clause says what a port is called',
  },
  {
    file: 'enginePort.ts',
    original: 'w.length === 0',
    replacement: 'false',
    argument: 'without rows the kernel has no result to compute, and none is answered',
  },
  {
    file: 'enginePort.ts',
    original: "dtype === 'f64'",
    replacement: 'true',
    argument: 'a probability that is not rounded to single precision first has a loss within its class',
  },
  {
    file: 'enginePort.ts',
    original: 'docs.slice(0, config.num_steps)',
    replacement: 'docs',
    argument: 'a document behind the last step has tokens that nobody asks for',
  },
  {
    file: 'forward.ts',
    original:
      '{\n    const z = view(workspace, hidden)[from * hidden.columns + fault];\n    throw new RangeError(`relu_squared: the square of ',
    replacement: '{}',
    argument: `${NOT_FINITE}: the overflow reaches every logit as NaN`,
  },
  {
    file: 'forward.ts',
    original: 'fault < count',
    replacement: 'false',
    argument: `${NOT_FINITE}: the overflow reaches every logit as NaN`,
  },
  {
    file: 'forward.ts',
    original: 'from * hidden.columns + fault',
    replacement: 'from * hidden.columns - fault',
    argument: 'only the number that the error names is another',
  },
  {
    file: 'forward.ts',
    original: 'from * hidden.columns',
    replacement: 'from / hidden.columns',
    argument: 'only the number that the error names is another',
  },
  {
    file: 'memory.ts',
    original: '{\n    throw new RangeError(\n      `engine: a model of these sizes takes ',
    replacement: '{}',
    argument: `${OTHER_WORDING}: memory that could not be had cannot be cleared`,
  },
  {
    file: 'memory.ts',
    original: '(rows * stride) / PAIR',
    replacement: 'rows * stride * PAIR',
    argument: 'more room is taken than is needed',
  },
  {
    file: 'memory.ts',
    original: 'missing > 0',
    replacement: 'missing >= 0',
    argument: 'memory that grows by nothing stays as it is',
  },
  {
    file: 'adam.ts',
    original: 'num_steps === 0',
    replacement: 'false',
    argument: `${NOT_FINITE}: 0 / 0 makes every parameter NaN`,
  },
  { file: 'loss.ts', original: 'p <= 0', replacement: 'false', argument: `${NOT_FINITE}: -log(0) is infinite` },
  { file: 'loss.ts', original: 'p <= 0', replacement: 'p < 0', argument: `${NOT_FINITE}: -log(0) is infinite` },
  { file: 'loss.ts', original: 'n === 0', replacement: 'false', argument: `${NOT_FINITE}: 0 (1 / 0) is NaN` },
  {
    file: 'loss.ts',
    original: 't < n',
    replacement: 't <= n',
    argument: 'the row behind the last position is overwritten by the next document, and read by none',
  },
  {
    file: 'parameters.ts',
    original: 'rows?.length',
    replacement: 'rows.length',
    argument: `${OTHER_WORDING}: nothing has no length`,
  },
  {
    file: 'sample.ts',
    original: 'Math.abs(inverse) === Infinity',
    replacement: 'false',
    argument: `${NOT_FINITE}: a logit times infinity less the largest is NaN`,
  },
  {
    file: 'sample.ts',
    original: '{\n    throw new RangeError(`sampling: the temperature is ',
    replacement: '{}',
    argument: `${NOT_FINITE}: a logit times infinity less the largest is NaN`,
  },
  { file: 'sample.ts', original: 'i < logits.length', replacement: 'i <= logits.length', argument: OUTSIDE },
  {
    file: 'train.ts',
    original: 'documents.length === 0 && steps > 0',
    replacement: 'false',
    argument: `${OTHER_WORDING}: there is no document whose tokens could be counted`,
  },
  {
    file: 'train.ts',
    original:
      "{\n    throw new RangeError('train: the dataset is empty; at least one document is needed (training.4)');\n  }",
    replacement: '{}',
    argument: `${OTHER_WORDING}: there is no document whose tokens could be counted`,
  },
  {
    file: 'activations.ts',
    original: '(n_head * positions * (positions + 1)) / 2',
    replacement: 'n_head * positions * (positions + 1) * 2',
    argument: 'more room is taken than is needed',
  },
];

/** Every mutant that is argued to be equivalent; `npm run mutation` reads it, and counts all other survivors. */
export const EQUIVALENT: Readonly<Record<MutatedProgram, readonly Equivalent[]>> = {
  reference: REFERENCE,
  engine: ENGINE,
};
