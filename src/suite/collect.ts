import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { LibmAccuracy } from '../libm/probe.ts';
import type { CheckResult, CheckStatus, RunResult } from '../report/result.ts';
import type { Taken } from './meta.ts';

/** A check as it ran, with the clause it names. */
export interface CollectedCheck extends CheckResult {
  readonly clause: string;
  /** How it ended for each, where several ports took turns. */
  readonly turns?: Readonly<Record<string, Taken>>;
}

/** What a run of vitest left behind. */
export interface Collected {
  readonly checks: readonly CollectedCheck[];
  /** Faults outside any check: a file that does not load, an unhandled rejection. */
  readonly faults: readonly string[];
  /** Who was asked; null where no check was registered. */
  readonly port: RunResult['port'] | null;
  /** Its mathematical library, as far as it was asked. */
  readonly libm: readonly LibmAccuracy[];
}

/** A vitest reporter that keeps what the suite's own result is made from, and prints nothing. */
export class CheckCollector implements Reporter {
  collected: Collected = { checks: [], faults: [], port: null, libm: [] };
  readonly #onCheck: () => void;

  /** @param onCheck - called as each check ends, for a progress line */
  constructor(onCheck: () => void) {
    this.#onCheck = onCheck;
  }

  onTestCaseResult(): void {
    this.#onCheck();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const moduleFaults = modules.flatMap((module) =>
      module.errors().map(({ message }) => `${module.moduleId}: ${message}`),
    );
    this.collected = {
      checks: tests.map(checkOf),
      port: tests[0]?.meta().port ?? null,
      libm: tests.flatMap((test) => test.meta().libm ?? []),
      faults: [...moduleFaults, ...unhandled.map(({ message }) => message)],
    };
  }
}

function checkOf(testCase: TestCase): CollectedCheck {
  const { check, closest, turns } = testCase.meta();
  if (!check) throw new Error(`SUITE: the test "${testCase.name}" was not registered as a check of a clause`);
  const status = statusOf(testCase);
  const failure = testCase
    .result()
    .errors?.map(({ message }) => message)
    .join('\n');
  return {
    clause: check.clause,
    title: testCase.name,
    kind: check.kind,
    ops: check.ops,
    status,
    ...(closest ? { closest } : {}),
    ...(turns ? { turns } : {}),
    ...(status === 'failed' ? { counterexample: failure ?? 'the check did not finish' } : {}),
  };
}

function statusOf(testCase: TestCase): CheckStatus {
  switch (testCase.result().state) {
    case 'passed':
      return 'held';
    case 'skipped':
      return testCase.meta().notRun ?? 'failed';
    default:
      return 'failed';
  }
}
