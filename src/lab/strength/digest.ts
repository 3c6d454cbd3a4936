import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAPTERS, type Chapter } from '../../port/ops.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';

/**
 * What a figure depends on, beside the deviation: the checks of a chapter; how all checks are made, and the reference;
 * what the variants and impostors are.
 */
export type Ground = Chapter | 'shared' | 'subjects';

const known = new Map<Ground, string>();

/** SHA-256, shortened, of the files that a ground consists of. */
export function digestOf(ground: Ground): string {
  const digest = known.get(ground) ?? hashed(filesOf(ground));
  known.set(ground, digest);
  return digest;
}

/** The digests that a committed figure belongs to. */
export function digests(): Readonly<Record<string, string>> {
  return Object.fromEntries((['shared', 'subjects', ...CHAPTERS] as const).map((part) => [part, digestOf(part)]));
}

/** What the mutation score depends on: the reference, and every check. */
export function mutationDigest(): string {
  return hashed((['shared', ...CHAPTERS] as const).flatMap(filesOf));
}

const SHARED = ['mismatch', 'ops', 'precision', 'reference', 'tape'].map((file) => `src/port/${file}.ts`);

const SUBJECTS = [
  ...['configurations.ts', 'correctVariants.ts', 'forms.ts', 'impostor.mjs'].map((file) => `src/lab/strength/${file}`),
  ...['fma', 'libm', 'variants'].map((file) => `src/lab/numerics/${file}.ts`),
  'src/deviations/float32.ts',
  'src/deviations/deviantPort.ts',
];

const DIGITS = 16;

function filesOf(ground: Ground): string[] {
  if (ground === 'shared') return [...SHARED, ...filesIn('properties/harness'), ...filesIn('src/reference')];
  return ground === 'subjects' ? SUBJECTS : filesOfChapter(ground);
}

function filesOfChapter(chapter: Chapter): string[] {
  const properties = readdirSync(join(PACKAGE_ROOT, 'properties'));
  return [
    ...properties.filter((file) => file.startsWith(`${chapter}.`)).map((file) => `properties/${file}`),
    `spec/${chapter}.md`,
    `golden/vectors/${chapter}.jsonl`,
  ];
}

function filesIn(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`);
}

/** The digest of files by name and content, comments of programs left out, in the order of their names. */
function hashed(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files.toSorted()) {
    hash.update(`${file}\0`);
    hash.update(withoutComments(file, readFileSync(join(PACKAGE_ROOT, file), 'utf8')));
  }
  return hash.digest('hex').slice(0, DIGITS);
}

/** Lines that are nothing but a comment change no result. */
function withoutComments(file: string, text: string): string {
  const lines = text.split('\n');
  return file.endsWith('.ts') ? lines.filter((line) => !/^\s*(\/\/|\/\*\*|\*)/.test(line)).join('\n') : text;
}
