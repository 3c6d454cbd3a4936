import { capped } from '../capped.ts';
import { linesOf, rangesText, type ShownFile, shareText } from '../coveredCode.ts';
import { html, type Markup, type MarkupPart } from './markup.ts';

/** The port's code, or why it was not counted. */
export type PageCode =
  | { readonly kind: 'files'; readonly files: readonly ShownFile[] }
  | { readonly kind: 'none'; readonly why: string };

/** Characters of a path, of ranges and of a line, and lines of a file, that are shown. */
const [MOST_PATH, MOST_RANGES, MOST_WIDTH, MOST_LINES] = [200, 2000, 300, 20_000];

/**
 * Which lines of the port no clause reaches, file by file.
 *
 * @param code - what was counted
 * @param own - where vitest's page of the code lies beside this one; null where there is none
 */
export function codeSection(code: PageCode, own: string | null): Markup {
  const link = own === null ? null : html` <a href="${own}">Its statements, branches and functions</a>`;
  return html`<section aria-labelledby="code"><h2 id="code">Lines that no clause reaches</h2>
${code.kind === 'none' ? html`<p>${code.why}</p>` : filesBlock(code.files)}${link === null ? null : html`<p>${link}</p>`}</section>`;
}

function filesBlock(files: readonly ShownFile[]): Markup {
  const all = linesOf(files);
  if (all.lines === 0)
    return html`<p>No line was counted: the port's files have none that can run, or none of them was loaded.</p>`;
  return html`<p>${all.reached} of ${all.lines} lines ran under the checks, ${shareText(all)}. ${all.reached === all.lines ? 'Every line is reached.' : 'What a line does that none reaches, no clause asks for, or no check sees.'}</p>
<div class="scroll" role="region" aria-label="Files" tabindex="0"><table class="numbers"><thead><tr><th scope="col">file</th><th scope="col">lines</th><th scope="col">reached</th><th scope="col">share</th></tr></thead>
<tbody>${files.map((file) => html`<tr><th scope="row"><code>${capped(file.file, MOST_PATH)}</code></th><td>${file.lines}</td><td>${file.reached}</td><td class="${file.unreached.length === 0 ? 'good' : 'bad'}">${shareText(linesOf([file]))}</td></tr>`)}</tbody></table></div>
${files.map(fileBlock)}`;
}

function fileBlock(file: ShownFile): MarkupPart {
  const { source, unreached } = file;
  const left =
    unreached.length === 0 ? 'every line is reached' : `not reached: ${capped(rangesText(unreached), MOST_RANGES)}`;
  const name = html`<code>${capped(file.file, MOST_PATH)}</code> <span class="${unreached.length === 0 ? 'faint' : 'bad'}">${left}</span>`;
  if (source === null || source.length > MOST_LINES)
    return html`<p class="file">${name} <span class="faint">(its text could not be read)</span></p>`;
  return html`<details class="file"><summary>${name}</summary>
<pre class="source" role="region" aria-label="${capped(file.file, MOST_PATH)}" tabindex="0">${source.map((text, i) => line(text, i + 1, file))}</pre></details>
`;
}

function line(text: string, number: number, { ran }: ShownFile): Markup {
  const reached = ran.get(number);
  const mark = reached === false ? html`<b>✗ not reached</b>` : null;
  return html`<span class="${reached === undefined ? 'blank' : reached ? 'ran' : 'missed'}"><i>${number}</i>${text.slice(0, MOST_WIDTH)}${mark}
</span>`;
}
