import { html, Markup } from './markup.ts';

/** Values for the script; what could end the element is written otherwise. */
export function data(name: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return html`<script type="application/json" data-for="${name}">${new Markup(json)}</script>`;
}
