import type { Finding } from './findings.ts';
import { isWrong, type StageResult } from './stageResult.ts';

/** What Adam has wrong in every matrix alike is one thing. */
export function ofAllMatrices(findings: readonly Finding[], stages: readonly StageResult[]): Finding[] {
  const kindOf = ({ part, name }: StageResult) => (part === 'adam' ? name.split('.')[0] : null);
  const wholeOf = (kind: string): string | null => {
    const own = stages.filter((stage) => kindOf(stage) === kind);
    const judged = own.filter(({ status }) => status !== 'not judged');
    if (judged.length < 2 || !judged.every(({ status }) => isWrong(status))) return null;
    return `${kind} of every matrix${judged.length < own.length ? ' that could be judged' : ''}`;
  };
  const told = new Set<string>();
  return findings.flatMap((finding) => {
    const kind = kindOf(finding.stage);
    const shownBy = kind === null ? null : wholeOf(kind);
    if (kind === null || shownBy === null) return [finding];
    if (told.has(kind)) return [];
    told.add(kind);
    return [{ ...finding, shownBy }];
  });
}
