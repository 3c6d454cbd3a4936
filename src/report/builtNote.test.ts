import { describe, expect, test } from 'vitest';
import type { OpName } from '../port/port.ts';
import { builtNotes } from './builtNote.ts';
import { conformingResult } from './result.fixture.ts';
import type { CheckResult, CheckStatus, RunResult } from './result.ts';

describe('constants that are compiled in and not declared', () => {
  test('where nearly all checks of an operation fail, and the canonical run holds', () => {
    const checks = [...times(6, 'forward', 'failed'), ...times(4, 'forward', 'held'), canonical('forward', 'held')];
    expect(builtNotes(resultOf(checks))).toEqual([
      expect.stringMatching(
        /^note: checks of forward fail \(at microgpt\.py's own .*config=n_layer:1,n_embd:16,block_size:16,n_head:4,activation:relu,/,
      ),
    ]);
  });

  test('where the canonical run was not asked, and nearly all fail', () => {
    expect(builtNotes(resultOf(times(9, 'adam', 'failed')))).toEqual([expect.stringContaining('(nearly all of them)')]);
  });

  test.each<[string, CheckResult[], RunResult['port']['config']]>([
    ['the canonical run fails too', [...times(9, 'forward', 'failed'), canonical('forward', 'failed')], undefined],
    [
      'few fail',
      [...times(6, 'forward', 'failed'), ...times(20, 'forward', 'held'), canonical('forward', 'held')],
      undefined,
    ],
    ['the operation takes no constants', times(9, 'softmax', 'failed'), undefined],
    ['the port declares them', times(9, 'forward', 'failed'), { n_layer: 1 }],
  ])('not where %s', (_, checks, config) => {
    expect(builtNotes(resultOf(checks, config))).toEqual([]);
  });
});

function resultOf(checks: CheckResult[], config?: RunResult['port']['config']): RunResult {
  const result = conformingResult();
  const [clause] = result.clauses;
  const { config: _, ...port } = result.port;
  return { ...result, port: config === undefined ? port : { ...port, config }, clauses: [{ ...clause, checks }] };
}

function times(count: number, op: OpName, status: CheckStatus): CheckResult[] {
  return Array.from({ length: count }, (_, i) => check(`model.10 ${op} ${status} ${i}`, op, status));
}

function canonical(op: OpName, status: CheckStatus): CheckResult {
  return check('training.14 golden: step 1 of the canonical run: logits and losses', op, status);
}

function check(title: string, op: OpName, status: CheckStatus): CheckResult {
  return { title, kind: 'law', reach: 'core', ops: [op], status, milliseconds: 0 };
}
