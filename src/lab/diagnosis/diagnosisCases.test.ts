import { expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { canonicalStart, diagnosisCases, otherStart } from './diagnosisCases.ts';
import { logText } from './diagnosisLogs.ts';
import { alone, OUTSIDE } from './outside/outside.ts';

const golden = openGolden();
const STEPS = 20;
const canonical = diagnosisCases(canonicalStart(golden), STEPS);
const other = diagnosisCases(otherStart(golden), STEPS);

const pairs = OUTSIDE.filter(({ due }) => due.kind === 'pair');
const entry = (id: string) => alone(deviationOf(id), { kind: 'entry', id });

test('without a deviation the log is that of microgpt.py, as far as it goes', async () => {
  const made = await canonical(null);
  const log = made ? logText({ ...made, samples: [] }, 4) : '';
  expect(log.split('\n')).toHaveLength(STEPS + 1);
  expect(canonicalOutput(golden).replaceAll('\r', '\n')).toContain(`\n${log}`);
});

test.each([entry('loss-sum'), ...pairs.slice(0, 1)])('$id prints other losses, then 20 samples', async (mistake) => {
  const made = await canonical(mistake);
  const log = made ? logText(made, 4) : '';
  expect(log).toMatch(/^(step +\d+ \/ 1000 \| loss \d\.\d{4}\n|step .*\n){20}(sample [ \d]\d: .*\n){20}$/);
  expect(made?.mistake).toBe(mistake.id);
  expect(made?.losses).not.toEqual((await canonical(null))?.losses);
});

test('the other start has other parameters and the same documents from the middle on', () => {
  const [here, there] = [canonicalStart(golden), otherStart(golden)];
  expect(there.state_dict.wte).not.toEqual(here.state_dict.wte);
  expect([there.documents[0], there.documents[500]]).toEqual([here.documents[500], here.documents[0]]);
});

test('a port that draws other parameters dumps those', async () => {
  const made = await other(entry('std-0.02'));
  const [wrong, right] = [made?.start.state_dict, otherStart(golden).state_dict].map((it) => it?.wte[0][0] ?? NaN);
  expect(wrong).toBeCloseTo(right / 4, 12); // 0.02 of 0.08
});

test('what needs the dataset has no case without it', async () => {
  expect(await other(entry('no-shuffle'))).toBeNull();
});

test('a case is made once', () => expect(other(null)).toBe(other(null)));
