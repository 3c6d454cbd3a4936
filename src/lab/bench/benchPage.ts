import { costFigure } from '../figures/costFigure.ts';
import { markdownTable } from '../markdownTable.ts';
import { type Aim, aim, isMet } from './aims.ts';
import { ratioText } from './alternated.ts';
import type { Benchmarks, MeasuredMachine } from './results.ts';
import { searchSection } from './searchPage.ts';

/** A file that is made from the measurements. */
export interface Made {
  readonly url: URL;
  readonly text: string;
}

const spec = (path: string) => new URL(`../../../spec/${path}`, import.meta.url);

/** The page and its figure, as they follow from spec/measured/benchmarks.json. */
export function benchFiles(benchmarks: Benchmarks): Made[] {
  return [
    { url: spec('measured/benchmarks.md'), text: page(benchmarks) },
    { url: spec('figures/cost.svg'), text: costFigure(benchmarks.cost) },
  ];
}

function page(benchmarks: Benchmarks): string {
  const { machine, phases, roofline, cost, functions, search } = benchmarks;
  return `# How fast it is

\`npm run bench\` made this page from [benchmarks.json](benchmarks.json). Two implementations are timed: the reference
([\`src/reference/\`](../../src/reference)), which is written to be read, and the engine ([\`src/engine/\`](../../src/engine)), which
computes the same without a graph. What is compared was run in turns in one sitting; a figure is the median of the rounds'
ratios, with the quartiles behind it. Ratios hold on other machines too, more or less; seconds and megabytes are those of
${described(machine)}.

## Aims

${aimTable(benchmarks)}

CPython runs the unmodified microgpt.py on names.txt, and so do the others beside it${cpythonNote(benchmarks)}. The engine, the
reference and the C port answer the same request on their standard input.

## Where the engine's process spends its time

${markdownTable(phases, [
  ['', ({ title }) => title],
  ["times the C port's whole process", ({ byC }) => ratioText(byC)],
])}

So the process is held up by its start: before a line of the engine has run, Node itself has taken more than half of what is
aimed at. The 1000 steps take less time than the C port's process; once V8 is warm, the engine is the faster of the two step for
step (see Growth).

The loops are AssemblyScript, compiled to WebAssembly, which computes two float64 at once. Against the same loops in
TypeScript (an earlier revision of this folder, measured by hand, in one sitting) the 1000 steps took 0.48 of the time in a warm
process, and 0.55 in one that had just begun: WebAssembly is compiled before its first call, where JavaScript goes through an
interpreter that boxes every number. The largest model of Growth took 2.5 times the C port's time before. Tried, and without an effect: \`--no-liftoff\`,
\`--no-wasm-lazy-compilation\`, another tiering budget, \`--always-sparkplug\`, \`--maglev\`. Not tried: fused multiply-adds, which
Node 20 has not, and the calls of the loops in WebAssembly too.

${search === undefined ? '' : `${searchSection(search)}\n`}## The limit

Multiply-adds of a step are counted from the configuration: three times those of the linear maps and of attention's products,
for they are taken once forward and twice backward. The plain loop multiplies and adds numbers from the first-level cache in
eight sums that do not wait for each other, in the same process: one at a time, in JavaScript. A block of the product is what
this core does at best in WebAssembly, 2 x 4 sums in registers, two at once. Norms, softmaxes, Adam and all that is not counted
are in the time of a step.

${markdownTable(roofline, [
  ['rate, as a share of the plain loop', ({ title }) => title],
  ['multiply-adds a step', ({ multiplyAdds }) => multiplyAdds.toLocaleString('en')],
  ['whole step', ({ step }) => ratioText(step)],
  ['its matrix product (`kernels/products.ts`)', ({ product }) => ratioText(product)],
  ['a block of the product in registers', ({ block }) => ratioText(block)],
])}

## Growth

Documents fill the block. Multiply-adds and time are multiples of those of the canonical configuration, which stands first.

${markdownTable(cost, [
  ['n_embd, n_layer, block_size', ({ n_embd, n_layer, block_size }) => `${n_embd}, ${n_layer}, ${block_size}`],
  ['parameters', ({ num_params }) => num_params.toLocaleString('en')],
  ['multiply-adds', ({ operations }) => String(operations)],
  ['time', ({ time }) => String(time)],
  ['times the C99 port', ({ byC }) => ratioText(byC)],
])}

![Parameters against the cost of a step: the time of a step grows as the count of its multiply-adds does](../figures/cost.svg)

## Parts of a step

The first canonical document, timed by tinybench in a process that has done it often: as multiples of the engine's whole step.

${markdownTable(functions, [
  ['function', ({ name }) => name],
  ['time', ({ times }) => String(times)],
  ['±', ({ margin }) => `${margin} %`],
])}
`;
}

function aimTable(benchmarks: Benchmarks): string {
  return markdownTable(withCPython(benchmarks), [
    ['work', ({ work }) => work],
    ['aim', ({ is, limit, unit }) => `${is} ${limit}${unitText(unit)}`],
    ['measured', ({ measured, unit }) => `${ratioText(measured)}${unitText(unit)}`],
    ['', (row) => (isMet(row) ? 'met' : 'missed')],
  ]);
}

/** CPython first. */
function withCPython({ aims, cpython, cost }: Benchmarks): Aim[] {
  const [first, second, ...others] = aims;
  const large = cost.at(-1);
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

function described({ cpu, cores, memoryGB, system, arch, node, v8 }: MeasuredMachine): string {
  return `${cpu}, ${cores} cores, ${memoryGB} GB, ${system} ${arch}, Node ${node} (V8 ${v8})`;
}

function cpythonNote({ cpython, machine }: Benchmarks): string {
  if (cpython === null) return '; it was not measured yet';
  const elsewhere = described(cpython.machine) === described(machine) ? '' : `, on ${described(cpython.machine)}`;
  return ` (${cpython.version}, one run${elsewhere})`;
}
