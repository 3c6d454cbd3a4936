import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lossTolerance } from '../../diff/tolerance.ts';
import { ENSEMBLE_FILE } from '../../golden/ensembleFile.ts';
import { GOLDEN_FOLDER, MANIFEST } from '../../golden/folder.ts';
import { recordLines } from '../recordLines.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { BANDS_FILE, type Bands, bandsOf, ENVELOPES_FILE, type Envelopes, envelopeOf, QUANTILES } from './bands.ts';
import { runsOf } from './ensembleRuns.ts';
import { renewedManifest } from './goldenManifest.ts';
import { healthFigures } from './healthFigures.ts';

/**
 * `npm run ensembles`: trains the engine from 256 starts, right, with noise of 1 ulp and in float32, and deviations of the
 * catalogue from others, on all cores. Writes golden/ensemble/ and its hashes in the manifest, and spec/measured/ensemble.json, by which
 * `diff` judges a curve; `npm run measure:render` takes them to spec/numerics.md.
 */

/**
 * Enough that the 1 % and 99 % quantiles lie between runs, and not at the last one; and that standard deviations are known to
 * 4.4 % (1 / sqrt(2 * 255)).
 */
const SEEDS = { first: 1, last: 256 };

async function main(): Promise<void> {
  const tree = treeNow('ensembles');
  const [right, ulp, f32] = [await runsOf(SEEDS, 'right'), await runsOf(SEEDS, 'ulp'), await runsOf(SEEDS, 'f32')];
  const provenance = {
    madeBy: 'npm run ensembles',
    node: process.versions.node,
    v8: process.versions.v8,
    seeds: SEEDS,
    config: 'canonical/config.json',
    documents: 'canonical/dataset.json',
  } as const;
  const bands: Bands = { schema: 1, provenance, quantiles: QUANTILES, losses: bandsOf(right) };
  const envelopes: Envelopes = {
    schema: 1,
    provenance,
    envelopes: [
      envelopeOf({ id: 'ulp', title: 'every exp, log and sqrt off by 1 ulp' }, right, ulp, lossTolerance),
      envelopeOf({ id: 'f32', title: 'float32 in memory, float64 between' }, right, f32, lossTolerance),
    ],
  };
  const health = await healthFigures(
    right.map((losses) => [...losses]),
    SEEDS,
  );
  writeFileSync(ENSEMBLE_FILE, recordLines(health));
  writeGolden({ [BANDS_FILE]: lines(bands), [ENVELOPES_FILE]: lines(envelopes) });
  noteTree('ensembles', tree);
}

/** Writes files into golden/, and their hashes into its manifest. */
function writeGolden(files: Readonly<Record<string, string>>): void {
  mkdirSync(join(GOLDEN_FOLDER, 'ensemble'), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(GOLDEN_FOLDER, path), text);
  const manifest = join(GOLDEN_FOLDER, MANIFEST);
  writeFileSync(manifest, renewedManifest(readFileSync(manifest, 'utf8'), files));
}

/** JSON with a line for each list of numbers. */
function lines(json: unknown): string {
  const text = JSON.stringify(json, null, 1);
  return `${text.replace(/\[\s+([-\d.e,\s]+?)\s+\]/g, (_, list: string) => `[${list.replace(/\s+/g, ' ')}]`)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
