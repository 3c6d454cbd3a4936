import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { shown } from '../port/shown.ts';

/** Characters of an error's message that reporters and the result get: a request stands whole in it with --verbose. */
const MOST = 200_000;

/** What of an error reporters print. */
const PARTS = ['message', 'stack', 'diff', 'expected', 'actual'] as const;

/**
 * A vitest reporter that prints nothing: it cleans what ports have said, in place, before the reporters behind it print it
 * to terminals, logs of build servers and files.
 */
export const cleanErrors: Reporter = {
  onTestCaseResult: (test: TestCase) => clean(test.result().errors),
  onTestModuleEnd: (module: TestModule) => clean(module.errors()),
  onUserConsoleLog: (log) => {
    log.content = shown(log.content).slice(0, MOST);
  },
};

function clean(errors: readonly object[] | undefined): void {
  for (const error of errors ?? []) {
    for (const part of PARTS) {
      const text: unknown = Reflect.get(error, part);
      if (typeof text === 'string') Reflect.set(error, part, shown(text).slice(0, MOST));
    }
  }
}
