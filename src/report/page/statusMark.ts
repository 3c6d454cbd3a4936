import type { ClauseStatus } from '../result.ts';
import { html, type Markup } from './markup.ts';

/** What stands for a status beside its colour, for those who do not see that, and what it says. */
export const STATUSES: Readonly<Record<ClauseStatus, { readonly sign: string; readonly words: string }>> = {
  held: { sign: '✓', words: 'held' },
  failed: { sign: '✗', words: 'failed' },
  'failed-at-edge': { sign: '✗', words: 'failed at the edge' },
  'expected-failure': { sign: '!', words: 'expected failure' },
  'not-claimed': { sign: '–', words: 'not claimed' },
  'not-applicable': { sign: '·', words: 'not applicable' },
};

/** A status as a word with its sign. */
export function statusMark(status: ClauseStatus): Markup {
  const { sign, words } = STATUSES[status];
  return html`<span class="status ${status}"><span aria-hidden="true">${sign}</span> ${words}</span>`;
}
