import { readNonFinite } from '../../port/nonFinite.ts';
import { quoted } from '../../port/shown.ts';
import { checkNumbers, type DumpedArray, sizeOf } from '../replay/formats/dumpedArray.ts';
import { itemsIn } from '../replay/formats/jsonParams.ts';
import { isRecord, numberOfValue, toldShape, withLists } from '../replay/formats/jsonValues.ts';
import { KNOWN_NAMES, meaningOf } from './readNames.ts';

/** A step as a file has it: names and numbers. */
export interface NamedArrays {
  readonly arrays: readonly DumpedArray[];
  readonly doc: string | null;
  readonly uchars: readonly string[] | null;
  /** What stands under `config`, key by key. */
  readonly config: readonly (readonly [key: string, value: unknown])[];
}

/** Beside the names of a step, the port's constants. */
const CONFIG = 'config';
/** Deepest nesting that is read. */
const DEEPEST = 10;
/** The names of golden/canonical/steps/N.json, in the order in which a step computes them: its params are the updated ones. */
const GOLDEN_NAMES = 'step,doc,tokens,logits,probs,losses,loss,grad,m,v,params';
/** `golden record` adds those before the step, and the constants. */
const RECORDED_NAMES = `${GOLDEN_NAMES},before,config`;
/** What Python's json writes for numbers that JSON has no word for, and what tells whether it stands in a text. */
const PYTHON_NON_FINITE = /\\.|"|-?\b(?:NaN|Infinity)\b/g;
/** Characters of a file that a message shows. */
const SHOWN = 40;
/** Numbers or text with their path for a name. */
type Leaf = DumpedArray | { readonly name: string; readonly text: string | readonly string[] };

/**
 * Reads steps in JSON: an object of names, a list of such, an object with such a list under `steps` (golden/small), or one object
 * a line.
 *
 * @param text - it begins with a brace or a bracket
 * @throws RangeError where it ends within a value, or a list has something else than numbers in it
 */
export function readJsonSteps(text: string): NamedArrays[] {
  checkNumbers(itemsIn(text)); // JSON.parse takes 40 bytes for each
  const json = parsed(text);
  if (isRecord(json) && Array.isArray(Reflect.get(json, 'steps'))) return runOf(json, Reflect.get(json, 'steps'));
  if (Array.isArray(json) && json.length > 0 && json.every((item) => isRecord(item) && nameOfItem(item) === null)) {
    return json.map((item) => stepOf(item));
  }
  return [stepOf(json)];
}

function parsed(text: string): unknown {
  const whole = parse(text) ?? parse(quotedNonFinite(text));
  if (whole !== null) return whole;
  const lines = quotedNonFinite(text).trim().split(/\r?\n/).map(parse);
  if (lines.length > 1 && lines.every((line) => line !== null)) return lines;
  const end = quoted(text.trim().slice(-SHOWN));
  throw new RangeError(`step: the JSON is cut off or broken, it ends with ${end}; write the whole file anew`);
}

function quotedNonFinite(text: string): string {
  let isInText = false;
  return text.replaceAll(PYTHON_NON_FINITE, (found) => {
    if (found === '"') isInText = !isInText;
    return isInText || found === '"' || found.startsWith('\\') ? found : `"${found}"`;
  });
}

/** The value of a JSON text; null where it is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A list of steps under `steps`. Where `initial` is beside it (golden/small), `params` of each step are those behind it. */
function runOf(run: object, list: readonly unknown[]): NamedArrays[] {
  const initial: unknown = Reflect.get(run, 'initial');
  const config = configIn(run);
  const steps = list.map(stepOf).map((step) => ({ ...step, config: [...config, ...step.config] }));
  if (initial === undefined) return steps;
  const before = [...leavesIn(initial, ['params'])].filter(isArray);
  return steps.map(({ arrays, ...step }, i) => {
    const all = hasUpdated(arrays) ? arrays : arrays.map(renamed);
    return { ...step, arrays: i === 0 ? [...all, ...before] : all };
  });
}

function hasUpdated(arrays: readonly DumpedArray[]): boolean {
  return arrays.some(({ name }) => name.startsWith('updated'));
}

function renamed(array: DumpedArray): DumpedArray {
  return { ...array, name: array.name.replace(/^params(?=\.|$)/, 'updated') };
}

function stepOf(json: unknown): NamedArrays {
  if (!isRecord(json) && nameOfItem(Array.isArray(json) ? json[0] : null) === null) {
    throw new RangeError(`step: the JSON has numbers without names; write an object of names; ${KNOWN_NAMES}`);
  }
  const leaves = [...leavesIn(withoutConfig(json), [])];
  const texts = leaves.flatMap((leaf) => ('text' in leaf ? [leaf] : []));
  const wrong = texts.find(({ name }) => meaningOf(name) !== null);
  if (wrong !== undefined) {
    throw new RangeError(`step: ${wrong.name} is the text ${quoted(String(wrong.text), SHOWN)}; write numbers there`);
  }
  const doc = texts.find(({ name }) => name === 'doc')?.text;
  const uchars = texts.find(({ name }) => name === 'uchars')?.text;
  const arrays = leaves.filter(isArray);
  return {
    arrays: isRecord(json) && isGolden(Object.keys(json).join()) ? arrays.map(renamed) : arrays,
    doc: typeof doc === 'string' ? doc : null,
    uchars: uchars === undefined ? null : [...uchars],
    config: configIn(json),
  };
}

function isGolden(names: string): boolean {
  return names === GOLDEN_NAMES || names === RECORDED_NAMES;
}

/** The port's constants: an object of them beside the names of a step. */
function configIn(json: unknown): NamedArrays['config'] {
  const config: unknown = isRecord(json) ? Reflect.get(json, CONFIG) : undefined;
  return isRecord(config) ? Object.entries(config) : [];
}

function withoutConfig(json: unknown): unknown {
  if (!isRecord(json) || Array.isArray(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([key, value]) => key !== CONFIG || !isRecord(value)));
}

function isArray(leaf: Leaf): leaf is DumpedArray {
  return 'values' in leaf;
}

/** The values of a document with their paths for names. */
function* leavesIn(value: unknown, path: readonly string[]): Generator<Leaf> {
  const json = withLists(value);
  if (path.length > DEEPEST) throw tooDeep(path);
  const name = path.join('.');
  if (typeof json === 'number') yield { name, shape: [], values: Float64Array.of(json) };
  if (typeof json === 'string') yield textOrNumber(name, json);
  if (typeof json !== 'object' || json === null) return; // a flag, what was not there
  if (!Array.isArray(json)) {
    const number = numberOfValue(json);
    if (number !== null && isField(name)) yield { name, shape: [], values: Float64Array.of(number) };
    else yield* leavesOfRecord(json, path);
  } else if (json.some((item) => typeof item === 'string' && readNonFinite(item) === null)) {
    yield { name, text: json.filter((item) => typeof item === 'string') };
  } else if (json.some((item) => isRecord(item) && numberOfValue(item) === null)) {
    for (const [i, item] of json.entries()) {
      const own = nameOfItem(item);
      if (own === null) yield* leavesIn(item, [...path, String(i)]);
      else yield* leavesIn(own.value, [...path.filter((part) => part !== 'trace'), own.name]);
    }
  } else {
    yield arrayOf(json, path);
    if (meaningOf(name)?.kind === 'matrix' && json.flat().length > 0 && json.flat().every(hasGrad))
      yield arrayOf(gradsOf(json), [...path, 'grad']);
  }
}

/** A Value has its gradient beside its number: `{"data": 0.5, "grad": 0.25}`. */
function hasGrad(item: unknown): item is { readonly grad: number } {
  return isRecord(item) && typeof Reflect.get(item, 'grad') === 'number';
}

function gradsOf(json: readonly unknown[]): unknown[] {
  return json.map((item) => (Array.isArray(item) ? gradsOf(item) : hasGrad(item) ? item.grad : null));
}

function isField(name: string): boolean {
  return meaningOf(name)?.kind === 'field';
}

function textOrNumber(name: string, text: string): Leaf {
  const number = readNonFinite(text);
  return number === null || name === 'doc' ? { name, text } : { name, shape: [], values: Float64Array.of(number) };
}

/** Sizes beside the numbers of a matrix, `{nout, nin, data}`, are those of its gradient and moments there too. */
function* leavesOfRecord(json: object, path: readonly string[]): Generator<Leaf> {
  const entries = Object.entries(json);
  const shapes = entries.map(([, value]) => (Array.isArray(value) ? toldShape(json, value) : null));
  const isSized = shapes.some((shape) => shape !== null);
  for (const [i, [key, value]] of entries.entries()) {
    if (isSized && (typeof value === 'number' || key === 'shape')) continue;
    for (const leaf of leavesIn(value, [...path, key])) yield isArray(leaf) ? { ...leaf, ...shapes[i] } : leaf;
  }
}

/** `{"name": "pos0.x", "value": [...]}` of a trace; null of anything else. */
function nameOfItem(json: unknown): { readonly name: string; readonly value: unknown } | null {
  const { name, value, values, data } = {
    name: null,
    value: undefined,
    values: undefined,
    data: undefined,
    ...Object(json),
  };
  const own: unknown = value ?? values ?? data;
  return typeof name === 'string' && own !== undefined ? { name, value: own } : null;
}

function arrayOf(json: readonly unknown[], path: readonly string[]): DumpedArray {
  checkRows(json, path);
  const values: number[] = [];
  collect(json, path, values);
  const shape = shapeOf(json);
  return {
    name: path.join('.'),
    shape: sizeOf(shape) === values.length ? shape : [values.length],
    values: Float64Array.from(values),
  };
}

/** A matrix has rows of one length. */
function checkRows(json: readonly unknown[], path: readonly string[]): void {
  const rows = json.filter(Array.isArray);
  if (rows.length !== json.length || meaningOf(path.join('.'))?.kind !== 'matrix') return;
  const i = rows.findIndex(({ length }) => length !== rows[0].length);
  if (i < 0) return;
  throw new RangeError(
    `step: ${path.join('.')} has ${rows[0].length} numbers in row 0 and ${rows[i].length} in row ${i}; write rows of one length`,
  );
}

function collect(json: readonly unknown[], path: readonly string[], values: number[]): void {
  if (path.length > DEEPEST) throw tooDeep(path);
  for (const [i, item] of json.entries()) {
    if (Array.isArray(item)) collect(item, [...path, String(i)], values);
    else values.push(numberIn(item, [...path, String(i)]));
  }
}

function numberIn(json: unknown, path: readonly string[]): number {
  if (typeof json === 'number') return json;
  const number = isRecord(json) ? numberOfValue(json) : typeof json === 'string' ? readNonFinite(json) : null;
  if (number !== null) return number;
  const hint = json === null ? `JavaScript's JSON has null for NaN: write "nan"` : 'write numbers alone';
  throw new RangeError(
    `step: ${path.join('.')} is ${quoted(String(JSON.stringify(json)), SHOWN)}, and no number; ${hint}`,
  );
}

/** The lengths of nested lists, as far as the first of each tell. */
function shapeOf(json: readonly unknown[]): number[] {
  const [first] = json;
  const isEven = json.every((item) => Array.isArray(item) && Array.isArray(first) && item.length === first.length);
  return [json.length, ...(isEven && Array.isArray(first) ? shapeOf(first) : [])];
}

function tooDeep(path: readonly string[]): RangeError {
  return new RangeError(`step: the JSON is nested too deep at ${quoted(path.join('.'), SHOWN)}; ${KNOWN_NAMES}`);
}
