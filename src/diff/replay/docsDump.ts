import { documents as documentsOf } from '../../reference/dataset.ts';
import { textOf } from './formats/text.ts';

/** Documents in training order, as a port has written them down. */
export type DocsDump =
  | (Places & {
      readonly kind: 'text';
      readonly documents: readonly string[];
      /** The characters of the vocabulary, where the file says them. */
      readonly uchars?: readonly string[];
    })
  /** Documents as tokens, BOS taken off; `BOS` is null where there was none. */
  | (Places & {
      readonly kind: 'tokens';
      readonly documents: readonly (readonly number[])[];
      readonly BOS: number | null;
    });

interface Places {
  /** Where each document stands: its line, or its place in the JSON list, counted from 1. */
  readonly lines: readonly number[];
}

/** Largest file that is read, in bytes: 35 times names.txt. */
export const MAX_DOCS_BYTES = 2 ** 23;
const LINE_END = /\r\n|\r|\n/;
const BEGINS_JSON = /^\s*[[{]/;
/** What stands around a line of tokens, `[26, 4, 12, 12, 0, 26]`, and what cannot stand in it. */
const BRACKETS = /^\[|\]$/g;
const NOT_IN_TOKENS = /[^\d\s,]/;
const TWO_TOKENS = /\d[\s,]+\d/;
const LEAST_DOCUMENTS = 'dump a document a line, in training order (spec/traces.md, Dumps of a start)';

/**
 * Reads a dump of documents: a line each, or a JSON list of strings; as text, or all of them as tokens; or golden data's
 * dataset.json.
 *
 * @param bytes - the file
 * @returns the documents, stripped as the dataset's are, empty ones left out
 * @throws RangeError where it is no text or has no document
 */
export function readDocs(bytes: Uint8Array): DocsDump {
  if (bytes.length > MAX_DOCS_BYTES) {
    throw new RangeError(
      `docs: ${bytes.length} bytes are too many, at most ${MAX_DOCS_BYTES} are read; dump the documents trained on alone (training.2)`,
    );
  }
  const text = textOf(bytes);
  if (text === null) throw new RangeError(`docs: the ${bytes.length} bytes are no UTF-8 text; ${LEAST_DOCUMENTS}`);
  const dump = BEGINS_JSON.test(text) ? (listed(text) ?? byLine(text)) : byLine(text);
  if (dump.documents.length === 0) throw new RangeError(`docs: there is no document in the file; ${LEAST_DOCUMENTS}`);
  return dump;
}

/** A JSON list of documents, or an object with one under `documents`; null where it is neither. */
function listed(text: string): DocsDump | null {
  const json = parsed(text);
  if (!Array.isArray(json)) return datasetOf(json);
  const lines = json.map((_, i) => i + 1);
  if (isTextList(json)) return { kind: 'text', documents: json, lines };
  return json.every(isTokenList) ? withoutBOS(json, lines) : null;
}

/** golden/canonical/dataset.json, or that of `golden record`. */
function datasetOf(json: unknown): DocsDump | null {
  const { documents, uchars } = { documents: null, uchars: null, ...Object(json) };
  if (!isTextList(documents) || !isTextList(uchars)) return null;
  return { kind: 'text', documents, uchars, lines: documents.map((_, i) => i + 1) };
}

function isTextList(json: unknown): json is string[] {
  return Array.isArray(json) && json.every((item) => typeof item === 'string');
}

function byLine(text: string): DocsDump {
  const documents = documentsOf(new TextEncoder().encode(text));
  const lines = linesOf(documents, text);
  const bare = documents.map((doc) => doc.replace(BRACKETS, ''));
  // Numbers alone, one a line, are text.
  const isText = bare.some((doc) => NOT_IN_TOKENS.test(doc)) || !bare.some((doc) => TWO_TOKENS.test(doc));
  if (isText) return { kind: 'text', documents, lines };
  return withoutBOS(
    documents.map((doc) => (doc.match(/\d+/g) ?? []).map(Number)),
    lines,
  );
}

/** The line of each document. A line that is left out has white space alone, and so no document in it. */
function linesOf(documents: readonly string[], text: string): number[] {
  const lines: number[] = [];
  for (const [i, line] of text.split(LINE_END).entries()) {
    if (lines.length < documents.length && line.includes(documents[lines.length])) lines.push(i + 1);
  }
  return lines;
}

/** Takes BOS off: the token at both ends of every document. */
function withoutBOS(documents: readonly (readonly number[])[], lines: readonly number[]): DocsDump {
  const BOS = documents[0]?.[0] ?? null;
  const isBOS = documents.every((tokens) => tokens.length > 1 && tokens[0] === BOS && tokens.at(-1) === BOS);
  const bare = isBOS ? documents.map((tokens) => tokens.slice(1, -1)) : documents;
  return { kind: 'tokens', documents: bare, BOS: isBOS ? BOS : null, lines };
}

function isTokenList(json: unknown): json is number[] {
  return Array.isArray(json) && json.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
