import { readFileSync } from 'node:fs';
import { argumentFor } from './kernels/kernelEquivalents.ts';
import type { KernelMutant, KernelSample } from './kernels/kernelRecord.ts';
import { equivalenceOf, type Mutant, type Status } from './mutant.ts';
import { MUTATED_PROGRAMS, type MutatedProgram } from './mutatedPrograms.ts';

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

/** How the mutants of a program fared. */
export interface Mutation {
  readonly node: string;
  /** Mutants of the wording of errors, which no clause speaks of. */
  readonly ignored: number;
  readonly files: readonly FileScore[];
  readonly survivors: readonly Survivor[];
}

/** spec/measured/mutation.json: lists of records with the name of their program, so that each has a line of its own. */
export interface MutationRecord {
  readonly schema: 2;
  readonly programs: readonly Named<Pick<Mutation, 'node' | 'ignored'>>[];
  readonly files: readonly Named<FileScore>[];
  readonly survivors: readonly Named<Survivor>[];
  readonly kernels: KernelSample;
  readonly kernelMutants: readonly KernelMutant[];
}

type Named<T> = T & { readonly program: MutatedProgram };

export const MUTATION_FILE = new URL('../../../spec/measured/mutation.json', import.meta.url);

/** Reads spec/measured/mutation.json. */
export function readMutation(): MutationRecord {
  return JSON.parse(readFileSync(MUTATION_FILE, 'utf8')) as MutationRecord;
}

/** What the record says of a program. */
export function mutationIn(record: MutationRecord, program: MutatedProgram): Mutation {
  const own = <T>(entries: readonly Named<T>[]) => entries.filter((entry) => entry.program === program);
  const [{ node, ignored }] = own(record.programs);
  return { node, ignored, files: own(record.files), survivors: own(record.survivors) };
}

/** The record with another measurement of a program. */
export function withMutation(record: MutationRecord, program: MutatedProgram, mutation: Mutation): MutationRecord {
  const { node, ignored, files, survivors } = mutation;
  const renewed = <T extends object>(entries: readonly Named<T>[], own: readonly T[]): Named<T>[] =>
    MUTATED_PROGRAMS.flatMap((name) =>
      name === program
        ? own.map((entry) => ({ program, ...entry }))
        : entries.filter((entry) => entry.program === name),
    );
  return {
    ...record,
    programs: renewed(record.programs, [{ node, ignored }]),
    files: renewed(record.files, files),
    survivors: renewed(record.survivors, survivors),
  };
}

/** The record with the arguments as they are written now: they need no new measurement. */
export function argued(record: MutationRecord): MutationRecord {
  const survivors = record.survivors.map((survivor) => ({
    ...survivor,
    argument: equivalenceOf(survivor.program, survivor)?.argument ?? null,
  }));
  const isArgued = ({ program, file }: Named<FileScore>, other: Named<Survivor>) =>
    other.program === program && other.file === file && other.argument !== null;
  return {
    ...record,
    files: record.files.map((score) => ({
      ...score,
      equivalent: survivors.filter((survivor) => isArgued(score, survivor)).length,
    })),
    survivors,
    kernelMutants: record.kernelMutants.map((mutant) => ({
      ...mutant,
      argument: mutant.killer === null ? argumentFor(mutant) : null,
    })),
  };
}

/**
 * Counts mutants.
 *
 * @param program - whose they are
 * @param laws - every mutant under laws alone
 * @param underAll - what became of one under every check
 */
export function mutationOf(
  program: MutatedProgram,
  laws: readonly Mutant[],
  underAll: (mutant: Mutant) => Status,
): Mutation {
  // What runs out of time is killed, but not what computes the same: that was slow, on a machine that had other work.
  const survives = (mutant: Mutant, status: Status) =>
    status === 'survived' || (status === 'timeout' && equivalenceOf(program, mutant) !== null);
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
      equivalent: left.filter((mutant) => equivalenceOf(program, mutant) !== null).length,
    };
  });
  return {
    node: process.versions.node,
    ignored: laws.length - counted.length,
    files,
    survivors: survivors
      .map((mutant) => ({
        file: mutant.file,
        line: mutant.line,
        original: mutant.original,
        replacement: mutant.replacement,
        argument: equivalenceOf(program, mutant)?.argument ?? null,
      }))
      .sort(byPlace),
  };
}

/** Stryker lists them in the order in which they were done. */
function byPlace(a: Survivor, b: Survivor): number {
  const text = ({ original, replacement }: Survivor) => `${original} ${replacement}`;
  return a.file.localeCompare(b.file, 'en') || a.line - b.line || text(a).localeCompare(text(b), 'en');
}

/** All files together. */
export function totalOf({ files }: Pick<Mutation, 'files'>): FileScore {
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
