import { CONSTANTS_OF, compiledInText } from '../port/compiledIn.ts';
import type { OpName } from '../port/port.ts';
import type { CheckResult, RunResult } from './result.ts';

/** Of the checks of an operation, the share and number that fail where its constants are compiled in. */
const NEARLY_ALL = 0.8;
const MANY = 0.3;
const SEVERAL = 5;
/** Recorded at microgpt.py's own constants. */
const AT_OWN = /^(training|inference)\.\d+ golden: .*canonical run/;

/**
 * What an author should know whose port has its constants compiled in and does not say so: of an operation nearly all checks
 * fail, and not those at microgpt.py's own constants. Empty where that is not so.
 */
export function builtNotes({ port, clauses }: RunResult): string[] {
  if (port.config !== undefined) return [];
  const asked = clauses
    .flatMap(({ checks }) => checks)
    .filter(({ reach, status }) => reach === 'core' && (status === 'held' || status === 'failed'));
  const built = (Object.keys(CONSTANTS_OF) as OpName[]).filter((op) =>
    isBuilt(asked.filter(({ ops }) => ops.includes(op))),
  );
  if (built.length === 0) return [];
  const atOwn = asked.some((check) => isAtOwn(check) && check.ops.some((op) => built.includes(op)));
  const seen = atOwn ? "at microgpt.py's own constants they hold" : 'nearly all of them';
  return [
    `note: checks of ${built.join(', ')} fail (${seen}): a port that has constants compiled in says so, in hello ${compiledInText(built)}, a module as its fixed (npx microgpt-spec explain hello)`,
  ];
}

function isBuilt(checks: readonly CheckResult[]): boolean {
  const own = checks.filter(isAtOwn);
  const others = checks.filter((check) => !isAtOwn(check));
  const failed = others.filter(({ status }) => status === 'failed').length;
  if (own.some(({ status }) => status === 'failed') || failed < SEVERAL) return false;
  return failed >= (own.length > 0 ? MANY : NEARLY_ALL) * others.length;
}

function isAtOwn({ title }: CheckResult): boolean {
  return AT_OWN.test(title);
}
