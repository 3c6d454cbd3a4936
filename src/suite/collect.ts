import type { Reporter, TestCase, TestModule } from 'vitest/node';
import type { LibmAccuracy } from '../libm/probe.ts';
import type { PortIdentity } from '../report/identity.ts';
import type { CheckResult, CheckStatus, ExactRun, LibmResult } from '../report/result.ts';
import type { Taken, Witnessed } from './meta.ts';

/** A check as it ran, with the clause it names. */
export interface CollectedCheck extends CheckResult {
  readonly clause: string;
  /** The file that registered it. */
  readonly file: string;
  /** Whether it draws its inputs. */
  readonly draws: boolean;
  /** How it ended for each, where several ports took turns. */
  readonly turns?: Readonly<Record<string, Taken>>;
}

/** What a run of vitest left behind. */
export interface Collected {
  readonly checks: readonly CollectedCheck[];
  /** Titles of checks that did not begin before the time was up. */
  readonly late: readonly string[];
  /** Requests that all checks made. */
  readonly requests: number;
  /** Faults outside any check: a file that does not load, an unhandled rejection. */
  readonly faults: readonly string[];
  /** Who was asked; null where no check was registered. */
  readonly port: PortIdentity | null;
  /** Its mathematical library, as far as it was asked. */
  readonly libm: readonly LibmResult[];
  /** What it trained and sampled where golden runs were due, by the title of the check. */
  readonly witnessed: ReadonlyMap<string, Witnessed>;
  /** A run that it repeated bit for bit on its own library; null where none was. */
  readonly exact: ExactRun | null;
}

const NONE: Collected = {
  checks: [],
  late: [],
  requests: 0,
  faults: [],
  port: null,
  libm: [],
  witnessed: new Map(),
  exact: null,
};
/** Begins a fault of whoever called the suite. */
export const CALL = 'CALL:';
/** Parts of a millisecond that are kept. */
const TENTHS = 10;

/** A vitest reporter that keeps what the suite's own result is made from, and prints nothing. */
export class CheckCollector implements Reporter {
  collected: Collected = NONE;
  readonly #onCheck: () => void;
  readonly #only: ReadonlySet<string> | null;
  readonly #onFiles: (soFar: Collected, files: readonly string[]) => void;
  readonly #ended: TestModule[] = [];

  /**
   * @param onCheck - called as each check ends, for a progress line
   * @param only - titles of the checks that were asked for; all if they are not given
   * @param onFiles - called as a file ends, with what all have done that ended so far, and with their names
   */
  constructor(
    onCheck: () => void,
    only?: readonly string[],
    onFiles: (soFar: Collected, files: readonly string[]) => void = () => {},
  ) {
    this.#onCheck = onCheck;
    this.#onFiles = onFiles;
    this.#only = only === undefined ? null : new Set(only);
  }

  onTestCaseResult({ name }: TestCase): void {
    if (this.#only?.has(name) ?? true) this.#onCheck();
  }

  onTestModuleEnd(module: TestModule): void {
    this.#ended.push(module);
    this.#onFiles(
      this.#collect(this.#ended, []),
      this.#ended.map(({ moduleId }) => moduleId),
    );
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    this.collected = this.#collect(modules, unhandled);
  }

  #collect(modules: readonly TestModule[], unhandled: readonly { message: string }[]): Collected {
    const tests = modules
      .flatMap((module) => [...module.children.allTests()])
      .filter(({ name }) => this.#only?.has(name) ?? true);
    const callFaults = tests.flatMap((test) => test.meta().callFault ?? []).map((fault) => `${CALL} ${fault}`);
    const moduleFaults = modules.flatMap((module) =>
      module.errors().map(({ message }) => `${module.moduleId}: ${message}`),
    );
    return {
      checks: tests.filter((test) => !test.meta().isLate).map(checkOf),
      late: tests.filter((test) => test.meta().isLate).map(({ name }) => name),
      requests: tests.reduce((sum, test) => sum + (test.meta().requests ?? 0), 0),
      port: tests[0]?.meta().port ?? null,
      libm: tests.flatMap((test) => test.meta().libm ?? []).map(libmOf),
      witnessed: new Map(
        tests.flatMap((test): [string, Witnessed][] => {
          const { witnessed } = test.meta();
          return witnessed ? [[test.name, witnessed]] : [];
        }),
      ),
      exact: tests.map((test) => test.meta().exact).find((run) => run !== undefined) ?? null,
      faults: [...callFaults, ...moduleFaults, ...unhandled.map(({ message }) => message)],
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
    reach: check.reach,
    ops: check.ops,
    file: testCase.module.moduleId,
    draws: check.draws,
    status,
    milliseconds: Math.round((testCase.diagnostic()?.duration ?? 0) * TENTHS) / TENTHS,
    ...(status === 'held' && closest ? { closest } : {}),
    ...(turns ? { turns } : {}),
    ...(status === 'failed' ? { counterexample: failure ?? 'the check did not finish' } : {}),
    ...(status === 'not-claimed' || status === 'not-applicable' ? { reason: noteOf(testCase) } : {}),
  };
}

/** Written to a file, an infinity is null. */
function libmOf({ maxUlps, ...accuracy }: LibmAccuracy): LibmResult {
  return { ...accuracy, maxUlps: Number.isFinite(maxUlps) ? maxUlps : 'inf' };
}

/** Why a check was skipped; each says so. */
function noteOf(testCase: TestCase): string {
  const result = testCase.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  if (note === undefined) throw new Error(`SUITE: the check "${testCase.name}" was skipped and does not say why`);
  return note;
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
