import { table } from '../measure/tables.ts';
import { type Aim, aim, isMet } from './aims.ts';
import { growthFigure } from './growthFigure.ts';
import type { Machine } from './machine.ts';
import type { Benchmarks } from './results.ts';
import type { Ratio } from './turns.ts';

/** A file that is made from the measurements. */
export interface Made {
  readonly url: URL;
  readonly text: string;
}

const spec = (path: string) => new URL(`../../spec/${path}`, import.meta.url);

/** The page and its figure, as they follow from spec/benchmarks.json. */
export function madeFiles(benchmarks: Benchmarks): Made[] {
  return [
    { url: spec('benchmarks.md'), text: page(benchmarks) },
    { url: spec('figures/cost.svg'), text: growthFigure(benchmarks.growth) },
  ];
}

function page(benchmarks: Benchmarks): string {
  const { machine, roofline, growth, functions } = benchmarks;
  return `# How fast it is

\`npm run bench\` made this page from [benchmarks.json](benchmarks.json). Two implementations are timed: the reference
([\`src/reference/\`](../src/reference)), which is written to be read, and the engine ([\`src/engine/\`](../src/engine)), which
computes the same without a graph. What is compared was run in turns in one sitting; a figure is the median of the rounds'
ratios, with the quartiles behind it. Ratios hold on other machines too, more or less; seconds and megabytes are those of
${described(machine)}.

## Aims

${aimTable(benchmarks)}

A process starts, reads its input, trains 1000 steps and ends; so of the engine's time a large part is Node's start and the
compilation of what has just been loaded. CPython runs the unmodified microgpt.py on names.txt, and so do the others
beside it${cpythonNote(benchmarks)}.

## Why aims are missed

Those of whole processes are missed to start and warm-up, not to arithmetic. Of the processor time of the engine's process,
all threads together, a quarter is Node's own start, a fifth the 1000 steps once they are compiled, and most of the rest
V8: it runs the first ten steps in its interpreter, boxing every number, and compiles some 25 functions beside it. The C port
has none of this, and is done before Node has started. Tried, and without an effect: \`--always-sparkplug\`, \`--maglev\`, a
smaller interrupt budget, feedback from the first call. With one: a product of its own for the weights' gradient in place of a
transposition, one kind of array for all matrices (no function is optimized twice), loops in small functions (the outer
ones are not compiled at all). Not tried: the products in WebAssembly, which needs no warming up and has two lanes.

In seconds, they depend on how busy the machine is: \`run\` and the search for mistakes run the reference and its changed copies,
bit for bit as microgpt.py computes, and not the engine.

## The limit

Multiply-adds of a step are counted from the configuration: three times those of the linear maps and of attention's products,
for they are taken once forward and twice backward. The plain loop multiplies and adds numbers from the first-level cache in
eight sums that do not wait for each other, in the same process. Norms, softmaxes, Adam and all that is not counted
are in the time of a step.

${table(roofline, [
  ['rate, as a share of the plain loop', ({ title }) => title],
  ['multiply-adds a step', ({ multiplyAdds }) => multiplyAdds.toLocaleString('en')],
  ['whole step', ({ step }) => ratioText(step)],
  ['its matrix product (`kernels/products.ts`)', ({ product }) => ratioText(product)],
  ['a block of the product in registers', ({ block }) => ratioText(block)],
])}

## Growth

Documents fill the block. Multiply-adds and time are multiples of those of the canonical configuration, which stands first.

${table(growth, [
  ['n_embd, n_layer, block_size', ({ n_embd, n_layer, block_size }) => `${n_embd}, ${n_layer}, ${block_size}`],
  ['parameters', ({ num_params }) => num_params.toLocaleString('en')],
  ['multiply-adds', ({ operations }) => String(operations)],
  ['time', ({ time }) => String(time)],
  ['times the C99 port', ({ byC }) => ratioText(byC)],
])}

![Parameters against the cost of a step: the time of a step grows as the count of its multiply-adds does](figures/cost.svg)

## Parts of a step

The first canonical document, timed by tinybench in a process that has done it often: as multiples of the engine's whole step.

${table(functions, [
  ['function', ({ name }) => name],
  ['time', ({ times }) => String(times)],
  ['±', ({ margin }) => `${margin} %`],
])}
`;
}

function aimTable(benchmarks: Benchmarks): string {
  return table(withCPython(benchmarks), [
    ['work', ({ work }) => work],
    ['aim', ({ is, limit, unit }) => `${is} ${limit}${unitText(unit)}`],
    ['measured', ({ measured, unit }) => `${ratioText(measured)}${unitText(unit)}`],
    ['', (row) => (isMet(row) ? 'met' : 'missed')],
  ]);
}

/** The order: CPython first. */
function withCPython({ aims, cpython, growth }: Benchmarks): Aim[] {
  const [first, second, ...others] = aims;
  const large = growth.at(-1);
  return [
    ...(cpython
      ? [
          aim(
            'engine-cpython',
            'canonical 1000 steps, engine: times as fast as CPython',
            700,
            'at least',
            'times',
            cpython.engine,
          ),
        ]
      : []),
    first,
    second,
    ...(cpython
      ? [aim('reference-cpython', 'reference: times as fast as CPython', 130, 'at least', 'times', cpython.reference)]
      : []),
    ...(large
      ? [
          aim(
            'large-c',
            `n_embd 64, n_layer 4, block 64, engine: times the time of the C99 port`,
            4,
            'at most',
            'times',
            large.byC,
          ),
        ]
      : []),
    ...others,
  ];
}

function unitText(unit: Aim['unit']): string {
  return unit === 'times' ? '' : ` ${unit}`;
}

function ratioText({ median, low, high }: Ratio): string {
  return low === high ? String(median) : `${median} (${low} to ${high})`;
}

function described({ cpu, cores, memoryGB, platform, node, v8 }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGB} GB, ${platform}, Node ${node} (V8 ${v8})`;
}

function cpythonNote({ cpython, machine }: Benchmarks): string {
  if (cpython === null) return '; it was not measured yet';
  const elsewhere = described(cpython.machine) === described(machine) ? '' : `, on ${described(cpython.machine)}`;
  return ` (${cpython.version}, one run${elsewhere})`;
}
