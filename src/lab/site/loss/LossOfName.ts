import { defineComponent, h, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { LossByStep } from './LossByStep.ts';
import type { LiveState } from './liveState.ts';
import { type PageWorker, pageWorker } from './pageWorker.ts';
import { positionTable } from './positionTable.ts';
import type { NameStart } from './startOfName.ts';

const LOSS_DIGITS = 3;
const STEPS = 1000;

/**
 * The loss of a name that is typed in, at step 0 and while the engine trains in the page. Until its worker is there, and where there is no
 * script, it is what the site was built with: the first name at step 0.
 */
export const LossOfName = defineComponent(
  (props: { readonly start: NameStart }) => {
    const name = ref(props.start.name);
    const state = shallowRef<LiveState | null>(null);
    const said = ref('');
    let worker: PageWorker | null = null;
    let isGone = false;

    const take = (data: unknown) => {
      const before = state.value;
      const now = data as LiveState; // trainer.js
      state.value = now;
      if (before?.isTraining === true && !now.isTraining && now.losses.length > 0) said.value = endOf(now);
    };
    onMounted(async () => {
      const started = await pageWorker('trainer', { onMessage: take, onFault: (fault) => (said.value = fault) });
      if (isGone) started.terminate();
      worker = started;
      ask('name');
    });
    onBeforeUnmount(() => {
      isGone = true;
      worker?.terminate();
    });
    const ask = (kind: string) => worker?.postMessage({ kind, name: name.value });
    const onInput = (event: unknown) => {
      name.value = Object(event).target.value;
      ask('name');
    };
    const turn = () => {
      const { isTraining = false, losses = [], due = [] } = state.value ?? {};
      said.value = isTraining ? '' : 'Training.';
      if (!isTraining && losses.length === due.length) ask('again');
      ask(isTraining ? 'stop' : 'train');
    };
    const again = () => {
      said.value = 'Back at step 0.';
      ask('again');
    };

    return () => {
      const { losses = [], due = [], isTraining = false, reading = props.start.reading } = state.value ?? {};
      const step = losses.length;
      const isWaiting = state.value === null;
      const fault = reading.kind === 'fault' ? reading.said : '';
      return h('figure', { class: 'loss-of-name', 'aria-label': 'The loss of a name' }, [
        h('div', { class: 'with-script' }, [
          h('label', { for: 'loss-name' }, 'Try it: type a name'),
          h('input', {
            ...{ id: 'loss-name', value: name.value, onInput, disabled: isWaiting },
            ...{ autocomplete: 'off', autocapitalize: 'off', spellcheck: false },
            ...{ 'aria-invalid': fault !== '', 'aria-describedby': 'loss-name-fault' },
          }),
          h('p', { id: 'loss-name-fault', class: 'fault', role: 'status' }, fault),
        ]),
        reading.kind === 'fault' ? null : positionTable(reading, step, props.start.uchars),
        h('div', { class: 'with-script' }, [
          h('p', { class: 'actions' }, [
            h('button', { type: 'button', onClick: turn, disabled: isWaiting }, wordOf(step, isTraining)),
            h('button', { type: 'button', onClick: again, disabled: isWaiting }, 'Back to step 0'),
            h('progress', { 'aria-label': 'Steps trained', max: STEPS, value: step }),
            h('span', `step ${step} of ${STEPS}`),
          ]),
          h('p', { role: 'status' }, said.value),
          h(LossByStep, { due, trained: losses }),
        ]),
      ]);
    };
  },
  { props: ['start'] },
);

function wordOf(step: number, isTraining: boolean): string {
  if (isTraining) return 'Stop';
  if (step === 0) return `Train ${STEPS} steps`;
  return step === STEPS ? 'Train again' : 'Go on';
}

/** What is said when training has ended, or was stopped: once, so that a screen reader is not overrun while it goes on. */
function endOf({ losses: { length }, due, outside, reading }: LiveState): string {
  const end = length === due.length ? `Trained ${length} steps.` : `Stopped at step ${length}.`;
  const agree =
    outside === 0
      ? `All ${length} losses are the canonical run's, within float64's class.`
      : `${outside} of ${length} losses are not the canonical run's: they lie outside float64's class.`;
  const ofName =
    reading.kind === 'fault' ? '' : ` ${reading.name} has a loss of ${reading.loss.toFixed(LOSS_DIGITS)} nats now.`;
  return `${end} ${agree}${ofName}`;
}
