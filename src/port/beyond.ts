import type { Config, StateDict } from './config.ts';
import { OPS } from './ops.ts';
import type { OpName, PortInfo } from './port.ts';
import type { Draw } from './values.ts';

/** What a request asks of the ranges of a port. */
interface Extent {
  readonly seeds?: readonly (number | bigint)[];
  /** The k of each getrandbits(k). */
  readonly bits?: readonly number[];
  /** Characters of each document. */
  readonly documents?: readonly number[];
  /** Tokens of a vocabulary, BOS among them, or numbers of a list that has one for each. */
  readonly vocab?: number;
}

/**
 * Why a request lies outside what a port declares, so that it is not sent; null where it is within.
 *
 * @param info - what the port says of itself: `fixed` and `limits`
 * @param op - the operation
 * @param args - its arguments, of the operation's types
 */
export function beyond(info: PortInfo, op: OpName, args: readonly unknown[]): string | null {
  return otherConstant(info, op, args) ?? (info.limits === undefined ? null : overLimit(info, extentOf(op, args)));
}

/** A constant of a configuration that the port has another value for. */
function otherConstant({ fixed = {} }: PortInfo, op: OpName, args: readonly unknown[]): string | null {
  for (const config of args.filter((_, i) => OPS[op].args[i] === 'config')) {
    for (const [name, value] of Object.entries(fixed)) {
      const asked: unknown = Reflect.get(Object(config), name);
      if (String(asked) !== String(value)) return `the port is built for ${name} ${value}, and this needs ${asked}`;
    }
  }
  return null;
}

function overLimit({ limits = {} }: PortInfo, { seeds = [], bits = [], documents = [], vocab = 0 }: Extent) {
  const { seed_bits, getrandbits = Infinity } = limits;
  const seed = seed_bits === undefined ? undefined : seeds.find((s) => s < 0 || BigInt(s) >> BigInt(seed_bits) > 0);
  if (seed !== undefined) return `this needs the seed ${seed}, and the port declares seed_bits ${seed_bits}`;
  const k = bits.find((n) => getrandbits < Infinity && !(n >= 1 && n <= getrandbits));
  if (k !== undefined) return `this needs getrandbits(${k}), and the port declares getrandbits ${getrandbits}`;
  const longest = Math.max(0, ...documents);
  const { document = Infinity, vocab: most = Infinity } = limits;
  if (longest > document) return `this needs a document of ${longest}, and the port declares document ${document}`;
  return vocab > most ? `this needs a vocabulary of ${vocab}, and the port declares vocab ${most}` : null;
}

/** The arguments are of the operation's types, by which its extent is found. */
function extentOf(op: OpName, args: readonly unknown[]): Extent {
  switch (op) {
    case 'random': {
      const draws = args[1] as readonly Draw[];
      return { seeds: [args[0] as bigint], bits: draws.flatMap((draw) => (draw.kind === 'getrandbits' ? draw.k : [])) };
    }
    case 'documents':
      return { documents: lines(args[0] as Uint8Array).map(characters) };
    case 'tokenizer':
      return extentOfTexts(args[0] as readonly string[]);
    case 'encode':
      return { vocab: (args[0] as readonly string[]).length + 1, documents: [characters(args[1] as string)] };
    case 'decode':
      return { vocab: (args[0] as readonly string[]).length + 1, documents: [(args[1] as readonly number[]).length] };
    case 'parameters':
      return { seeds: [(args[0] as Config).seed], vocab: args[1] as number };
    case 'softmax':
    case 'position_loss':
    case 'cross_entropy':
    case 'sampling':
      return { vocab: (args[0] as readonly number[]).length };
    case 'forward':
    case 'backward':
    case 'trace':
      return { vocab: vocabulary(args[1]), documents: [inside(args[2] as readonly number[])] };
    case 'train':
      return { vocab: vocabulary(args[1]), documents: (args[2] as readonly (readonly number[])[]).map(inside) };
    case 'sample':
      return { vocab: vocabulary(args[1]) };
    case 'microgpt':
      return { seeds: [(args[0] as Config).seed], ...extentOfTexts(lines(args[1] as Uint8Array)) };
    default:
      return {};
  }
}

function extentOfTexts(docs: readonly string[]): Extent {
  return { vocab: new Set(docs.flatMap((doc) => [...doc])).size + 1, documents: docs.map(characters) };
}

/** Lines of a file, with the white space around them: a buffer has to hold that too. What is no UTF-8 counts as a character. */
function lines(bytes: Uint8Array): string[] {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split(/\r?\n|\r/);
}

/** Code points. */
function characters(text: string): number {
  return [...text].length;
}

/** Tokens between the two of BOS. */
function inside(tokens: readonly number[]): number {
  return Math.max(0, tokens.length - 2);
}

function vocabulary(state_dict: unknown): number {
  return (state_dict as StateDict).lm_head?.length ?? 0;
}
