import { expect, test } from 'vitest';
import type { OpName } from '../port/port.ts';
import { failedClauses, failuresInOrder } from './failures.ts';
import type { CheckKind, ClauseResult } from './result.ts';

test('what involves least of the port comes first, then laws, then early chapters', () => {
  const clauses = [
    clause('model', 'model.27', ['law', ['backward']]),
    clause('model', 'model.2', ['vector', ['softmax']]),
    clause('loss', 'loss.7', ['law', ['forward', 'cross_entropy']]),
    clause('loss', 'loss.1', ['law', ['position_loss']]),
    clause('autograd', 'autograd.9', ['law', ['average_loss']]),
  ];
  expect(failuresInOrder(clauses).map((failure) => failure.clause.id)).toEqual([
    'loss.1',
    'model.2',
    'autograd.9',
    'loss.7',
    'model.27',
  ]);
});

test('what an operation is made of comes before it', () => {
  const clauses = [
    clause('loss', 'loss.10', ['law', ['cross_entropy']]),
    clause('inference', 'inference.8', ['example', ['sampling']]),
    clause('model', 'model.2', ['law', ['softmax']]),
    clause('autograd', 'autograd.3', ['example', ['autograd']]),
  ];
  const ids = failedClauses(clauses).map((one) => one.clause.id);
  expect(ids).toEqual(['autograd.3', 'model.2', 'loss.10', 'inference.8']);
});

test('a clause that any wrong gradient fails comes behind those that say which', () => {
  const law = ['law', ['backward', 'forward']] as [CheckKind, OpName[]];
  const [check] = clause('training', 'training.9', law).checks;
  const general = { ...clause('training', 'training.9', law), checks: [check, check] };
  const ids = failedClauses([general, clause('model', 'model.19', law)]).map((one) => one.clause.id);
  expect(ids).toEqual(['model.19', 'training.9']);
});

test('a law about the constants alone comes before those that any number fails, and an example of them behind', () => {
  const laws = clause('optimizer', 'optimizer.4', ['law', ['adam']]);
  const first = (kind: CheckKind) => failedClauses([laws, clause('parameters', 'parameters.12', [kind, ['adam']])])[0];
  expect(first('law').clause.id).toBe('parameters.12');
  expect(first('example').clause.id).toBe('optimizer.4');
});

test('of two clauses about one function the one comes first of whose laws most fail', () => {
  const laws = (id: string, failed: number, held: number) => {
    const one = clause('model', id, ['law', ['forward']]);
    const [check] = one.checks;
    const others = Array.from({ length: held }, () => ({ ...check, status: 'held' }) as const);
    return { ...one, checks: [...Array.from({ length: failed }, () => check), ...others] };
  };
  const failed = failedClauses([laws('model.10', 1, 4), laws('model.12', 2, 2), laws('model.17', 1, 3)]);
  expect(failed.map((one) => one.clause.id)).toEqual(['model.12', 'model.17', 'model.10']);
});

test('of a whole program what it does first comes first, however many laws of what follows fail', () => {
  const law = ['law', ['microgpt', 'train']] as [CheckKind, OpName[]];
  const one = clause('training', 'training.13', law);
  const training = { ...one, checks: [...one.checks, { ...one.checks[0], status: 'held' } as const] };
  const [samples, shuffle] = [clause('inference', 'inference.12', law), clause('parameters', 'parameters.7', law)];
  const ids = failedClauses([samples, training, shuffle]).map(({ clause: { id } }) => id);
  expect(ids).toEqual(['parameters.7', 'training.13', 'inference.12']);
});

test('a law that compares a whole model with the clauses written out speaks for no clause', () => {
  const one = clause('model', 'model.17', ['law', ['forward']]);
  const [check] = one.checks;
  const whole = { ...one, checks: [{ ...check, title: 'model.17 the logits are those of the clauses written out' }] };
  const ids = failedClauses([clause('model', 'model.14', ['law', ['forward']]), whole]).map(({ clause: { id } }) => id);
  expect(ids).toEqual(['model.14', 'model.17']);
  const held = { ...check, status: 'held' } as const;
  const little = { ...clause('model', 'model.14', ['law', ['forward']]), checks: [check, held, held, held] };
  const much = {
    ...whole,
    checks: [...whole.checks, ...whole.checks, { ...check, title: 'model.17 another' }, held, held, held, held],
  };
  expect(failedClauses([much, little])[0].clause.id).toBe('model.14');
});

test('of a clause a law about one computation on the way comes before an example', () => {
  const kinds: [CheckKind, OpName[]][] = [
    ['example', ['forward']],
    ['law', ['trace', 'forward']],
    ['law', ['trace']],
    ['differential', ['trace']],
  ];
  const checks = kinds.flatMap((kind) => clause('model', 'model.10', kind).checks);
  const [failed] = failedClauses([{ ...clause('model', 'model.10', kinds[0]), checks }]);
  expect(failed.checks.map(({ kind, ops }) => [kind, ops])).toEqual([kinds[2], kinds[0], kinds[1], kinds[3]]);
});

test('of a clause an example comes first, and of several laws the one with the smallest case', () => {
  const one = clause('loss', 'loss.1', ['law', ['position_loss']]);
  const failed = (title: string, kind: CheckKind, counterexample: string) => ({
    ...one.checks[0],
    title,
    kind,
    counterexample,
  });
  const checks = [
    failed('a', 'vector', 'x'),
    failed('b', 'law', 'a long case'),
    failed('c', 'law', 'short'),
    failed('d', 'example', 'the longest of all of them'),
  ];
  const [first] = failedClauses([{ ...one, checks }]);
  expect(first.checks.map(({ title }) => title)).toEqual(['d', 'c', 'b', 'a']);
});

function clause(chapter: ClauseResult['chapter'], id: string, [kind, ops]: [CheckKind, OpName[]]): ClauseResult {
  return {
    id,
    chapter,
    title: id,
    status: 'failed',
    milliseconds: 0,
    checks: [{ title: id, kind, reach: 'core', ops, status: 'failed', milliseconds: 0 }],
  };
}
