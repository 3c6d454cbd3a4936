import { expect, test } from 'vitest';
import { canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { canonicalStart, diagnosisCases } from './diagnosisCases.ts';
import { logText } from './diagnosisLogs.ts';
import { judged } from './diagnosisOutcome.ts';
import { DIAGNOSED } from './diagnosisRow.ts';

const STEPS = 10;
const golden = openGolden();
const [lossSum, other] = ['loss-sum', 'outside-nadam'].flatMap((id) =>
  DIAGNOSED.filter((candidate) => candidate.id === id),
);

test('a right log is silent, whatever is due', async () => {
  const judgement = await judged(canonicalOutput(golden), {}, lossSum);
  expect(judgement).toEqual({ outcome: 'silent', said: [], extent: null });
});

test('what is named is named where the port has it, and wrong where it has not', async () => {
  const made = await diagnosisCases(canonicalStart(golden), STEPS)(lossSum);
  const log = made ? logText(made, 4, STEPS) : '';
  const said = [{ name: 'loss-sum', text: 'loss-sum' }];
  expect(await judged(log, {}, lossSum)).toEqual({ outcome: 'named', said, extent: 'singles' });
  expect(await judged(log, {}, other)).toEqual({ outcome: 'wrong', said, extent: 'singles' });
});

test('a log of one loss with two decimals says too little', async () => {
  const judgement = await judged('step 1 / 1000 | loss 3.99\n', {}, lossSum);
  expect(judgement).toEqual({ outcome: 'too-little', said: [], extent: 'too-short' });
});

test('samples that nothing explains are unnamed, behind losses that conform', async () => {
  const log = canonicalOutput(golden).replace(/kamon/, 'kamonn');
  expect(await judged(log, {}, other)).toEqual({ outcome: 'unnamed', said: [], extent: null });
});
