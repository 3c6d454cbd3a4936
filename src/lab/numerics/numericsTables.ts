import { markdownTable } from '../markdownTable.ts';
import type { Difference } from './difference.ts';
import type { ClassRow, Measurements, MistakeRow, NoiseRow } from './measurements.ts';

/**
 * The measured sections of spec/numerics.md, by name.
 *
 * @param measurements - what was measured
 * @returns Markdown without the lines that mark the sections
 */
export function numericsSections(measurements: Measurements): Readonly<Record<string, string>> {
  const { noise, mistakes, classes } = measurements;
  return {
    provenance: provenance(measurements),
    classes: classTable(classes),
    f64: noiseTable(noise.filter(({ dtype }) => dtype === 'f64')),
    f32: noiseTable(noise.filter(({ dtype }) => dtype === 'f32')),
    probes: noiseTable(noise.filter(({ dtype }) => dtype === null)),
    kinks: kinks(measurements),
    starts: startTable(measurements),
    mistakes: mistakeTable(mistakes),
    libm: libmTable(measurements),
    gauss: gaussTable(measurements),
  };
}

function noiseTable(rows: readonly NoiseRow[]): string {
  return markdownTable(rows, [
    ['what differs', ({ title }) => title],
    ['runs', ({ runs }) => String(runs)],
    ['max \\|Δ\\|, 500 steps', ({ halfDelta }) => power(halfDelta)],
    ['1000 steps', ({ maxDelta }) => power(maxDelta)],
    ['losses bit-equal', ({ bitEqual }) => String(bitEqual)],
    ['printed otherwise', ({ printsOtherwise }) => String(printsOtherwise)],
    ['a ReLU on the other side', crossing],
    ['final parameters', ({ parameters }) => power(parameters)],
    ['names', names],
  ]);
}

function crossing({ runs, otherSide, firstOtherSide }: NoiseRow): string {
  if (otherSide === null) return '';
  return otherSide === 0 ? 'never' : `in ${otherSide} of ${runs}, first at step ${firstOtherSide}`;
}

function mistakeTable(rows: readonly MistakeRow[]): string {
  const ordered = [...rows].sort((a, b) => b.halfDelta - a.halfDelta);
  return markdownTable(ordered, [
    ['mistake', ({ title }) => title],
    ['chapter', ({ chapter }) => chapter],
    ['max \\|Δ\\|, 60 steps', ({ earlyDelta }) => power(earlyDelta)],
    ['500 steps', ({ halfDelta }) => power(halfDelta)],
    ['1000 steps', ({ maxDelta }) => power(maxDelta)],
    ['leaves f64 at', ({ firstBeyondF64 }) => step(firstBeyondF64)],
    ['f32 at', ({ firstBeyondF32 }) => step(firstBeyondF32)],
    ['prints otherwise at', ({ firstPrintedOtherwise }) => step(firstPrintedOtherwise)],
    ['ends with a loss of', ({ lastMean }) => lastMean?.toFixed(2) ?? ''],
    ['names', names],
  ]);
}

function classTable(rows: readonly ClassRow[]): string {
  const numbers = markdownTable(rows, [
    ['class', ({ dtype }) => `\`${dtype}\``],
    ['over steps', ({ steps }) => `1 to ${steps}`],
    ['noise at most', ({ ceiling }) => power(ceiling)],
    ['tolerance', ({ tolerance }) => `${tolerance.toExponential()} max(1, loss)`],
    ['mistakes at least', ({ floor }) => power(floor)],
    ['gap', ({ ceiling, floor }) => `${Math.log10(floor / ceiling).toFixed(1)} decades`],
  ]);
  return [numbers, ...rows.map(sides)].join('\n\n');
}

function sides({ dtype, ceilingOf, floorOf, unseen }: ClassRow): string {
  const below = unseen.map(({ title }) => title).join('; ');
  return `\`${dtype}\`: the loudest noise is "${ceilingOf}", the weakest mistake that it shows "${floorOf}". It does not show: ${below}.`;
}

function kinks({ kinks: { count, nearest } }: Measurements): string {
  const list = nearest.map(({ step: at, distance }) => `${power(distance)} at step ${at}`);
  return `The run takes ${count.toLocaleString('en')} ReLUs. Those of their arguments that come nearest to 0 are ${list.slice(0, -1).join(', ')} and ${list.at(-1)}.`;
}

function startTable({ otherStarts }: Measurements): string {
  return markdownTable(otherStarts, [
    ['seed', ({ seed }) => String(seed)],
    ['float64, all at once: max \\|Δ\\|', ({ f64 }) => power(f64)],
    ['float32, 500 steps', ({ f32Half }) => power(f32Half)],
    ['1000 steps', ({ f32 }) => power(f32)],
    ['leaves f32 at', ({ firstBeyondF32 }) => step(firstBeyondF32)],
  ]);
}

function libmTable({ libm }: Measurements): string {
  return markdownTable(libm, [
    ['function', (row) => `\`${row.function}\``],
    ['inputs', ({ inputs }) => inputs],
    ['number', ({ count }) => String(count)],
    ['not correctly rounded', ({ wrong, count }) => `${((100 * wrong) / count).toFixed(1)} %`],
    ['by at most', ({ ulps }) => `${ulps} ulp`],
  ]);
}

function gaussTable({ gauss }: Measurements): string {
  return markdownTable(gauss, [
    ['4192 initial parameters from the same uniforms', ({ title }) => title],
    ['different', ({ different }) => String(different)],
    ['share', ({ different, count }) => `${((100 * different) / count).toFixed(2)} %`],
    ['by at most', ({ ulps }) => `${ulps} ulp`],
  ]);
}

function provenance({ measuredWith, comparedWith }: Measurements): string {
  return `Measured with Node ${measuredWith.node} (V8 ${measuredWith.v8}), against golden data recorded with ${comparedWith.python} and ${comparedWith.libm}.`;
}

function power(x: number): string {
  return x === 0 ? '0' : x.toExponential(1);
}

function step(first: number | null): string {
  return first === null ? 'never' : String(first);
}

function names({ samples, stopped }: Difference): string {
  if (stopped !== null) return `stops at step ${stopped}`;
  return samples === null ? '' : `${samples} of 20`;
}
