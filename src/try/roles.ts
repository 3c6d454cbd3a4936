import { blocksOf, type Ends, LOOKED_AT, looksLikeStep } from '../diff/log/dumpLike.ts';
import { numberInName } from '../diff/step/readStep.ts';

/** What a file is to `diff`: the log, `--against`, `--params`, `--docs`, `--input`, `--step`; or nothing. */
export const ROLES = ['log', 'against', 'params', 'docs', 'input', 'step', 'none'] as const;

export type Role = (typeof ROLES)[number];

/** A file's beginning: a zip archive, a .npy array; its text is decoded byte by byte. */
const [ZIP, NPY] = ['PK\u0003\u0004', '\u0093NUMPY'];
/** The length of a safetensors header, and its brace. */
const SAFETENSORS = /^[\s\S]{3}\0{5}\{/;
/** A dump in JSON, of one step or of a recording: lists and dicts by the names of a step, where a log would have numbers. */
const JSON_STEP = /^\s*[[{][\s\S]*"(?:params|grad|tokens|logits|updated)"\s*:\s*[[{]/;
/** Bytes of JSON that are looked at: a recording has its start before its steps. */
const JSON_LOOKED_AT = 2 ** 16;
/** Names that only a step has. */
const OF_A_STEP = /\b(?:grad|tokens|logits)\b/;
const BY_NAME: readonly (readonly [RegExp, Role])[] = [
  [/\.(?:log|out|ipynb|csv|tsv|jsonl)$|\bloss(?:es)?\b/i, 'log'],
  [/^step(?![a-z])/i, 'step'],
  [/param|initial|weights|state_?dict/i, 'params'],
  [/\bdocs?\b|documents/i, 'docs'],
  [/^(?:names|input|dataset)\.\w+$/i, 'input'],
];
const WORDS = /^[^\d\s]\S*$/;
const NUMBER = /^[-+]?\d*\.\d+(?:e[-+]?\d+)?$/i;
/** A dataset has more than a file of documents in training order has, as a rule: bytes of 4000 names. */
const DATASET_BYTES = 30_000;

/** A file as it is dropped. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

/** What a file seems to be, by its content where that is plain, and else by its name. */
export async function roleOf({ name, blob }: NamedBlob): Promise<Role> {
  const ends = { head: await latin1(blob.slice(0, LOOKED_AT)), tail: await latin1(blob.slice(-LOOKED_AT)) };
  const binary = binaryRole(ends);
  if (binary !== null) return binary;
  const blocks = blocksOf(ends);
  if (blocks !== null) return blocks;
  if (looksLikeStep(ends) || JSON_STEP.test(await latin1(blob.slice(0, JSON_LOOKED_AT)))) return 'step';
  const byName = BY_NAME.find(([pattern]) => pattern.test(name));
  if (byName !== undefined) return byName[1];
  return numberInName(name) === null ? textRole(ends, blob.size) : 'step';
}

function binaryRole({ head, tail }: Ends): Role | null {
  if (head.startsWith(NPY)) return 'params';
  if (!head.startsWith(ZIP) && !SAFETENSORS.test(head)) return null;
  return OF_A_STEP.test(head) || OF_A_STEP.test(tail) ? 'step' : 'params';
}

/** Of a text without a name that says it: words alone are documents, numbers of both signs parameters. */
function textRole({ head }: Ends, size: number): Role {
  const lines = head
    .split(/\r?\n/)
    .slice(0, -1)
    .map((line) => line.trim());
  const some = lines.filter((line) => line !== '');
  if (some.length > 1 && some.every((line) => WORDS.test(line))) return size > DATASET_BYTES ? 'input' : 'docs';
  const isNumbers = some.length > 1 && some.every((line) => NUMBER.test(line));
  return isNumbers && some.some((line) => line.startsWith('-')) ? 'params' : 'log';
}

async function latin1(blob: Blob): Promise<string> {
  return Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
}

/** The beginning and end of a file as text. */
export async function endsOf(blob: Blob): Promise<Ends> {
  return { head: await blob.slice(0, LOOKED_AT).text(), tail: await blob.slice(-LOOKED_AT).text() };
}
