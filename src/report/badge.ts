import type { RunResult } from './result.ts';

/** What https://shields.io/endpoint takes. */
export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'green' | 'red';
}

/**
 * A badge that says what was checked, not how much of it passed: `f64 · 142/142 clauses · 1000 steps`.
 *
 * @param result - of a run
 * @param total - clauses of its revision, which a run of some chapters does not have all
 * @returns brightgreen where every clause held, green where the port conforms as far as it claims
 */
export function badge({ clauses, port, verdict, canonical }: RunResult, total: number): Badge {
  const count = (status: string) => clauses.filter((clause) => clause.status === status).length;
  const [held, failed, expected] = [count('held'), count('failed'), count('expected-failure')];
  const parts = [
    port.dtype,
    `${held}/${Math.max(total, clauses.length)} clauses`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(expected > 0 ? [`${expected} expected to fail`] : []),
    ...(canonical.losses === null ? [] : [`${canonical.losses.length} steps`]),
  ];
  const color = held >= total ? 'brightgreen' : 'green';
  return {
    schemaVersion: 1,
    label: 'microgpt-spec',
    message: parts.join(' · '),
    color: verdict === 'conforms' ? color : 'red',
  };
}
