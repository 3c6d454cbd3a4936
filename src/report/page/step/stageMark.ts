import { html, type Markup } from '../markup.ts';
import type { StageStatus } from './tally.ts';

/** What stands for a stage's status beside its colour. */
export const STAGE_SIGNS: Readonly<Record<StageStatus, string>> = {
  held: '✓',
  wrong: '✗',
  'not given': '·',
  'not judged': '?',
};

/** A status as a class of CSS. */
export function stageClass(status: StageStatus): string {
  return status.replace(' ', '-');
}

/** A status as a word with its sign. */
export function stageMark(status: StageStatus): Markup {
  return html`<span class="status ${stageClass(status)}"><span aria-hidden="true">${STAGE_SIGNS[status]}</span> ${status}</span>`;
}
