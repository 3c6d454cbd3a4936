import type { ComparedLoss } from '../../diff/comparedLoss.ts';
import type { Diff } from '../../diff/diff.ts';
import { verdictText } from '../../diff/verdict.ts';
import { repr } from '../../golden/runOutput.ts';
import { jsonFloat } from '../../port/json.ts';
import type { Dtype } from '../../port/precision.ts';
import { CHARTS, type ChartSize, lossCharts } from './lossCharts.ts';
import { html, type Markup } from './markup.ts';
import { data } from './pageData.ts';

/** Steps of the table: those that are recorded in full, and some around the first divergence. */
const LANDMARKS = [1, 2, 10, 100, 1000];
const AROUND = 2;

/**
 * The losses of a run over those that are due: two charts, which can be read without a script, the values of some steps, and
 * where there is a script a cursor and a zoom.
 *
 * @param diff - with at least one loss
 * @param dtype - the class whose tolerance is drawn
 */
export function curveSection(diff: Diff, dtype: Dtype): Markup {
  const due = diff.expected.source === 'golden' ? 'golden' : diff.expected.source === 'replay' ? 'replayed' : 'other';
  return html`<section class="curve" aria-labelledby="curve">
<h2 id="curve">Loss curve</h2>
<p>${headline(diff)}</p>
<p class="legend"><span class="key port"></span> this port <span class="key golden"></span> ${due} run <span class="key band"></span> tolerance of ${dtype}, in the upper chart thinner than a line</p>
<div class="charts">
${drawn(diff, dtype, 'wide')}${drawn(diff, dtype, 'narrow')}<form class="controls" hidden>
<label>step <input type="range" min="0" max="${diff.losses.compared.length - 1}" value="0"></label>
<output aria-live="polite"></output>
<span class="zoom"><button type="button" data-zoom="in">zoom in</button> <button type="button" data-zoom="out">zoom out</button> <button type="button" data-zoom="all">whole run</button> <span class="hint">or drag across a chart</span></span>
</form>
</div>
${data('charts', pointsOf(diff))}
${landmarks(diff)}
</section>`;
}

/** Both charts in one size; the page shows one of the two sizes. */
function drawn(diff: Diff, dtype: Dtype, size: ChartSize): Markup {
  const { losses, deltas } = lossCharts(diff, dtype, size);
  const { left, right, top, bottom, width } = CHARTS[size];
  const frame = html`data-left="${left}" data-right="${right}" data-top="${top}" data-bottom="${bottom}" data-width="${width}"`;
  return html`<div class="chart ${size}" ${frame}>${losses}</div>
<div class="chart ${size}" ${frame}>${deltas}</div>
`;
}

function headline(diff: Diff): Markup {
  const { losses, expected } = diff;
  const { firstDivergence: first, divergent, compared, steps, maxAbsDelta } = losses;
  const range = html`<b>${steps}</b> of ${expected.config.num_steps} steps compared, largest difference <b>${short(maxAbsDelta)}</b> nats`;
  if (first === null) return html`${range}: <b class="good">${verdictText(diff)}</b>.${departed(diff)}`;
  return html`${range}. <b class="bad">First divergence at step ${first.step}</b>: expected ${repr(first.expected)}, got ${first.text}, off by ${short(first.delta)}; ${divergent} of ${compared.length} losses diverge.${departed(diff)}`;
}

/** Where the losses leave the two classes. */
function departed({ losses }: Diff): string {
  const { f64, f32 } = losses.departures;
  if (f64 === null) return '';
  const left = f32 === null ? 'stay within f32' : `f32 at step ${f32.step}`;
  return ` They leave f64 at step ${f64.step}${f32 === null ? ' and' : ','} ${left}.`;
}

function pointsOf({ losses, expected }: Diff): object {
  const { compared } = losses;
  return {
    num_steps: expected.config.num_steps,
    steps: compared.map(({ step }) => step),
    expected: compared.map((loss) => jsonFloat(loss.expected)),
    got: compared.map((loss) => jsonFloat(loss.got)),
    delta: compared.map((loss) => jsonFloat(loss.delta)),
  };
}

function landmarks({ losses }: Diff): Markup {
  const { compared, firstDivergence } = losses;
  const first = firstDivergence?.step ?? NaN;
  const shownSteps = compared.filter(({ step }) => LANDMARKS.includes(step) || Math.abs(step - first) <= AROUND);
  return html`<details ${firstDivergence === null ? null : html`open`}><summary>Values of ${shownSteps.length} steps</summary>
<div class="scroll" role="region" aria-label="Values of some steps" tabindex="0"><table class="numbers"><thead><tr><th scope="col">step</th><th scope="col">expected</th><th scope="col">got</th><th scope="col">|difference|</th></tr></thead>
<tbody>${shownSteps.map((loss) => row(loss, first))}</tbody></table></div></details>`;
}

function row({ step, expected, text, delta }: ComparedLoss, first: number): Markup {
  return html`<tr ${step === first ? html`class="bad"` : null}><th scope="row">${step}</th><td>${repr(expected)}</td><td>${text.slice(0, 40)}</td><td>${short(delta)}</td></tr>
`;
}

/** A difference in two digits. */
export function short(delta: number): string {
  return delta === 0 || !Number.isFinite(delta) ? repr(delta) : delta.toExponential(1);
}
