import type { RunResult } from './result.ts';
import { claimedOf, exactly, isOfClaims, isOfCore, scopeText, standing } from './verdict.ts';

/** What https://shields.io/endpoint takes. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'green' | 'blue' | 'yellow' | 'red';
}

/**
 * A badge that says what was checked, not how much of it passed: `f64 · 142/142 clauses · 1000 steps`, and of a port that
 * leaves clauses out `f64 · 15/142 claimed`; of one that fails at the edge alone `f64 · 142/142 clauses in core`.
 *
 * @param result - of a run
 * @param total - clauses of its revision, which a run of some chapters does not have all
 * @returns brightgreen where every clause held, green where some do not apply to the port, blue where a part was asked
 */
export function badge(result: RunResult, total: number): Badge {
  const { clauses, port, canonical } = result;
  const [shown, scope] = [standing(result), scopeText(result)];
  const count = (status: string) => clauses.filter((clause) => clause.status === status).length;
  const [held, failed, atEdge, expected] = [
    count('held'),
    count('failed'),
    count('failed-at-edge'),
    count('expected-failure'),
  ];
  const all = Math.max(total, clauses.length);
  const core = isOfCore(result.verdict) ? ' in core' : '';
  const parts = [
    port.dtype,
    isOfClaims(result.verdict)
      ? `${claimedOf(clauses)}/${all} claimed${core}`
      : `${held + (core === '' ? 0 : atEdge)}/${all} clauses${core}`,
    ...(scope === '' ? [] : [scope]),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(expected > 0 ? [`${expected} expected to fail`] : []),
    ...(canonical.losses === null ? [] : [`${canonical.losses.length} steps`]),
    ...(result.verdict === 'does not conform' ? [] : exactly(result)),
  ];
  const colors = { good: held >= total ? 'brightgreen' : 'green', part: 'blue', bad: 'red' } as const;
  return {
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: parts.join(' · '),
    color: colors[shown],
  };
}
