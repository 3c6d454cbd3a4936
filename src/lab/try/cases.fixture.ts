import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviationOf } from '../../deviations/catalogue.ts';
import { deviantLosses } from '../../diff/diagnosis/search.fixture.ts';
import { kindsOf } from '../../diff/log/kinds.fixture.ts';
import { lossLines } from '../../diff/logs.fixture.ts';
import { jsonOf, SMALL, textForm } from '../../diff/step/stepForms.fixture.ts';
import { canonicalLosses, canonicalOutput, canonicalSamples } from '../../golden/canonical.ts';
import { GOLDEN_FOLDER, openGolden } from '../../golden/folder.ts';
import type { Asked } from './tryBrowser.fixture.ts';

const golden = openGolden();
/** What microgpt.py printed. */
export const OUTPUT = canonicalOutput(golden);
const losses = canonicalLosses(golden);
const goldenText = (path: string) => readFileSync(join(GOLDEN_FOLDER, path), 'utf8');
const START = [
  { name: 'params.json', content: goldenText('canonical/initial.json') },
  { name: 'docs.json', content: goldenText('canonical/dataset.json') },
];
/** With fewer digits than would tell one engine's exp from another's. */
export const WRONG_RATE = lossLines(
  (await deviantLosses([deviationOf('learning-rate')], 300)).map((loss) => loss.toFixed(12)),
);

/** What is asked of the page, and the command's arguments for it. */
export const CASES: readonly (Asked & { readonly title: string; readonly args: readonly string[] })[] = [
  { title: 'a log without a difference', files: [{ name: 'run.log', content: OUTPUT }], args: ['run.log'] },
  {
    title: 'a log with all digits',
    files: [{ name: 'run.log', content: lossLines(losses, losses.length) }],
    args: ['run.log'],
  },
  {
    title: 'a log with a known mistake',
    files: [{ name: 'run.log', content: WRONG_RATE }],
    args: ['run.log'],
  },
  {
    title: 'the same from dumps of its start',
    files: [{ name: 'run.log', content: WRONG_RATE.split('\n').slice(0, 60).join('\n') }, ...START],
    args: ['run.log', '--params', 'params.json', '--docs', 'docs.json'],
  },
  {
    title: 'a log of another start',
    files: [{ name: 'run.log', content: lossLines(losses.slice(0, 200).map((loss, i) => loss + Math.sin(i) / 10)) }],
    search: 'quick',
    args: ['run.log', '--quick'],
  },
  {
    title: 'samples that differ',
    files: [{ name: 'run.log', content: OUTPUT.replace('kamon', 'kelyn') }],
    args: ['run.log'],
  },
  {
    title: 'a log of other constants',
    files: [{ name: 'run.log', content: lossLines(losses.slice(0, 50)) }],
    flags: '--n_layer 2 --num_steps 50',
    search: 'none',
    args: ['run.log', '--n_layer', '2', '--num_steps', '50', '--no-diagnosis'],
  },
  { title: 'a text without losses', files: [{ name: 'run.log', content: 'no loss\n' }], args: ['run.log'] },
  {
    title: 'a log against another log',
    files: [{ name: 'run.log', content: WRONG_RATE }],
    against: { name: 'other.log', content: lossLines(losses.slice(0, 300).map((loss) => loss.toFixed(12))) },
    args: ['run.log', '--against', 'other.log'],
  },
  {
    title: 'a log read by a pattern',
    files: [{ name: 'run.log', content: OUTPUT.replaceAll('loss', 'points') }],
    pattern: '(?<step>\\d+) / *(?<steps>\\d+) \\| points (?<loss>\\S+)',
    args: ['run.log', '--pattern', '(?<step>\\d+) / *(?<steps>\\d+) \\| points (?<loss>\\S+)'],
  },
  {
    title: 'golden steps',
    files: [{ name: 'step.json', content: goldenText('small/two_layers.json') }],
    args: ['--step', 'step.json'],
  },
  {
    title: 'a wrong step in JSON',
    files: [{ name: 'step2.json', content: JSON.stringify(jsonOf(SMALL)) }],
    args: ['--step', 'step2.json'],
  },
  {
    title: 'a wrong step in blocks of text, beside a log',
    files: [
      { name: 'run.log', content: OUTPUT },
      { name: 'step2.txt', content: textForm(SMALL) },
    ],
    args: ['run.log', '--step', 'step2.txt'],
  },
  ...kindsOf(
    losses,
    canonicalSamples(golden).map(({ name }) => name),
  ).map(({ title, log }) => ({
    title,
    files: [{ name: 'run.log', content: log }],
    search: 'none' as const,
    args: ['run.log', '--no-diagnosis'],
  })),
];
