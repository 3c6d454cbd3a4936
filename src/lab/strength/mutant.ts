import { basename } from 'node:path';
import { EQUIVALENT, type Equivalent } from './equivalents.ts';
import type { MutatedProgram } from './mutatedPrograms.ts';

/** A change that Stryker made to a program, and what became of it. */
export interface Mutant {
  /** `autograd.ts`, of the program's folder. */
  readonly file: string;
  readonly line: number;
  /** The text that was replaced. */
  readonly original: string;
  readonly replacement: string;
  readonly mutator: string;
  readonly status: Status;
  /** `line:column-line:column`, as Stryker is told what to mutate: lines are counted from 1, columns from 0. */
  readonly range: string;
}

/** `timeout` where it ran on beyond all bounds; ignored where it changes the wording of an error alone. */
export type Status = 'killed' | 'timeout' | 'survived' | 'ignored';

/** The part of Stryker's report (mutation-testing-report-schema) that is read. */
interface StrykerReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly StrykerMutant[] }>>;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface StrykerMutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

const STATUSES: Readonly<Record<string, Status>> = {
  Killed: 'killed',
  Timeout: 'timeout',
  RuntimeError: 'killed',
  Survived: 'survived',
  NoCoverage: 'survived',
  Ignored: 'ignored',
};

/**
 * Reads Stryker's JSON report.
 *
 * @throws Error where a mutant has a status that is none of Stryker's final ones
 */
export function mutantsOf(text: string): Mutant[] {
  const { files }: StrykerReport = JSON.parse(text);
  return Object.entries(files).flatMap(([path, { source, mutants }]) =>
    mutants.map(({ status, mutatorName, replacement = '', location: { start, end } }) => {
      const known = STATUSES[status];
      if (known === undefined)
        throw new Error(`mutation: a mutant of ${path} is ${status}; run npm run mutation again`);
      return {
        file: basename(path),
        line: start.line,
        original: textBetween(source, start, end),
        replacement,
        mutator: mutatorName,
        status: known,
        range: `${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
      };
    }),
  );
}

/** A report without those mutants that survived. */
export function withoutSurvivors(text: string): string {
  const report: StrykerReport = JSON.parse(text);
  const files = Object.entries(report.files).map(([path, file]) => [
    path,
    { ...file, mutants: file.mutants.filter(({ status }) => STATUSES[status] !== 'survived') },
  ]);
  return JSON.stringify({ ...report, files: Object.fromEntries(files) });
}

function textBetween(source: string, start: Position, end: Position): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}

/** Whether two reports speak of the same change. */
export function sameMutant(a: Mutant, b: Mutant): boolean {
  return a.file === b.file && a.range === b.range && a.mutator === b.mutator && a.replacement === b.replacement;
}

/** The argument for a mutant that computes the same as the program does; null where there is none. */
export function equivalenceOf(
  program: MutatedProgram,
  mutant: Pick<Mutant, 'file' | 'original' | 'replacement'>,
): Equivalent | null {
  return EQUIVALENT[program].find((equivalent) => isAbout(equivalent, mutant)) ?? null;
}

/** Whether an argument, or a gap, is about a mutant. */
export function isAbout(
  { file, original, replacement }: Omit<Equivalent, 'argument'>,
  mutant: Pick<Mutant, 'file' | 'original' | 'replacement'>,
): boolean {
  const isText = /^[{`(]/.test(original) ? mutant.original.startsWith(original) : mutant.original === original;
  return file === mutant.file && isText && replacement === mutant.replacement;
}
