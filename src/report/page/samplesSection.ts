import { html, type Markup } from './markup.ts';

/** Sampled names side by side with those that are due. */
export function samplesSection(expected: readonly string[], got: ReadonlyMap<number, string>): Markup {
  const last = Math.max(...got.keys());
  const equal = [...got].filter(([index, name]) => expected[index - 1]?.trim() === name.trim()).length;
  const rows = expected.slice(0, Math.max(last, expected.length)).map((want, i) => {
    const name = got.get(i + 1);
    if (name === undefined) return html`<li class="none"><b>${want}</b> <span>not asked</span></li>`;
    const same = name.trim() === want.trim();
    return html`<li class="${same ? 'same' : 'bad'}"><b>${want}</b> <bdi>${name === '' ? '(empty)' : name.slice(0, 80)}</bdi></li>`;
  });
  return html`<section class="samples" aria-labelledby="samples">
<h2 id="samples">Samples</h2>
<p><b class="${equal === got.size ? 'good' : 'bad'}">${equal} of ${got.size}</b> are Python's. Left what is due, right what this port sampled.</p>
<ol>${rows}</ol>
</section>`;
}
