import { NON_FINITE } from './nonFinite.ts';
import { OPS, type ValueType } from './ops.ts';
import type { OpName } from './port.ts';
import { SMALLEST_NORMAL } from './precision.ts';
import type { Draw, GraphNode } from './values.ts';

/** The square of anything smaller is finite in float32 too; no run comes near (spec/numerics.md, "Core and edge"). */
const MOST = 2 ** 60;
/** Words of the generator that a run takes at once, to shuffle. */
const WORD_BITS = 32;
const MOST_SEED = 2n ** BigInt(WORD_BITS) - 1n;
/** Nodes between a leaf and the root; the loss of a long document in a deep model has some hundred. */
const DEEPEST = 1000;
/** Control characters, but for the tab, and for those that end a line. */
const NO_TEXT = /[^\P{Cc}\t\n\r]|\r(?!\n)/u;
/** The same inside a document, which has no line end. */
const NO_DOCUMENT = /[^\P{Cc}\t]/u;

/**
 * Why no run of microgpt.py has an input; null where one may. What a text file can hold, with any constants and sizes and a
 * seed of 32 bits, at normal numbers below 2**60, is within a run's reach (spec/numerics.md, "Core and edge").
 *
 * @param op - the operation
 * @param args - its arguments, of the operation's types
 * @returns what is beyond: `a number that is not finite`
 */
export function beyondRuns(op: OpName, args: readonly unknown[]): string | null {
  for (const [i, type] of OPS[op].args.entries()) {
    const reason = beyond(type, args[i]);
    if (reason !== null) return reason;
  }
  return null;
}

/**
 * Why no run of microgpt.py has such a result; null where one may.
 *
 * @param json - a result, or a part of one, as it is written down (spec/traces.md)
 */
export function beyondResults(json: unknown): string | null {
  if (typeof json === 'number') return json === 0 ? null : notNormal(json);
  if (typeof json === 'string' && Object.hasOwn(NON_FINITE, json)) return notNormal(NON_FINITE[json]);
  return typeof json === 'object' && json !== null ? first(Object.values(json), beyondResults) : null;
}

/**
 * Whether a run of microgpt.py can come to an input that it rejects: a dataset without a document alone. All others are at
 * the edge.
 */
export function isRejectedByRuns(op: OpName, args: readonly unknown[]): boolean {
  if (op === 'train') return (args[2] as readonly unknown[]).length === 0;
  return op === 'microgpt' && new TextDecoder().decode(args[1] as Uint8Array).trim() === '';
}

function beyond(type: ValueType, value: unknown): string | null {
  switch (type) {
    case 'int':
    case 'ints':
    case 'ints[]':
    case 'drawn':
      return null;
    case 'integer':
      return seedBeyond(BigInt(value as bigint));
    case 'text':
      return NO_DOCUMENT.test(String(value)) ? 'a control character' : null;
    case 'texts':
      return first(value as readonly string[], (text) => beyond('text', text));
    case 'bytes':
      return fileBeyond(value as Uint8Array);
    case 'config':
      return (
        seedBeyond(BigInt(Reflect.get(Object(value), 'seed'))) ?? first(Object.values(Object(value)), constantBeyond)
      );
    case 'float':
      return numberBeyond(value as number);
    case 'floats':
      return (value as readonly number[]).length === 0 ? 'no numbers' : numbersBeyond(value);
    case 'matrix':
    case 'state_dict':
    case 'trace':
      return numbersBeyond(value);
    case 'graph':
      return graphBeyond(value as readonly GraphNode[]);
    case 'draws':
      return first(value as readonly Draw[], drawBeyond);
  }
}

function seedBeyond(seed: bigint): string | null {
  return seed >= 0n && seed <= MOST_SEED ? null : `a seed outside 0 to 2**${WORD_BITS} - 1`;
}

function fileBeyond(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (Buffer.from(text).compare(bytes) !== 0) return 'a file that is no UTF-8';
  return NO_TEXT.test(text) ? 'a control character, or a carriage return alone' : null;
}

/** Counts may be larger than the numbers of a run: of a million steps the learning rate hardly falls. */
function constantBeyond(value: unknown): string | null {
  return typeof value !== 'number' || value === 0 ? null : notNormal(value);
}

function numbersBeyond(value: unknown): string | null {
  if (typeof value === 'number') return numberBeyond(value);
  return first(Object.values(Object(value)), numbersBeyond);
}

function numberBeyond(x: number): string | null {
  if (x === 0) return null;
  return notNormal(x) ?? (Math.abs(x) > MOST ? 'a number beyond 2**60' : null);
}

function notNormal(x: number): string | null {
  if (!Number.isFinite(x)) return 'a number that is not finite';
  return Math.abs(x) < SMALLEST_NORMAL.f64 ? 'a subnormal number' : null;
}

function graphBeyond(graph: readonly GraphNode[]): string | null {
  const depths: number[] = [];
  for (const node of graph) {
    const reason =
      node.kind === 'leaf' ? numberBeyond(node.data) : node.kind === 'pow' ? numberBeyond(node.exponent) : null;
    if (reason !== null) return reason;
    const operands = node.kind === 'leaf' ? [] : 'b' in node ? [node.a, node.b] : [node.a];
    depths.push(1 + Math.max(-1, ...operands.map((place) => depths[place])));
  }
  return Math.max(0, ...depths.slice(-1)) > DEEPEST ? `a graph more than ${DEEPEST} deep` : null;
}

function drawBeyond(draw: Draw): string | null {
  switch (draw.kind) {
    case 'random':
    case 'shuffle':
      return null;
    case 'getrandbits':
      return draw.k >= 1 && draw.k <= WORD_BITS ? null : `getrandbits outside 1 to ${WORD_BITS}`;
    case 'gauss':
      return numberBeyond(draw.mu) ?? numberBeyond(draw.sigma);
    case 'choices':
      return first(draw.weights, (weight) => (weight < 0 ? 'a negative weight' : numberBeyond(weight)));
  }
}

function first<T>(list: Iterable<T>, reason: (item: T) => string | null): string | null {
  for (const item of list) {
    const found = reason(item);
    if (found !== null) return found;
  }
  return null;
}
