import { h } from 'vue';
import type { Curves } from './lossCurves.ts';
import { scrolled } from './scrolled.ts';

const DIGITS = 4;

/** What the curves show, in numbers: a row a step. */
export function lossTable({ due, trained, own }: Curves) {
  const logged = new Map(own?.points);
  const steps = [...new Set([...due.keys(), ...[...logged.keys()].map((step) => step - 1)])].sort((a, b) => a - b);
  const columns = ['step', 'canonical run', 'in this page', ...(own === null ? [] : ['your log'])];
  const rows = steps.map((i) =>
    h('tr', [
      h('th', { scope: 'row' }, i + 1),
      ...[due[i], trained[i], ...(own === null ? [] : [logged.get(i + 1)])].map((loss) =>
        h('td', loss?.toFixed(DIGITS) ?? ''),
      ),
    ]),
  );
  return scrolled('Losses by step', [
    h('table', [
      h(
        'thead',
        h(
          'tr',
          columns.map((text) => h('th', { scope: 'col' }, text)),
        ),
      ),
      h('tbody', rows),
    ]),
  ]);
}
