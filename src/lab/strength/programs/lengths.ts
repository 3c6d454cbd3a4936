import type { ProgramMistake } from './programMistake.ts';

/** Files, lists, streams and runs that are cut at a size, or counted in too few bits. */

const STEP_16 = {
  file: 'optimizer',
  find: 'step + 1, math)',
  replace: '((step + 1) & 0x7fff), math)',
  times: 2,
} as const;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A stream that goes wrong after so many words. */
function streamOf(words: number): ProgramMistake {
  const replace = `this.taken = (this.taken ?? 0) + 1;
        if (this.taken === ${words})
            this.#seedByNumber(1);
        if (this.#index === N)`;
  return {
    id: `stream-${words}`,
    title: `the stream begins anew after ${words} words`,
    chapter: 'random',
    ops: ['random'],
    edits: [{ file: 'random', find: 'if (this.#index === N)', replace }],
  };
}

export const LENGTHS: readonly ProgramMistake[] = [
  ...(['documents', 'microgpt'] as const).map(
    (op): ProgramMistake => ({
      id: `${op}-64-kib`,
      title: `${op} reads 64 KiB of a file`,
      chapter: 'dataset',
      ops: [op],
      wrap: ({ documents, microgpt }) => ({
        documents: (bytes) => documents(bytes.slice(0, 65_536)),
        microgpt: (config, bytes) => microgpt(config, bytes.slice(0, 65_536)),
      }),
    }),
  ),
  ...(['documents', 'microgpt'] as const).map(
    (op): ProgramMistake => ({
      id: `${op}-4096-lines`,
      title: `${op} reads 4096 lines of a file`,
      chapter: 'dataset',
      ops: [op],
      wrap: ({ documents, microgpt }) => {
        const cut = (bytes: Uint8Array) => encoder.encode(decoder.decode(bytes).split('\n').slice(0, 4096).join('\n'));
        const isShort = (bytes: Uint8Array) => bytes.length < 4096;
        return {
          documents: (bytes) => documents(isShort(bytes) ? bytes : cut(bytes)),
          microgpt: (config, bytes) => microgpt(config, isShort(bytes) ? bytes : cut(bytes)),
        };
      },
    }),
  ),
  {
    id: 'line-8192',
    title: 'a line has 8192 characters at most',
    chapter: 'dataset',
    ops: ['documents'],
    wrap: ({ documents }) => ({
      documents: async (bytes) => (await documents(bytes)).map((doc) => doc.slice(0, 8192)),
    }),
  },
  {
    id: 'encode-256',
    title: 'encode takes 256 characters of a document',
    chapter: 'tokenizer',
    ops: ['encode'],
    wrap: ({ encode }) => ({ encode: (uchars, doc) => encode(uchars, [...doc].slice(0, 256).join('')) }),
  },
  {
    id: 'encode-byte',
    title: 'encode keeps tokens in a byte',
    chapter: 'tokenizer',
    ops: ['encode'],
    wrap: ({ encode }) => ({ encode: async (uchars, doc) => (await encode(uchars, doc)).map((token) => token & 255) }),
  },
  {
    id: 'decode-64',
    title: 'decode gives 64 characters at most',
    chapter: 'tokenizer',
    ops: ['decode'],
    wrap: ({ decode }) => ({ decode: (uchars, tokens) => decode(uchars, tokens.slice(0, 64)) }),
  },
  {
    id: 'vocabulary-128',
    title: 'the vocabulary has 128 characters at most',
    chapter: 'tokenizer',
    ops: ['tokenizer'],
    wrap: ({ tokenizer }) => ({
      tokenizer: async (docs) => {
        const uchars = (await tokenizer(docs)).uchars.slice(0, 128);
        return { uchars, BOS: uchars.length, vocab_size: uchars.length + 1 };
      },
    }),
  },
  {
    id: 'step-15-bits',
    title: 'the step is counted in 15 bits',
    chapter: 'optimizer',
    ops: ['adam'],
    edits: [STEP_16],
  },
  {
    id: 'adam-1024',
    title: 'adam updates 1024 parameters',
    chapter: 'optimizer',
    ops: ['adam'],
    edits: [{ file: 'optimizer', find: 'i < m.length', replace: 'i < Math.min(1024, m.length)' }],
  },
  ...[2 ** 16, 2 ** 17].map(streamOf),
  {
    id: 'shuffle-15-bits',
    title: 'shuffle draws indices of 15 bits at most',
    chapter: 'random',
    ops: ['random'],
    edits: [
      {
        file: 'random',
        find: 'const k = WORD_BITS - Math.clz32(n);',
        replace: 'const k = Math.min(15, WORD_BITS - Math.clz32(n));',
      },
    ],
  },
  {
    id: 'choices-32',
    title: 'choices looks at 32 weights',
    chapter: 'random',
    ops: ['random'],
    wrap: ({ random }) => ({
      random: (seed, draws) =>
        random(
          seed,
          draws.map((draw) => (draw.kind === 'choices' ? { ...draw, weights: draw.weights.slice(0, 32) } : draw)),
        ),
    }),
  },
  {
    id: 'nodes-16-bits',
    title: 'a graph has 65,536 nodes at most',
    chapter: 'autograd',
    ops: ['autograd'],
    wrap: ({ autograd }) => ({
      autograd: async (graph) => {
        const { data, grad } = await autograd(graph);
        return { data, grad: grad.map((g, i) => (i < graph.length - 65_536 ? 0 : g)) };
      },
    }),
  },
  {
    id: 'second-epoch-shifted',
    title: 'a second epoch begins at the second document',
    chapter: 'training',
    ops: ['train', 'microgpt'],
    edits: [
      {
        file: 'training',
        find: 'docs[step % docs.length]',
        replace: 'docs[(step + Math.floor(step / docs.length)) % docs.length]',
      },
    ],
  },
  {
    id: 'second-epoch-backwards',
    title: 'documents are trained backwards in the second epoch',
    chapter: 'training',
    ops: ['microgpt'],
    edits: [
      {
        file: 'training',
        find: 'docs[step % docs.length]',
        replace: 'docs[step < docs.length ? step : docs.length - 1 - (step % docs.length)]',
      },
    ],
  },
  {
    id: 'samples-20',
    title: 'there are 20 samples at most',
    chapter: 'inference',
    ops: ['microgpt'],
    edits: [
      {
        file: 'inference',
        find: 'sample_idx < model.config.num_samples',
        replace: 'sample_idx < Math.min(20, model.config.num_samples)',
      },
    ],
  },
];
