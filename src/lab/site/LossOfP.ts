import { defineComponent, h, ref } from 'vue';
import { surpriseOf } from './surprise.ts';

/** Where the slider begins, ends and stands first: the chapter's "hardly better". */
const [LEAST, MOST, FIRST] = [0.001, 1, 0.05];
/** The figure's size, and how many nats it shows, in its own units. */
const [WIDTH, HEIGHT, NATS] = [600, 210, 7];
const POINTS = 300;
const [P_DIGITS, LOSS_DIGITS, SLOPE_DIGITS] = [3, 3, 2];
const RADIUS = 6;

const CURVE = Array.from({ length: POINTS }, (_, i) => LEAST + (i / (POINTS - 1)) * (MOST - LEAST))
  .map((p) => `${xOf(p)} ${yOf(surpriseOf(p).nats)}`)
  .join(' L');

/** The loss by a slider: -ln p with its tangent, beside 1 - p. What it says stands in words below it, for a screen reader too. */
export const LossOfP = defineComponent(() => {
  const p = ref(FIRST);
  const onInput = (event: unknown) => {
    p.value = Number(Object(event).target.value);
  };
  return () => {
    const { nats, bits, slope, contrast } = surpriseOf(p.value);
    return h('figure', { class: 'loss-of-p' }, [
      h('label', { for: 'loss-of-p' }, `Try it: the probability p of the target is ${p.value.toFixed(P_DIGITS)}`),
      h('input', { id: 'loss-of-p', type: 'range', min: LEAST, max: MOST, step: LEAST, value: p.value, onInput }),
      picture(p.value, nats, slope),
      h('p', { 'aria-live': 'polite' }, [
        h('strong', `-ln p = ${nats.toFixed(LOSS_DIGITS)} nats = ${bits.toFixed(LOSS_DIGITS)} bits`),
        `, with the slope -1/p = ${slope.toFixed(SLOPE_DIGITS)}. For contrast, 1 - p = ${contrast.toFixed(P_DIGITS)}, whose slope is -1 everywhere.`,
      ]),
    ]);
  };
});

function picture(p: number, nats: number, slope: number) {
  const tangent = `M${xOf(0)} ${yOf(nats - slope * p)} L${xOf(MOST)} ${yOf(nats + slope * (MOST - p))}`;
  return h('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, [
    h('path', { class: 'contrast', d: `M${xOf(0)} ${yOf(1)} L${xOf(1)} ${yOf(0)}` }),
    h('path', { class: 'tangent', d: tangent }),
    h('path', { class: 'curve', d: `M${CURVE}` }),
    h('circle', { cx: xOf(p), cy: yOf(nats), r: RADIUS }),
  ]);
}

function xOf(p: number): number {
  return p * WIDTH;
}

function yOf(nats: number): number {
  return HEIGHT - (nats / NATS) * HEIGHT;
}
