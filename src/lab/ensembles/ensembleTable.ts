import { type Ensemble, powerText } from '../../golden/ensemble.ts';
import { readEnsemble } from '../../golden/ensembleFile.ts';
import { openGolden } from '../../golden/folder.ts';
import { markdownTable } from '../markdownTable.ts';
import { type Envelope, readEnvelopes } from './bands.ts';

/** Losses are shown in thousandths of a nat. */
const DECIMALS = 3;

/** The sections of spec/numerics.md, by name. */
export function ensembleSections(): Readonly<Record<'ensemble' | 'power' | 'envelopes', string>> {
  const ensemble = readEnsemble();
  return { ensemble: statistics(ensemble), power: power(ensemble), envelopes: envelopes() };
}

function statistics({ statistics, seeds, measuredWith }: Ensemble): string {
  return markdownTable(statistics, [
    [`seeds ${seeds.first} to ${seeds.last}, Node ${measuredWith.node}`, ({ id }) => id],
    ['mean', ({ mean }) => mean.toFixed(DECIMALS)],
    ['from run to run', ({ sd }) => sd.toFixed(DECIMALS)],
    ['from step to step', ({ stepSd }) => stepSd.toFixed(DECIMALS)],
  ]);
}

function power(ensemble: Ensemble): string {
  const text = powerText(ensemble);
  const flagged = ensemble.power.flagged.map((id) => `\`${id}\``);
  return `${text[0].toUpperCase()}${text.slice(1)}: ${flagged.join(', ')}. The other ${ensemble.power.missed.length} do not.`;
}

function envelopes(): string {
  const { envelopes, provenance } = readEnvelopes(openGolden());
  const { seeds, node } = provenance;
  const after = (list: readonly number[], step: number) => list[step - 1].toExponential(1);
  return markdownTable<Envelope>(envelopes, [
    [`seeds ${seeds.first} to ${seeds.last}, Node ${node}`, ({ title }) => title],
    ['median run, 1000 steps', ({ median }) => after(median, 1000)],
    ['all runs, 500 steps', ({ most }) => after(most, 500)],
    ['1000 steps', ({ most }) => after(most, 1000)],
    ['leave f64', ({ leaves }) => String(leaves.f64)],
    [
      'leave f32',
      ({ leaves: { f32, firstBeyondF32 } }) => (f32 === 0 ? '0' : `${f32}, first at step ${firstBeyondF32}`),
    ],
  ]);
}
