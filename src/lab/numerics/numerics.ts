import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openGolden } from '../../golden/folder.ts';
import { readBands, readEnvelopes } from '../ensembles/bands.ts';
import { ensembleSections } from '../ensembles/ensembleTable.ts';
import { bandsFigure, envelopesFigure } from '../figures/bandsFigure.ts';
import { gapFigure } from '../figures/gapFigure.ts';
import { growthFigure } from '../figures/growthFigure.ts';
import { recordLines } from '../recordLines.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { measure, rounded } from './measure.ts';
import { MEASUREMENTS_FILE, readMeasurements } from './measurements.ts';
import { numericsSections } from './numericsTables.ts';
import { renewSections } from './sections.ts';

/**
 * `npm run measure`: measures everything that spec/numerics.md shows, and writes spec/measured/numerics.json, the measured
 * sections of the page, and its figures. With `--render` it writes page and figures from the numbers that are there;
 * with `--check` it writes nothing, and fails where they do not agree.
 */

/** A file that is made from the measurements. */
interface Made {
  readonly url: URL;
  readonly text: string;
}

const spec = (path: string) => new URL(`../../../spec/${path}`, import.meta.url);

/** Page and figures, as they follow from spec/measured/numerics.json and ensemble.json, and from golden/ensemble/. */
export function numericsFiles(): Made[] {
  const measurements = readMeasurements();
  const golden = openGolden();
  const page = readFileSync(spec('numerics.md'), 'utf8');
  const sections = { ...numericsSections(measurements), ...ensembleSections() };
  return [
    { url: spec('numerics.md'), text: renewSections(page, sections) },
    { url: spec('figures/gap.svg'), text: gapFigure(measurements) },
    { url: spec('figures/growth.svg'), text: growthFigure(measurements) },
    { url: spec('figures/bands.svg'), text: bandsFigure(readBands(golden)) },
    { url: spec('figures/envelopes.svg'), text: envelopesFigure(readEnvelopes(golden)) },
  ];
}

async function main(argument: string | undefined): Promise<number> {
  if (argument === '--check') return check();
  if (argument !== '--render') await measureAll();
  for (const { url, text } of numericsFiles()) writeFileSync(url, text);
  writeFirstLines();
  return 0;
}

async function measureAll(): Promise<void> {
  const tree = treeNow('numerics');
  const measurements = await measure((title) => process.stderr.write(`measuring ${title}\n`));
  const json = JSON.stringify(measurements, (_, value: unknown) => (isFraction(value) ? rounded(value) : value));
  writeFileSync(MEASUREMENTS_FILE, recordLines(JSON.parse(json)));
  noteTree('numerics', tree);
}

/** Counts and steps are kept whole. */
function isFraction(value: unknown): value is number {
  return typeof value === 'number' && !Number.isInteger(value);
}

function check(): number {
  const stale = numericsFiles().filter(({ url, text }) => readFileSync(url, 'utf8') !== text);
  for (const { url } of stale) {
    process.stderr.write(`${fileURLToPath(url)} does not show what was measured; run npm run measure -- --render\n`);
  }
  return stale.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv[2]);
