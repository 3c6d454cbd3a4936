import { decodeResult } from '../../src/port/jsonValues.ts';
import { firstMismatch } from '../../src/port/mismatch.ts';
import { type Chapter, isPart, OPS } from '../../src/port/ops.ts';
import type { Reach } from '../../src/report/result.ts';
import { readChapter } from '../../src/spec/clauses.ts';
import { type Example, parseExample } from '../../src/spec/example.ts';
import { misfit } from './applicable.ts';
import { CLASS } from './arithmetic.ts';
import { ask, isExact } from './ask.ts';
import { check } from './check.ts';
import { close, notFinite, rejects } from './expect.ts';
import { recordedReach } from './recordedReach.ts';
import { port } from './subject.ts';
import { compared } from './tolerance.ts';
import { Unequal } from './unequal.ts';

/** Registers every example of a chapter of the specification as a check of the clause that it stands in. */
export function examples(chapter: Chapter): void {
  for (const clause of readChapter(chapter)) {
    for (const line of clause.examples) {
      const example = parseExample(line);
      const notApplicable = misfit(example.op, example.json);
      const special = { notApplicable, reach: reachOf(example) };
      check('example', `${clause.id} ${example.line}`, [example.op], () => execute(example), special);
    }
  }
}

function reachOf({ op, args, claim }: Example): Reach {
  if (claim.kind === 'raises') return recordedReach(op, args, null);
  return recordedReach(op, args, { json: claim.kind === 'rounds' ? claim.value : claim.json });
}

async function execute({ op, args, path, claim, line }: Example): Promise<void> {
  if (claim.kind === 'raises') return refuses(op)(() => ask(op, args), line);
  const answer = select(await ask(op, args), path);
  if (claim.kind === 'rounds') {
    // The printed digits stand for an interval; its ends belong to it, whichever way a port rounds ties.
    if (typeof answer !== 'number') throw new TypeError(`${line}: the result is no number`);
    const tolerance = CLASS * Math.max(1, Math.abs(claim.value));
    return close(answer, claim.value, claim.halfUnit + tolerance, line);
  }
  const mismatch = firstMismatch(
    partAt(op, path),
    expected(op, path, claim.json),
    answer,
    port.dtype,
    isExact(op, args),
    compared,
  );
  if (mismatch) throw Unequal.at(line, mismatch, answer);
}

/** Operations on text and integers must reject; arithmetic may answer with an infinity or NaN (spec/numerics.md). */
export function refuses(op: keyof typeof OPS): (ask: () => unknown, law: string) => Promise<void> {
  const { result } = OPS[op];
  const parts = isPart(result) ? [result] : Object.values(result);
  return parts.some(({ type }) => type.startsWith('float') || type === 'matrix') ? notFinite : rejects;
}

/** The type of the selected part; a single element of a list is compared as a number. */
function partAt(op: keyof typeof OPS, path: readonly string[]): (typeof OPS)[typeof op]['result'] {
  const { result } = OPS[op];
  if (isPart(result)) return path.length === 0 ? result : { ...result, scale: 'unit' };
  if (path.length === 0) return result;
  return path.length === 1 ? result[path[0]] : { ...result[path[0]], scale: 'unit' };
}

function expected(op: keyof typeof OPS, path: readonly string[], json: unknown): unknown {
  return path.length === 0 ? decodeResult(op, json) : json;
}

function select(answer: unknown, path: readonly string[]): unknown {
  return path.reduce((value, name) => {
    if (typeof value !== 'object' || value === null) throw new TypeError(`the result has no ${path.join('.')}`);
    return Reflect.get(value, name);
  }, answer);
}
