import { expect, test } from 'vitest';
import { lossLines } from '../../../diff/logs.fixture.ts';
import { startFromGolden } from '../../../diff/replay/start.ts';
import { enginePort } from '../../../engine/enginePort.ts';
import { canonicalLosses, canonicalOutput } from '../../../golden/canonical.ts';
import { openGolden } from '../../../golden/folder.ts';
import { DIALECTS } from '../../../reference/config.ts';
import { encode } from '../../../reference/tokenizer.ts';
import { diffSources } from '../../../report/diffSources.ts';
import { WRONG_RATE } from '../../try/cases.fixture.ts';
import { judgedHere } from '../../try/judgedHere.fixture.ts';
import { ownLog } from './ownLog.ts';

const golden = openGolden();
const judged = (log: string) => ownLog('own.log', new Blob([log]), diffSources());

test("microgpt.py's own output lies on the curve", async () => {
  const { lines, first, points, isGolden } = await judged(canonicalOutput(golden));
  expect(lines.at(-1)).toBe('verdict: printed');
  expect({ first, isGolden }).toEqual({ first: null, isGolden: true });
  expect(points).toEqual(canonicalLosses(golden).map((loss, i) => [i + 1, Number(loss.toFixed(4))]));
});

test('a log leaves it where diff says', async () => {
  const asked = { files: [{ name: 'own.log', content: WRONG_RATE }], search: 'none' } as const;
  const due = JSON.parse(await judgedHere(asked));
  const { lines, first } = await judged(WRONG_RATE);
  expect(first).toBe(due.firstDivergence.step);
  expect(lines.at(-1)).toBe(`verdict: ${due.verdict}`);
});

test('a log in float32 leaves it nowhere', async () => {
  const { lines, first } = await judged(lossLines(canonicalLosses(golden).map(Math.fround)));
  expect(lines.at(-1)).toBe('verdict: f32');
  expect(first).toBe(null);
});

test('a log of another configuration is told as one', async () => {
  const { config, state_dict, documents, tokenizer } = startFromGolden(golden, DIALECTS.early);
  const docs = documents.slice(0, 40).map((doc) => encode(tokenizer.uchars, doc));
  const { losses } = await enginePort('0').train(config, state_dict, docs, docs.length);
  const { lines, points, isGolden } = await judged(lossLines(losses, config.num_steps));
  expect(isGolden).toBe(false);
  expect(lines.join()).toContain('dialect: early');
  expect(points).toEqual(losses.map((loss, i) => [i + 1, loss]));
});

test('what has no loss has no curve, and says what to do', async () => {
  const { lines, points } = await judged('hello\n');
  expect(points).toEqual([]);
  expect(lines[0]).toContain('a line that is read looks like this');
});
