import { withBase } from 'vitepress';
import { defineComponent, h, onBeforeUnmount, ref, shallowRef } from 'vue';
import { type Curves, lossCurves } from './lossCurves.ts';
import { lossTable } from './lossTable.ts';
import type { OwnLog } from './ownLog.ts';
import { ownLogForm } from './ownLogForm.ts';
import { type PageWorker, pageWorker } from './pageWorker.ts';

/** What comes back from the worker that judges. */
type Answer =
  | { readonly kind: 'judged'; readonly id: number; readonly own: OwnLog }
  | { readonly kind: 'fault'; readonly id: number; readonly said: string };

/** What is said while a log is judged. */
const READING = 'Reading.';

/** The losses of the canonical run, of what is trained in the page, and of a log that is pasted or dropped. */
export const LossByStep = defineComponent(
  (props: Omit<Curves, 'own'>) => {
    const own = shallowRef<OwnLog | null>(null);
    const said = ref('');
    const isOpen = ref(false);
    let worker: Promise<PageWorker> | null = null;
    let asked = 0;

    /** One log at a time: what is judged still is given up. */
    const judge = async (name: string, blob: object) => {
      const id = ++asked;
      if (said.value === READING) end();
      own.value = null;
      said.value = READING;
      worker ??= pageWorker('logJudge', { onMessage: take, onFault: (fault) => (said.value = fault) });
      (await worker).postMessage({ kind: 'log', id, name, blob });
    };
    const take = (data: unknown) => {
      const answer = data as Answer; // logJudge.js
      if (answer.id !== asked) return;
      own.value = answer.kind === 'judged' ? answer.own : null;
      said.value = answer.kind === 'judged' ? (answer.own.lines.at(-1) ?? '') : answer.said;
    };
    const end = () => {
      worker?.then((old) => old.terminate());
      worker = null;
    };
    const clear = () => {
      asked++;
      own.value = null;
      said.value = '';
    };
    onBeforeUnmount(end);

    return () => {
      const curves = { due: props.due, trained: props.trained, own: own.value };
      return h('div', { class: 'loss-curves' }, [
        h('div', { class: 'wide', innerHTML: lossCurves(curves, 'wide') }),
        h('div', { class: 'narrow', innerHTML: lossCurves(curves, 'narrow') }),
        h('p', { class: 'legend', 'aria-hidden': 'true' }, [
          h('span', { class: 'due' }, 'the canonical run'),
          h('span', { class: 'trained' }, 'trained in this page'),
          own.value === null ? null : h('span', { class: 'own' }, 'your log'),
        ]),
        h('details', { onToggle: (event: unknown) => (isOpen.value = Object(event).target.open) }, [
          h('summary', 'Every loss, in a table'),
          isOpen.value ? lossTable(curves) : null,
        ]),
        ownLogForm({ judge, clear }),
        h('p', { role: 'status' }, said.value),
        own.value === null ? null : verdict(own.value),
      ]);
    };
  },
  { props: ['due', 'trained'] },
);

function verdict({ lines, isGolden }: OwnLog) {
  const elsewhere = 'It was compared with a run of its own constants, and not with the one that is drawn here.';
  return [
    h('pre', { tabindex: 0, 'aria-label': 'What diff says of your log' }, lines.join('\n')),
    isGolden ? null : h('p', elsewhere),
    h('p', [
      'Known mistakes are not looked for here: ',
      h('a', { href: withBase('/try.html'), target: '_self' }, 'try the log'),
      ' to have the one that explains it.',
    ]),
  ];
}
