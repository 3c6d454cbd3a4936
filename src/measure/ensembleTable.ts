import { type Ensemble, powerText, readEnsemble } from '../golden/ensemble.ts';
import { TRIED } from './ensemble.ts';
import { table } from './tables.ts';

/** Losses are shown in thousandths of a nat. */
const DECIMALS = 3;

/** The sections of spec/numerics.md, by name. */
export function ensembleSections(): Readonly<Record<'ensemble' | 'power', string>> {
  const ensemble = readEnsemble();
  return { ensemble: statistics(ensemble), power: power(ensemble) };
}

function statistics({ statistics, seeds, measuredWith }: Ensemble): string {
  return table(statistics, [
    [`seeds ${seeds.first} to ${seeds.last}, Node ${measuredWith.node}`, ({ id }) => id],
    ['mean', ({ mean }) => mean.toFixed(DECIMALS)],
    ['from run to run', ({ sd }) => sd.toFixed(DECIMALS)],
    ['from step to step', ({ stepSd }) => stepSd.toFixed(DECIMALS)],
  ]);
}

function power(ensemble: Ensemble): string {
  const text = powerText(ensemble);
  const flagged = TRIED.filter(({ id }) => !ensemble.power.missed.includes(id)).map(({ id }) => `\`${id}\``);
  return `${text[0].toUpperCase()}${text.slice(1)}: ${flagged.join(', ')}. The other ${ensemble.power.missed.length} look healthy.`;
}
