/** What a log says of its run before its first loss; null, or nothing, where it does not say. */
export interface Header {
  readonly num_params: number | null;
  readonly vocab_size: number | null;
  readonly num_docs: number | null;
  readonly seed: number | null;
  /** Sizes of the network under microgpt.py's names. */
  readonly sizes: Readonly<Partial<Record<SizeName, number>>>;
}

/** A header that says nothing. */
export const NO_HEADER: Header = { num_params: null, vocab_size: null, num_docs: null, seed: null, sizes: {} };

type SizeName = 'n_layer' | 'n_embd' | 'n_head' | 'block_size';

/** Lines and characters of each that are looked at: a header is short, and stands at the top. */
const MOST_LINES = 500;
const MOST_CHARACTERS = 500;
/** 4192, 4,192 or 4_192. */
const COUNT = String.raw`(\d[\d,_]*)`;
const NUM_PARAMS = [
  new RegExp(String.raw`\bnum[ _-]?params?(?:eters)?\b\s*[:=]\s*${COUNT}`, 'i'),
  new RegExp(String.raw`\bparam(?:eter)?s?(?: count)?\s*[:=]\s*${COUNT}`, 'i'),
  new RegExp(String.raw`\b${COUNT} param(?:eter)?s\b`, 'i'),
];
const VOCAB_SIZE = [new RegExp(String.raw`\bvocab(?:ulary)?(?:[ _-]?size)?\s*(?:[:=]|of size)\s*${COUNT}`, 'i')];
const NUM_DOCS = [new RegExp(String.raw`\b(?:num[ _-]?)?doc(?:ument)?s\b\s*[:=]\s*${COUNT}`, 'i')];
const SEED = [/\bseed\s*[:=]\s*(\d+)/i];
const SIZES = [
  ['n_layer', [/\bn_layers?\s*[:=]\s*(\d+)/i]],
  ['n_embd', [/\bn_embe?d\s*[:=]\s*(\d+)/i]],
  ['n_head', [/\bn_heads?\s*[:=]\s*(\d+)/i]],
  ['block_size', [/\bblock_size\s*[:=]\s*(\d+)/i]],
] as const;

/** Reads a log's header line by line. */
export class HeaderReader {
  readonly #lines: string[] = [];

  /** Takes a line that stands before the first loss. */
  take(line: string): void {
    if (this.#lines.length < MOST_LINES && /\d/.test(line)) this.#lines.push(line.slice(0, MOST_CHARACTERS));
  }

  /** What the lines say; of what they say twice, the first. */
  read(): Header {
    const sizes = SIZES.map(([name, patterns]) => [name, this.#first(patterns)] as const);
    return {
      num_params: this.#first(NUM_PARAMS),
      vocab_size: this.#first(VOCAB_SIZE),
      num_docs: this.#first(NUM_DOCS),
      seed: this.#first(SEED),
      sizes: Object.fromEntries(sizes.filter(([, size]) => size !== null)),
    };
  }

  #first(patterns: readonly RegExp[]): number | null {
    for (const line of this.#lines) {
      for (const pattern of patterns) {
        const count = Number(pattern.exec(line)?.[1].replaceAll(/[,_]/g, '') ?? Number.NaN);
        if (Number.isSafeInteger(count)) return count;
      }
    }
    return null;
  }
}
