import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Chapter } from '../../port/ops.ts';
import type { CheckResult } from '../../report/result.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { digestOf, type Ground } from './digest.ts';
import type { Subject } from './subjects.ts';

/** Results of earlier sweeps, so that a change of one chapter's checks puts only these to every subject again. */
const FOLDER = join(PACKAGE_ROOT, '.strength');

/** A check, as it ended for a subject. */
export type SweptCheck = Pick<CheckResult, 'title' | 'kind' | 'ops' | 'status' | 'closest'> & {
  readonly clause: string;
};

/** Checks by the name of the subject. */
export type BySubject = Readonly<Record<string, readonly SweptCheck[]>>;

/** What a sweep of some subjects gave in a chapter; null where the checks, the subjects or the reference were others. */
export function recall(chapter: Chapter, subjects: readonly Subject[]): BySubject | null {
  const file = fileOf(chapter, subjects);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Keeps it, whole or not at all. */
export function remember(chapter: Chapter, subjects: readonly Subject[], checks: BySubject): void {
  mkdirSync(FOLDER, { recursive: true });
  const file = fileOf(chapter, subjects);
  writeFileSync(`${file}.part`, JSON.stringify(checks));
  renameSync(`${file}.part`, file);
}

function fileOf(chapter: Chapter, subjects: readonly Subject[]): string {
  const grounds: readonly Ground[] = [chapter, 'shared', 'subjects'];
  const key = JSON.stringify([
    subjects.map((subject) => [subject, CATALOGUE.find(({ id }) => subject.kind === 'deviation' && id === subject.id)]),
    grounds.map(digestOf),
  ]);
  return join(FOLDER, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}
