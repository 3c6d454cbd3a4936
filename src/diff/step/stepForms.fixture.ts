import type { Matrix, StateDict } from '../../reference/parameters.ts';
import type { StepDump } from './stepDump.ts';

const SHAPES: readonly (readonly [name: string, nout: number, nin: number])[] = [
  ['wte', 3, 2],
  ['wpe', 4, 2],
  ['lm_head', 3, 2],
  ['layer0.attn_wq', 2, 2],
  ['layer0.attn_wk', 2, 2],
  ['layer0.attn_wv', 2, 2],
  ['layer0.attn_wo', 2, 2],
  ['layer0.mlp_fc1', 8, 2],
  ['layer0.mlp_fc2', 2, 8],
];

function rows(nout: number, nin: number, seed: number): number[][] {
  return Array.from({ length: nout }, (_, i) => Array.from({ length: nin }, (_, j) => Math.sin(seed + i * nin + j)));
}

function dictOf(seed: number): StateDict {
  return Object.fromEntries(SHAPES.map(([name, nout, nin], i) => [name, rows(nout, nin, seed + 100 * i)]));
}

/** A step of n_embd 2, 3 tokens, block_size 4 and 1 layer; its numbers are any, with all their digits. */
export const SMALL: StepDump = {
  ...{ step: 2, tokens: [2, 0, 2], params: dictOf(1), logits: rows(2, 3, 2), probs: rows(2, 3, 3) },
  ...{ losses: rows(1, 2, 4)[0], loss: Math.sin(5), grad: dictOf(6), m: dictOf(7), v: dictOf(8), updated: dictOf(9) },
  trace: new Map([
    ['pos0.embedding', rows(1, 2, 10)[0]],
    ['pos0.layer0.v', rows(1, 2, 11)[0]],
    ['pos1.layer0.head0.attn_weights', rows(1, 2, 12)[0]],
  ]),
};

const DICTS = ['params', 'grad', 'm', 'v', 'updated'] as const;
const FIELDS = ['step', 'tokens', 'logits', 'probs', 'losses', 'loss'] as const;

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The step as an object, its state_dicts nested. */
export function jsonOf(dump: StepDump): Record<string, unknown> {
  return { ...dump, trace: Object.fromEntries(dump.trace) };
}

/** All values by flat names. */
export function flatOf(dump: StepDump, nameOf: (dict: string, name: string) => string): Record<string, unknown> {
  const matrices = DICTS.flatMap((dict) =>
    Object.entries(dump[dict] ?? {}).map(([name, matrix]) => [nameOf(dict, name), matrix]),
  );
  return Object.fromEntries([...FIELDS.map((name) => [name, dump[name]]), ...matrices, ...dump.trace]);
}

/** Blocks of `name rows columns`, with an empty line between. */
export function textForm(dump: StepDump): string {
  const blocks = Object.entries(flatOf(dump, (dict, name) => `${dict}.${name}`)).map(([name, value]) => {
    if (typeof value === 'number') return `${name} ${value}`;
    const list = value as number[] | Matrix;
    const sizes = Array.isArray(list[0]) ? `${list.length} ${list[0].length}` : String(list.length);
    return `${name} ${sizes}\n${list.map((row) => [row].flat().join(' ')).join('\n')}`;
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Arrays of a file by name. */
type Arrays<Type> = Readonly<Record<string, Type & { readonly values: readonly number[] }>>;

/** A .npz file, stored. */
export async function npz(arrays: Arrays<{ descr: string; shape: string }>): Promise<Uint8Array> {
  const members = Object.entries(arrays).map(([name, { descr, shape, values }]) => {
    const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`;
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length % 256, header.length >> 8]);
    return {
      name: Buffer.from(`${name}.npy`),
      content: Buffer.concat([start, Buffer.from(header), binary(values, descr)]),
    };
  });
  let at = 0;
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  for (const { name, content } of members) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(content.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, name, content);
    entries.push(entry, name);
    at += local.length + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...locals, ...entries, end]));
}

/** A safetensors file. */
export function safetensors(arrays: Arrays<{ dtype: string; shape: readonly number[] }>): Uint8Array {
  let at = 0;
  const parts: Buffer[] = [];
  const header = Object.entries(arrays).map(([name, { dtype, shape, values }]) => {
    parts.push(binary(values, dtype));
    at += parts[parts.length - 1].length;
    return [name, { dtype, shape, data_offsets: [at - parts[parts.length - 1].length, at] }];
  });
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, ...parts]));
}

function binary(values: readonly number[], type: string): Buffer {
  if (/^<i4$/.test(type)) return Buffer.from(Int32Array.from(values).buffer);
  if (/i8|I64/.test(type)) return Buffer.from(BigInt64Array.from(values, BigInt).buffer);
  return Buffer.from(Float64Array.from(values).buffer);
}

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

function listOf(value: unknown): number[] {
  return [value].flat(2) as number[];
}

const flat = flatOf(SMALL, (dict, name) => (dict === 'params' ? name : `${name}.${dict}`));
const transposed = (matrix: Matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));

/** One step in every form. */
export const STEP_FORMS: [form: string, bytes: Uint8Array][] = [
  ['JSON of state_dicts', bytesOf(JSON.stringify(jsonOf(SMALL)))],
  ['JSON in lines', bytesOf(JSON.stringify(jsonOf(SMALL), null, 2))],
  ['a list of one step', bytesOf(JSON.stringify([jsonOf(SMALL)]))],
  [
    'JSON with a trace in a list',
    bytesOf(JSON.stringify({ ...jsonOf(SMALL), trace: [...SMALL.trace].map(([name, value]) => ({ name, value })) })),
  ],
  [
    'JSON with a nested trace',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        trace: {
          pos0: { embedding: SMALL.trace.get('pos0.embedding'), layer0: { v: SMALL.trace.get('pos0.layer0.v') } },
          pos1: { layer0: { head0: { attn_weights: SMALL.trace.get('pos1.layer0.head0.attn_weights') } } },
        },
      }),
    ),
  ],
  ...(
    [
      ['grad.wte', (dict, name) => `${dict}.${name}`],
      ['grad/wte', (dict, name) => `${dict}/${name.replace('.', '/')}`],
      ['grad_wte', (dict, name) => `${dict}_${name.replace('.', '_')}`],
      ['wte.grad', (dict, name) => (dict === 'params' ? name : `${name}.${dict}`)],
      [
        'layers.0.attn_wq.weight.grad',
        (dict, name) => `${name.replace('layer0', 'layers.0')}.weight${dict === 'params' ? '' : `.${dict}`}`,
      ],
      ['exp_avg of PyTorch', (dict, name) => `${{ m: 'exp_avg', v: 'exp_avg_sq' }[dict] ?? dict}.${name}`],
    ] satisfies [string, (dict: string, name: string) => string][]
  ).map(([title, nameOf]): [string, Uint8Array] => [
    `flat names as ${title}`,
    bytesOf(JSON.stringify(flatOf(SMALL, nameOf))),
  ]),
  [
    'matrices with sizes, gradient and moments beside their numbers',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        ...Object.fromEntries(DICTS.slice(0, 4).map((dict) => [dict, undefined])),
        ...Object.fromEntries(
          SHAPES.map(([name, nout, nin]) => {
            const [data, grad, m, v] = DICTS.map((dict) => SMALL[dict]?.[name].flat());
            return [name, { nout, nin, data, grad, m, v }];
          }),
        ),
      }),
    ),
  ],
  [
    'plain lists of matrices',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        grad: Object.fromEntries(Object.entries(SMALL.grad ?? {}).map(([name, matrix]) => [name, matrix.flat()])),
        logits: SMALL.logits?.flat(),
      }),
    ),
  ],
  [
    'lists of Values with their gradients',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        grad: undefined,
        params: Object.fromEntries(
          SHAPES.map(([name]) => [
            name,
            SMALL.params?.[name].map((row, i) => row.map((data, j) => ({ data, grad: SMALL.grad?.[name][i][j] }))),
          ]),
        ),
      }),
    ),
  ],
  [
    'queries, keys and values in one',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        grad: {
          ...Object.fromEntries(Object.entries(SMALL.grad ?? {}).filter(([name]) => !/attn_w[qkv]$/.test(name))),
          'h.0.attn.c_attn': [0, 1].map((j) =>
            ['q', 'k', 'v'].flatMap((part) => SMALL.grad?.[`layer0.attn_w${part}`].map((row) => row[j])),
          ),
        },
      }),
    ),
  ],
  [
    'lists of all parameters',
    bytesOf(JSON.stringify({ ...jsonOf(SMALL), grad: Object.values(SMALL.grad ?? {}).flat(2) })),
  ],
  [
    'transposed matrices where rows and columns differ',
    bytesOf(
      JSON.stringify({
        ...jsonOf(SMALL),
        grad: Object.fromEntries(
          Object.entries(SMALL.grad ?? {}).map(([name, matrix]) => [
            name,
            matrix.length === matrix[0].length ? matrix : transposed(matrix),
          ]),
        ),
      }),
    ),
  ],
  ['text', bytesOf(textForm(SMALL))],
  ['text with one number a line', bytesOf(textForm(SMALL).replaceAll(/^(-?[\d.e-]+) (?=[\d.-])/gm, '$1\n'))],
  ['text with all numbers behind the name', bytesOf(textForm(SMALL).replaceAll(/\n(?=[-\d])/g, ' '))],
  [
    'text with brackets, commas and remarks',
    bytesOf(`# one step\n${textForm(SMALL).replaceAll(/^(-?\d.*)$/gm, '[$1],')}`),
  ],
  [
    'npz',
    await npz(
      Object.fromEntries(
        Object.entries(flat).map(([name, value]) => {
          const descr = name === 'tokens' || name === 'step' ? '<i8' : '<f8';
          return [
            name,
            {
              descr,
              shape: shapeOf(value)
                .map((length) => `${length},`)
                .join(''),
              values: listOf(value),
            },
          ];
        }),
      ),
    ),
  ],
  [
    'safetensors',
    safetensors(
      Object.fromEntries(
        Object.entries(flat).map(([name, value]) => {
          const dtype = name === 'tokens' || name === 'step' ? 'I64' : 'F64';
          return [name, { dtype, shape: shapeOf(value), values: listOf(value) }];
        }),
      ),
    ),
  ],
];
