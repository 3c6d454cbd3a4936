import { readFileSync } from 'node:fs';
import { markdownTable } from '../markdownTable.ts';
import { equivalenceOf, type Mutant, type Status } from './mutant.ts';

/** How the mutants of a file fared. */
export interface FileScore {
  readonly file: string;
  readonly mutants: number;
  readonly killedByLaws: number;
  readonly killed: number;
  readonly equivalent: number;
}

/** A mutant that every check let pass. */
export interface Survivor extends Pick<Mutant, 'file' | 'line' | 'original' | 'replacement'> {
  /** Why it is no other program; null where it is one, and the suite does not see it. */
  readonly argument: string | null;
}

/** spec/measured/mutation.json. */
export interface Mutation {
  readonly schema: 1;
  readonly node: string;
  /** Mutants of the wording of errors, which no clause speaks of. */
  readonly ignored: number;
  readonly files: readonly FileScore[];
  readonly survivors: readonly Survivor[];
}

export const MUTATION_FILE = new URL('../../../spec/measured/mutation.json', import.meta.url);

/** Reads spec/measured/mutation.json. */
export function readMutation(): Mutation {
  return JSON.parse(readFileSync(MUTATION_FILE, 'utf8')) as Mutation;
}

/**
 * Counts mutants.
 *
 * @param laws - every mutant under laws alone
 * @param underAll - what became of one under every check
 */
export function mutationOf(laws: readonly Mutant[], underAll: (mutant: Mutant) => Status): Mutation {
  const counted = laws.filter(({ status }) => status !== 'ignored');
  const survivors = counted.filter((mutant) => survives(mutant, mutant.status) && survives(mutant, underAll(mutant)));
  const files = [...new Set(counted.map(({ file }) => file))].map((file): FileScore => {
    const own = counted.filter((mutant) => mutant.file === file);
    const left = survivors.filter((mutant) => mutant.file === file);
    return {
      file,
      mutants: own.length,
      killedByLaws: own.filter((mutant) => !survives(mutant, mutant.status)).length,
      killed: own.length - left.length,
      equivalent: left.filter((mutant) => equivalenceOf(mutant) !== null).length,
    };
  });
  return {
    schema: 1,
    node: process.versions.node,
    ignored: laws.length - counted.length,
    files,
    survivors: survivors
      .map((mutant) => ({
        file: mutant.file,
        line: mutant.line,
        original: mutant.original,
        replacement: mutant.replacement,
        argument: equivalenceOf(mutant)?.argument ?? null,
      }))
      .sort(byPlace),
  };
}

/** Stryker lists them in the order in which they were done. */
function byPlace(a: Survivor, b: Survivor): number {
  const text = ({ original, replacement }: Survivor) => `${original} ${replacement}`;
  return a.file.localeCompare(b.file, 'en') || a.line - b.line || text(a).localeCompare(text(b), 'en');
}

/** What runs out of time is killed, but not what computes the same: that was slow, on a machine that had other work. */
function survives(mutant: Mutant, status: Status): boolean {
  return status === 'survived' || (status === 'timeout' && equivalenceOf(mutant) !== null);
}

/** All files together. */
export function totalOf({ files }: Mutation): FileScore {
  const sum = (of: (score: FileScore) => number) => files.reduce((total, score) => total + of(score), 0);
  return {
    file: 'together',
    mutants: sum(({ mutants }) => mutants),
    killedByLaws: sum(({ killedByLaws }) => killedByLaws),
    killed: sum(({ killed }) => killed),
    equivalent: sum(({ equivalent }) => equivalent),
  };
}

/** Killed, of those that are another program, in per cent. */
export function scoreOf({ killed, mutants, equivalent }: FileScore): number {
  return (100 * killed) / (mutants - equivalent);
}

/** spec/measured/mutation.md. */
export function mutationPage(mutation: Mutation): string {
  const rows = [...mutation.files, totalOf(mutation)];
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const scores = markdownTable(rows, [
    ['file', ({ file }) => file],
    ['mutants', ({ mutants }) => String(mutants)],
    ['killed by laws', ({ killedByLaws, mutants, equivalent }) => percent(killedByLaws, mutants - equivalent)],
    ['killed by all checks', ({ killed, mutants, equivalent }) => percent(killed, mutants - equivalent)],
    ['equivalent', ({ equivalent }) => String(equivalent)],
    ['left', ({ killed, mutants, equivalent }) => String(mutants - killed - equivalent)],
  ]);
  return [INTRODUCTION(mutation), scores, '## Survivors', survivorsOf(mutation)].join('\n\n').concat('\n');
}

const INTRODUCTION = ({ ignored }: Mutation) => `# Mutation score

[StrykerJS](https://stryker-mutator.io) changes the reference in every small way that it knows: another operator, a
condition that is always true, a statement left out. The suite runs against each change, laws first and alone, then every
check. A change that the suite does not see is a mistake that a port may make unseen, or no mistake: then it is argued
below. \`npm run mutation\` made this page. ${ignored} changes of the wording of errors are left out: no clause says how an error
is worded. Per cents are of the mutants that are not equivalent.`;

function survivorsOf({ survivors }: Mutation): string {
  if (survivors.length === 0) return 'None.';
  return markdownTable(survivors, [
    ['where', ({ file, line }) => `${file}:${line}`],
    ['change', ({ original, replacement }) => `\`${oneLine(original)}\` becomes \`${oneLine(replacement)}\``],
    ['argument', ({ argument }) => argument ?? '**not seen**'],
  ]);
}

/** A cell of a Markdown table has one line, and no bar. */
function oneLine(text: string): string {
  const most = 60;
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('`', "'");
  return line.length > most ? `${line.slice(0, most)}...` : line;
}

/** The badge of the README: the score of all checks, drawn in the manner of shields.io. */
export function mutationBadge(mutation: Mutation): string {
  const value = `${Math.floor(10 * scoreOf(totalOf(mutation))) / 10} %`;
  const [left, right] = [98, 56];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="mutation score: ${value}">
<title>mutation score: ${value}</title>
<rect width="${left}" height="20" fill="#555"/><rect x="${left}" width="${right}" height="20" fill="#1a7f37"/>
<g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11" text-anchor="middle">
<text x="${left / 2}" y="14">mutation score</text><text x="${left + right / 2}" y="14">${value}</text>
</g>
</svg>
`;
}
