import { canonicalLosses, canonicalSamples } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { readSpec } from '../spec/clauses.ts';
import type { CheckResult, ClauseResult, RunResult } from './result.ts';

/** What a port may say that no page may take for more than text: elements, attributes, directions, control characters. */
export const HOSTILE =
  '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>`|\u202egnp.exe\u0000\u001b[31m\ud800&amp;';

/** The result of a port that conforms in every clause, for the tests of reports. */
export function conformingResult(): RunResult {
  const golden = openGolden();
  return {
    schema: 2,
    suite: '0.1.0',
    revision: 1,
    golden: '0'.repeat(64),
    port: { name: 'mine', lang: 'Zig', version: '1.0', dtype: 'f64', command: './adapter' },
    seed: 42,
    runs: 100,
    core: false,
    machine: { system: 'linux', arch: 'x64', cpu: 'AMD EPYC', cores: 2, node: '20.19.0', v8: '11.3' },
    milliseconds: 12000,
    verdict: 'conforms',
    chapters: SPEC_CHAPTERS,
    problems: [],
    libm: [{ function: 'exp x', count: 2000, misrounded: 204, maxUlps: 1 }],
    canonical: { losses: canonicalLosses(golden), samples: canonicalSamples(golden).map(({ name }) => name) },
    clauses: readSpec().map(({ id, chapter, title }) => clauseWith(id, chapter, title, [check(id, 'held')])),
  };
}

/** The same of one chapter alone. */
export function chapterResult(chapter: ClauseResult['chapter']): RunResult {
  const result = conformingResult();
  return { ...result, chapters: [chapter], clauses: result.clauses.filter((clause) => clause.chapter === chapter) };
}

/** The result of a port that claims the first clauses, and none of the others. */
export function claiming(count: number): RunResult {
  const result = conformingResult();
  const unclaimed = (clause: ClauseResult): ClauseResult => ({
    ...clause,
    status: 'not-claimed',
    checks: clause.checks.map((one) => ({ ...one, status: 'not-claimed', reason: 'the port does not claim random' })),
  });
  return {
    ...result,
    verdict: 'conforms in what it claims',
    canonical: { losses: null, samples: null },
    clauses: result.clauses.map((clause, i) => (i < count ? clause : unclaimed(clause))),
  };
}

/** The same, but that some clauses failed with these messages, and the losses from a step on are others. */
export function failingResult(messages: readonly string[], step = 500): RunResult {
  const { clauses, canonical, ...result } = conformingResult();
  return {
    ...result,
    verdict: 'does not conform',
    canonical: {
      losses: canonicalLosses(openGolden()).map((loss, i) => (i + 1 < step ? loss : loss + 1e-3 * Math.sin(i))),
      samples: ['kamon', HOSTILE],
    },
    clauses: clauses.map((clause, i) =>
      i < messages.length
        ? clauseWith(clause.id, clause.chapter, clause.title, [check(clause.id, 'failed', messages[i])])
        : clause,
    ),
  };
}

/** The result of a port of which edge checks of the first clauses failed, and nothing else. */
export function failingAtEdge(count: number): RunResult {
  const result = conformingResult();
  const failing = (clause: ClauseResult): ClauseResult => ({
    ...clause,
    status: 'failed-at-edge',
    checks: [...clause.checks, { ...check(`${clause.id} at the edge`, 'failed', 'expected an error'), reach: 'edge' }],
  });
  return {
    ...result,
    verdict: 'conforms in core',
    clauses: result.clauses.map((clause, i) => (i < count ? failing(clause) : clause)),
  };
}

/** The same with another port. */
export function named(result: RunResult, name: string, lang = 'Zig'): RunResult {
  return { ...result, port: { ...result.port, name, lang } };
}

/** A result with as many failed checks. */
export function withFailures(count: number): RunResult {
  const result = conformingResult();
  const [first] = result.clauses;
  const checks = Array.from({ length: count }, (_, i) => check(`${first.id} number ${i}`, 'failed', `message ${i}`));
  return {
    ...result,
    verdict: 'does not conform',
    clauses: [clauseWith(first.id, SPEC_CHAPTERS[0], first.title, checks), ...result.clauses.slice(1)],
  };
}

function clauseWith(
  id: string,
  chapter: ClauseResult['chapter'],
  title: string,
  checks: readonly CheckResult[],
): ClauseResult {
  const status = checks.some((one) => one.status === 'failed') ? 'failed' : 'held';
  return { id, chapter, title, status, milliseconds: 1, checks };
}

function check(title: string, status: 'held' | 'failed', counterexample?: string): CheckResult {
  const statement = title.includes(' ') ? title : `${title} what it says`;
  const base: CheckResult = { title: statement, kind: 'law', reach: 'core', ops: ['random'], status, milliseconds: 1 };
  return counterexample === undefined ? base : { ...base, counterexample };
}
