import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../port/config.ts';
import type { Chapter } from '../port/ops.ts';
import type { ClauseResult } from '../report/result.ts';
import { runSuite } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import {
  built,
  CUT_SEEDS,
  compiledIn,
  declaring,
  HAS_CC,
  type TextEdit,
  UINT32,
  vocabularyOf,
} from './cPrograms.fixture.ts';

const RUNS = 2;
const DEADLINE_MS = 60_000;

const VOCABULARY = 27;
const CONSTANTS = declared('config', { ...CANONICAL, vocab_size: VOCABULARY });
const RATES = { activation: 'relu', decay: 'linear', num_steps: 1000 } as const;
const WORDS = declared('limits', { seed_bits: 32, getrandbits: 32 });

/** Chapters that ask for other constants. */
const CONFIGURED: readonly Chapter[] = ['model', 'optimizer', 'training'];

/** Programs by what is compiled into them. */
const ALL: readonly TextEdit[] = [...compiledIn(CANONICAL), vocabularyOf(VOCABULARY)];
const SCHEDULE: readonly TextEdit[] = compiledIn(RATES);

describe.skipIf(!HAS_CC)(
  'a C port conforms that declares what is compiled into it, and fails where it does not',
  () => {
    test('every constant and the vocabulary of microgpt.py', async () => {
      const { verdict, failed, notApplied } = await judged(
        [...ALL, CONSTANTS],
        [...CONFIGURED, 'parameters', 'inference'],
      );
      expect([verdict, failed]).toEqual(['conforms', []]);
      expect(notApplied).toEqual(expect.arrayContaining(['model.15', 'optimizer.8', 'parameters.8']));
      const silent = await judged(ALL, ['optimizer']);
      expect(silent.verdict).toBe('does not conform');
      expect(silent.failed).toEqual(expect.arrayContaining(['optimizer.2', 'optimizer.7', 'optimizer.8']));
    });

    test('ReLU, linear decay and num_steps in its schedule', async () => {
      const { verdict, failed } = await judged(
        [...SCHEDULE, declared('config', RATES)],
        ['model', 'optimizer', 'training'],
      );
      expect([verdict, failed]).toEqual(['conforms', []]);
      const silent = await judged(SCHEDULE, ['model', 'optimizer']);
      const clauses = ['model.15', 'model.20', 'optimizer.4', 'optimizer.5', 'optimizer.7', 'optimizer.8'];
      expect(silent.failed).toEqual(expect.arrayContaining(clauses));
    });

    test('seed(uint32_t), and no more than 32 bits at a time', async () => {
      const { verdict, failed, notApplied } = await judged([...UINT32, WORDS], ['random', 'parameters', 'inference']);
      expect([verdict, failed]).toEqual(['conforms', []]);
      expect(notApplied).toContain('random.14');
      const silent = await judged(UINT32, ['random']);
      expect(silent.failed).toEqual(expect.arrayContaining(['random.1', 'random.2', 'random.4']));
      expect(silent.verdict).toBe('conforms in core'); // no run has a larger seed
    });

    test('but not with a seed that is cut to 32 bits in silence, which the clause about limits alone sees', async () => {
      const { failed } = await judged([...CUT_SEEDS, WORDS], ['random', 'parameters']);
      expect(failed).toEqual(['parameters.13']);
    });
  },
);

/** What hello says of a program. */
function declared(field: 'config' | 'limits', values: object): TextEdit {
  const pairs = Object.entries(values).map(([name, value]) => `${name}:${value}`);
  return declaring(`${field}=${pairs.join()}`);
}

async function judged(edits: readonly TextEdit[], chapters: readonly Chapter[]) {
  const outcome = await runSuite({
    port: { kind: 'process', command: [built([], edits)], deadline: DEADLINE_MS },
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters,
    reporters: [],
    onCheck: () => {},
  });
  if (outcome.kind !== 'result') throw new Error(outcome.faults.join('; '));
  const { verdict, clauses } = outcome.result;
  const clausesOf = (...wanted: readonly ClauseResult['status'][]) =>
    clauses.filter(({ status }) => wanted.includes(status)).map(({ id }) => id);
  const failed = clausesOf('failed', 'failed-at-edge');
  return { verdict, failed, notApplied: clausesOf('not-applicable') };
}
