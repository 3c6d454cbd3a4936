import { quoted } from '../../port/shown.ts';
import { CONSTANTS } from '../../reference/config.ts';
import type { DumpedArray } from '../replay/formats/dumpedArray.ts';
import type { Beside } from './besideNotes.ts';
import { listSizes } from './listSizes.ts';
import { type ReadConstants, readConstants } from './readConstants.ts';
import type { NamedArrays } from './readJson.ts';
import { fittedDicts, partedList } from './readMatrices.ts';
import { type Dict, type Field, KNOWN_NAMES, meaningOf } from './readNames.ts';
import { inPrecision, singleWhereItIs } from './readPrecision.ts';
import { type StepSizes, sizesOf, widthOf } from './readSizes.ts';
import type { StepDump } from './stepDump.ts';

/** A step as it was read; its `step` is null where the file does not say it, and may be counted from 0. */
export interface UncountedStep {
  readonly dump: Omit<StepDump, 'step'>;
  readonly step: number | null;
  readonly doc: string | null;
  readonly uchars: readonly string[] | null;
  readonly constants: ReadConstants['constants'];
  /** Single numbers outside `config` that have the name of a constant or size. */
  readonly beside: readonly Beside[];
  /** Names of matrices that came as [nin, nout]. */
  readonly turned: readonly string[];
  readonly notes: readonly string[];
}

/** The end of the note on turned matrices, since a square one does not show how it is stored. */
export const SQUARES_STAY = '; square ones were read as [nout, nin]: write all of them so (parameters.2)';
/** Most names that a message lists, and characters of each. */
const MOST_NAMES = 5;
const SHOWN = 60;

const SIZES = ['n_embd', 'block_size', 'vocab_size', 'n_layer'];
/** Names that may stand beside a step, and are not read. */
const CONSTANT = new RegExp(
  `(?:^|[./])(?:${[...Object.keys(CONSTANTS), ...SIZES, 'num_params', 'num_docs', 'BOS'].join('|')})$`,
);

/** A constant of the port, as a number by itself. */
const IN_CONFIG = /^config[./](\w+)$/;

/** Arrays of a file by what they mean. */
interface Sorted {
  readonly fields: Map<Field, DumpedArray>;
  readonly dicts: Map<Dict, Map<string, DumpedArray>>;
  readonly lists: Map<Dict, DumpedArray>;
  readonly values: Map<string, DumpedArray>;
  /** Single numbers under `config`. */
  readonly config: [key: string, value: number][];
  /** Single numbers of other names: sizes, a time. */
  readonly others: DumpedArray[];
}

/**
 * A step of the arrays that a file has.
 *
 * @param file - what it is called in notes
 * @param isDecimal - whether its numbers are decimals: those may be of float32, or rounded
 * @param told - sizes, where the file does not tell them
 * @throws RangeError where a name is unknown or comes twice, or a shape does not fit
 */
export function stepOfArrays(named: NamedArrays, file: string, isDecimal: boolean, told: StepSizes): UncountedStep {
  const sorted = sortedOut(named.arrays);
  if (sorted.fields.size + sorted.dicts.size + sorted.lists.size + sorted.values.size === 0) {
    throw new RangeError(`step: there is nothing of a step in the file; ${KNOWN_NAMES}`);
  }
  const { dicts, lists, isSingle } = isDecimal ? inPrecisionOf(sorted) : { ...sorted, isSingle: false };
  const exact = (array: DumpedArray) => (isSingle ? singleWhereItIs(array.values) : array.values);
  const trace = new Map([...sorted.values].map(([name, array]): [string, number[]] => [name, [...exact(array)]]));
  const field = (name: Field) => {
    const array = sorted.fields.get(name);
    return array === undefined ? null : { ...array, values: exact(array) };
  };
  const columns = columnsOf(sorted);
  const read = readConstants([...named.config, ...sorted.config]);
  const stated = { ...told, ...statedSizes(sorted.others), ...sizesAmong(read) };
  const { constants, unknown } = read;
  const n_embd = widthOf(dicts, trace, columns, stated.n_embd ?? null);
  let fitted = fittedDicts(dicts, n_embd);
  let listed: string[] = [];
  if (lists.size > 0) {
    const known = { ...stated, ...given(n_embd, columns), ...sizesOf(dumpOf(fitted.dicts)) };
    const [[dict, { values }]] = lists;
    const { sizes, taken } = listSizes(values.length, known);
    listed = listNotes(dict, values.length, sizes, taken, file);
    const parted = [...lists].map(([dict, array]) => [dict, partedList(array, dict, sizes)] as const);
    fitted = fittedDicts(new Map([...dicts, ...parted]), sizes.n_embd ?? null);
  }
  const vocab_size = sizesOf(dumpOf(fitted.dicts)).vocab_size ?? columns;
  const tokens = tokensOf(field('tokens'), vocab_size);
  const dump = {
    ...dumpOf(fitted.dicts),
    tokens,
    logits: rowsOf('logits', field('logits'), vocab_size),
    probs: rowsOf('probs', field('probs'), vocab_size),
    losses: listOf(field('losses')),
    loss: numberOf('loss', field('loss')),
    trace,
  };
  const notes = [
    ...listed,
    ...turnedNotes(fitted.turned, file),
    ...otherNotes(sorted.others, file),
    ...unknownNotes(unknown, file),
  ];
  const { turned } = fitted;
  const beside = sorted.others
    .filter(({ name }) => CONSTANT.test(name))
    .map(({ name, values }) => ({ name: lastOf(name), value: values[0] }));
  return { dump, step: countOf(sorted.fields), doc: named.doc, uchars: named.uchars, constants, beside, turned, notes };
}

function sortedOut(arrays: readonly DumpedArray[]): Sorted {
  const sorted: Sorted = {
    fields: new Map(),
    dicts: new Map(),
    lists: new Map(),
    values: new Map(),
    config: [],
    others: [],
  };
  const unknown: string[] = [];
  for (const array of arrays) {
    const meaning = meaningOf(array.name);
    const key = IN_CONFIG.exec(array.name)?.[1];
    if (key !== undefined && array.values.length === 1) sorted.config.push([key, array.values[0]]);
    else if (meaning === null && array.shape.length === 0) sorted.others.push(array);
    else if (meaning === null) unknown.push(array.name);
    else if (meaning.kind === 'field') setOnce(sorted.fields, meaning.field, array);
    else if (meaning.kind === 'value') setOnce(sorted.values, meaning.name, array);
    else if (meaning.kind === 'list') setOnce(sorted.lists, meaning.dict, array);
    else setOnce(dictIn(sorted.dicts, meaning.dict), meaning.name, array);
  }
  if (unknown.length > 0) {
    const shown = unknown.slice(0, MOST_NAMES).map((name) => quoted(name, SHOWN));
    const more = unknown.length > MOST_NAMES ? ` and ${unknown.length - MOST_NAMES} more` : '';
    throw new RangeError(
      `step: ${shown.join(', ')}${more} ${unknown.length === 1 ? 'means' : 'mean'} nothing here: name it otherwise, or leave it out; ${KNOWN_NAMES}`,
    );
  }
  for (const dict of sorted.lists.keys()) {
    if (sorted.dicts.has(dict))
      throw new RangeError(`step: ${dict} is there twice, as a list and by matrices; leave one out`);
  }
  return sorted;
}

function dictIn(dicts: Sorted['dicts'], dict: Dict): Map<string, DumpedArray> {
  const own = dicts.get(dict) ?? new Map<string, DumpedArray>();
  dicts.set(dict, own);
  return own;
}

function setOnce<Key>(map: Map<Key, DumpedArray>, key: Key, array: DumpedArray): void {
  const before = map.get(key);
  if (before !== undefined) {
    const both = [...new Set([before.name, array.name])].map((name) => quoted(name, SHOWN)).join(' and ');
    throw new RangeError(`step: ${both} would both be ${String(key)}; write one step a file, and each name once`);
  }
  map.set(key, array);
}

/** The state_dicts as the float32 numbers that their decimals stand for; `isSingle` where parameters or gradients are such. */
function inPrecisionOf({
  dicts,
  lists,
  fields,
}: Sorted): Pick<Sorted, 'dicts' | 'lists'> & { readonly isSingle: boolean } {
  const single = new Set<Dict>();
  const exact = (arrays: readonly DumpedArray[], dict: Dict) => {
    const read = inPrecision(arrays, dict, dict !== 'params');
    if (read.isSingle) single.add(dict);
    return read.arrays;
  };
  const readDicts = [...dicts].map(([dict, own]): [Dict, Map<string, DumpedArray>] => {
    const arrays = exact([...own.values()], dict);
    return [dict, new Map([...own.keys()].map((name, i) => [name, arrays[i]]))];
  });
  const readLists = [...lists].map(([dict, own]): [Dict, DumpedArray] => [dict, exact([own], dict)[0]]);
  for (const name of ['logits', 'probs'] as const) {
    const own = fields.get(name);
    if (own !== undefined) inPrecision([own], name, true);
  }
  return { dicts: new Map(readDicts), lists: new Map(readLists), isSingle: single.has('params') || single.has('grad') };
}

/** vocab_size by the columns of logits and probs. */
function columnsOf({ fields, values }: Sorted): number | null {
  const shape = [fields.get('logits'), fields.get('probs')].find((array) => (array?.shape.length ?? 0) >= 2)?.shape;
  const row = [...values].find(([name]) => /^pos\d+\.(?:logits|probs)$/.test(name))?.[1].values.length;
  return shape?.at(-1) ?? row ?? null;
}

function given(n_embd: number | null, vocab_size: number | null): StepSizes {
  return { ...(n_embd === null ? {} : { n_embd }), ...(vocab_size === null ? {} : { vocab_size }) };
}

type Dicts = Readonly<Partial<Pick<StepDump, Dict>>>;

function dumpOf(dicts: Dicts): StepDump {
  const none = { step: 1, tokens: null, logits: null, probs: null, losses: null, loss: null, trace: new Map() };
  const { params = null, grad = null, m = null, v = null, updated = null } = dicts;
  return { ...none, params, grad, m, v, updated };
}

function rowsOf(name: string, array: DumpedArray | null, vocab_size: number | null): number[][] | null {
  if (array === null) return null;
  const { shape, values } = array;
  const isList = shape.length < 2;
  const columns = (isList ? null : shape.at(-1)) ?? vocab_size ?? 0;
  if (vocab_size !== null && (columns !== vocab_size || values.length % columns !== 0)) {
    throw new RangeError(
      `step: ${name} is [${shape.join(', ')}], and the vocabulary has ${vocab_size} tokens; write it as [n, ${vocab_size}] (model.17)`,
    );
  }
  if (columns === 0)
    throw new RangeError(`step: ${name} is a plain list, and nothing tells its rows; write it as [n, vocab_size]`);
  return Array.from({ length: values.length / columns }, (_, t) => [
    ...values.subarray(t * columns, (t + 1) * columns),
  ]);
}

function listOf(array: DumpedArray | null): number[] | null {
  return array === null ? null : [...array.values];
}

function numberOf(name: string, array: DumpedArray | null): number | null {
  if (array === null) return null;
  if (array.values.length === 1) return array.values[0];
  throw new RangeError(
    `step: ${name} is [${array.shape.join(', ')}], and must be one number; those of the positions are losses`,
  );
}

function tokensOf(array: DumpedArray | null, vocab_size: number | null): number[] | null {
  const tokens = listOf(array);
  const wrong = tokens?.find((token) => !Number.isSafeInteger(token) || token < 0 || token >= (vocab_size ?? Infinity));
  if (wrong === undefined) return tokens;
  const range = vocab_size === null ? 'integers from 0 on' : `integers from 0 to ${vocab_size - 1}`;
  throw new RangeError(
    `step: ${wrong} among the tokens is none; tokens are ${range}, BOS before and behind the document (tokenizer.3)`,
  );
}

/** The step's number as the file has it. */
function countOf(fields: ReadonlyMap<Field, DumpedArray>): number | null {
  const from0 = numberOf('step0', fields.get('step0') ?? null);
  const step = numberOf('step', fields.get('step') ?? null) ?? (from0 === null ? null : from0 + 1);
  if (step === null || (Number.isSafeInteger(step) && step >= 0)) return step;
  throw new RangeError(`step: its number is ${step}; it must be an integer, 1 of the first step`);
}

function listNotes(
  dict: Dict,
  count: number,
  sizes: StepSizes,
  taken: readonly (keyof StepSizes)[],
  file: string,
): string[] {
  if (taken.length === 0) return [];
  const said = taken.map((name) => `${name} ${sizes[name]}`).join(', ');
  return [
    `${file}: ${dict} is one list, parted by microgpt.py's ${said}, which make its ${count} numbers; if the port has others, write them, config.${taken[0]} and the like`,
  ];
}

function turnedNotes(turned: readonly string[], file: string): string[] {
  if (turned.length === 0) return [];
  return [`${file}: ${turned.slice(0, MOST_NAMES).join(', ')} came as [nin, nout] and were turned${SQUARES_STAY}`];
}

function lastOf(name: string): string {
  return name.replace(/.*[./]/, '');
}

/** `n_embd` and the like, as the file states them. */
function statedSizes(others: readonly DumpedArray[]): StepSizes {
  const sizes = others.map(({ name, values }) => [lastOf(name), values[0]] as const);
  return Object.fromEntries(
    sizes.filter(
      ([name, value]) => SIZES.includes(name) && Number.isSafeInteger(value) && value >= (name === 'n_layer' ? 0 : 1),
    ),
  );
}

function sizesAmong({ constants: { n_embd, block_size, n_layer }, vocab_size }: ReadConstants): StepSizes {
  const sizes = Object.entries({ n_embd, block_size, n_layer, vocab_size }).filter(
    ([, size]) => (size ?? null) !== null,
  );
  return Object.fromEntries(sizes);
}

function unknownNotes(unknown: readonly string[], file: string): string[] {
  if (unknown.length === 0) return [];
  const names = unknown.slice(0, MOST_NAMES).map((name) => quoted(name, SHOWN));
  return [
    `${file}: ${names.join(', ')} in config ${unknown.length === 1 ? 'is no constant' : 'are no constants'} of microgpt.py, and not read`,
  ];
}

function otherNotes(others: readonly DumpedArray[], file: string): string[] {
  const unknown = others.filter(({ name }) => !CONSTANT.test(name)).map(({ name }) => quoted(name, SHOWN));
  if (unknown.length === 0) return [];
  const names = unknown.slice(0, MOST_NAMES).join(', ');
  return [
    `${file}: ${names} ${unknown.length === 1 ? 'is a single number' : 'are single numbers'} of no known name, and not read`,
  ];
}
