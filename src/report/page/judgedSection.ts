import type { LogDiff } from '../../diff/diffLog.ts';
import { extentNotes } from '../../diff/extentNotes.ts';
import { CLASS_TOLERANCE } from '../../port/precision.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';

/** What a log is set beside. */
const DUE = {
  golden: 'the run of the unmodified microgpt.py, recorded with CPython',
  replay: "the reference's run from the same start",
  log: 'the other log',
} as const;

/** What of a log was judged, by what, and to which step. */
export function judgedSection(diff: LogDiff): Markup {
  const { verdict, expected, judged, losses, samples } = diff;
  const { dtype } = judged;
  const digits = losses.format.decimals === 1 ? 'decimal' : 'decimals';
  const facts: readonly [string, MarkupPart][] = [
    [
      'losses',
      `${losses.steps} of ${expected.config.num_steps} steps, printed with ${losses.format.decimals} ${digits}`,
    ],
    ['to step', toStep(diff)],
    ['beside', DUE[expected.source]],
    [
      'in class',
      `${dtype}: within ${CLASS_TOLERANCE[dtype].toExponential()} max(1, |loss|) and half a unit of the last digit printed${verdict === 'printed' ? '; these are too few digits to tell the class' : ''}`,
    ],
    ['samples', samples === null ? 'none' : `${samples.compared}, of which ${samples.equal} are equal`],
  ];
  const notes = extentNotes(diff);
  return html`<section aria-labelledby="judged"><h2 id="judged">What is judged</h2>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${notes.length === 0 ? null : html`<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}</section>`;
}

function toStep({ judged, losses }: LogDiff): string {
  const last = Math.max(...losses.compared.map(({ step }) => step));
  if (!judged.isCut) return `${last}, the last that can be compared`;
  return `${judged.steps}; what lies behind it is left out, since rounding alone decides there`;
}
