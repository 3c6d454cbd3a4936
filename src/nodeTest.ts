import { test } from 'node:test';
import type { CheckResult } from './report/result.ts';
import { type RunOptions, run } from './suite/run.ts';

/**
 * Runs the suite, and registers what became of each check as a test of the `node --test` that runs the calling file, named by its
 * clause: filters and reporters are those of that run. What the port does not claim, and what does not apply to it, is skipped.
 *
 * @param options - whom it asks, a module or a command, and what, as of `run`
 * @returns once all are registered: `await` it at the top of the file
 * @throws Error where the port does not start, is none, or the suite cannot run
 */
export async function conformance(options: RunOptions): Promise<void> {
  const { clauses } = await run(options);
  for (const check of clauses.flatMap(({ checks }) => checks)) {
    test(check.title, { skip: skipped(check) }, () => {
      if (check.status === 'failed') throw failure(check);
    });
  }
}

function skipped({ status, reason = 'not claimed' }: CheckResult): string | false {
  return status === 'not-claimed' || status === 'not-applicable' ? reason : false;
}

/** The counterexample alone: a trace would name the suite's lines, and none of the port's. */
function failure({ counterexample = 'failed' }: CheckResult): Error {
  const error = new Error(counterexample);
  error.stack = error.message;
  return error;
}
