import { markdownTable } from '../markdownTable.ts';
import type { KernelMutant } from './kernels/kernelRecord.ts';
import { MUTATED, MUTATED_PROGRAMS, type MutatedProgram } from './mutatedPrograms.ts';
import {
  type FileScore,
  type Mutation,
  type MutationRecord,
  mutationIn,
  type Survivor,
  scoreOf,
  totalOf,
} from './mutationReport.ts';

/** spec/measured/mutation.md. */
export function mutationPage(record: MutationRecord): string {
  const programs = MUTATED_PROGRAMS.map((program) => ({ ...MUTATED[program], mutation: mutationIn(record, program) }));
  return [
    INTRODUCTION,
    summary(record),
    ...programs.flatMap(({ title, folder, mutation }) => [
      `## ${title}`,
      `[\`${folder}/\`](../../${folder}). ${mutation.ignored} changes of the wording of errors are left out.`,
      scores(mutation),
      `### Survivors of ${title.toLowerCase()}`,
      survivorsOf(mutation.survivors),
    ]),
    '## The kernels',
    kernels(record),
    '### Survivors of the kernels',
    kernelSurvivors(record.kernelMutants),
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = `# Mutation score

[StrykerJS](https://stryker-mutator.io) changes a program in every small way that it knows: another operator, a condition that
is always true, a statement left out. The suite runs against each change, laws first and alone, then every check. A change
that the suite does not see is a mistake that a port may make unseen, or no mistake: then it is argued below. Two programs are
changed. The suite was written beside the reference; the engine is other code for the same clauses, matrices and gradients derived
by hand in place of a graph, so that its score tells what the suite owes to the reference's form. It is put to the suite in
double precision, and what survives there in single. \`npm run mutation\` made this page. How an error is worded is left out,
for no clause says it. Per cents are of the mutants that are not equivalent.`;

const percent = (part: number, whole: number) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);

/** Programs side by side. */
function summary(record: MutationRecord): string {
  const rows = [
    ...MUTATED_PROGRAMS.map((program) => ({ ...totalOf(mutationIn(record, program)), file: MUTATED[program].title })),
    { ...kernelScore(record.kernelMutants), file: "The engine's kernels, a sample" },
  ];
  return scoreTable(rows, 'program');
}

function scores(mutation: Mutation): string {
  return scoreTable([...mutation.files, totalOf(mutation)], 'file');
}

function scoreTable(rows: readonly FileScore[], first: string): string {
  return markdownTable(rows, [
    [first, ({ file }) => file],
    ['mutants', ({ mutants }) => String(mutants)],
    ['killed by laws', ({ killedByLaws, mutants, equivalent }) => percent(killedByLaws, mutants - equivalent)],
    ['killed by all checks', ({ killed, mutants, equivalent }) => percent(killed, mutants - equivalent)],
    ['equivalent', ({ equivalent }) => String(equivalent)],
    ['left', ({ killed, mutants, equivalent }) => String(mutants - killed - equivalent)],
  ]);
}

function kernelScore(mutants: readonly KernelMutant[]): FileScore {
  return {
    file: 'together',
    mutants: mutants.length,
    killedByLaws: mutants.filter(({ killedByLaws }) => killedByLaws).length,
    killed: mutants.filter(({ killer }) => killer !== null).length,
    equivalent: mutants.filter(({ argument }) => argument !== null).length,
  };
}

function kernels({ kernels: { seed, changes, redrawn }, kernelMutants }: MutationRecord): string {
  const files = [...new Set(kernelMutants.map(({ file }) => file))];
  const rows = files.map((file) => ({ ...kernelScore(kernelMutants.filter((mutant) => mutant.file === file)), file }));
  return `[\`src/engine/kernels/\`](../../src/engine/kernels), where the engine's arithmetic is, is AssemblyScript, which Stryker does not
change. An own script does: another operator, a number one more or less, an address one number off, a store left out.
Of ${changes} such changes ${kernelMutants.length} were drawn with the seed ${seed}; ${redrawn} more were drawn and laid aside, for they do not compile,
or compile to the same code. Each is put to the suite as the engine is. A loop that a change has made endless fails.

${scoreTable([...rows, kernelScore(kernelMutants)], 'file')}`;
}

function survivorsOf(survivors: readonly Survivor[]): string {
  if (survivors.length === 0) return 'None.';
  return markdownTable(survivors, [
    ['where', ({ file, line }) => `${file}:${line}`],
    ['change', ({ original, replacement }) => `\`${oneLine(original)}\` becomes \`${oneLine(replacement)}\``],
    ['argument', ({ argument }) => argument ?? '**not seen**'],
  ]);
}

function kernelSurvivors(mutants: readonly KernelMutant[]): string {
  const survivors = mutants.filter(({ killer }) => killer === null);
  return survivorsOf(survivors.map((mutant) => ({ ...mutant, replacement: mutant.replacement || 'nothing' })));
}

/** A cell of a Markdown table has one line, and no bar. */
function oneLine(text: string): string {
  const most = 60;
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");
  return line.length > most ? `${line.slice(0, most)}...` : line;
}

/** A badge of the README: the score of all checks, drawn in the manner of shields.io. */
export function mutationBadge(record: MutationRecord, program: MutatedProgram): string {
  const value = `${Math.floor(10 * scoreOf(totalOf(mutationIn(record, program)))) / 10} %`;
  const name = `mutation score, ${program}`;
  const [left, right] = [160, 56];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${name}: ${value}">
<title>${name}: ${value}</title>
<rect width="${left}" height="20" fill="#555"/><rect x="${left}" width="${right}" height="20" fill="#1a7f37"/>
<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">
<text x="${left / 2}" y="14">${name}</text><text x="${left + right / 2}" y="14">${value}</text>
</g>
</svg>
`;
}
