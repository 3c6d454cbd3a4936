import { html, type Markup } from './markup.ts';

/** Lines of a failure that are made to be pasted: the command that asks again, and the request for a shell. */
const PASTED = /^( *(?:again +(?=npx microgpt-spec )|request +(?=(?:echo|printf) )))(.+)$/gm;

/** A command, with a button that copies it where there is a script. */
export function command(text: string): Markup {
  return html`<code data-copy="command">${text}</code>`;
}

/**
 * A failure's text, whose last command and last request have buttons that copy them where there is a script. Those before them could
 * be of a port's own message, and a line that was cut off is no command.
 *
 * @param text - as it is shown
 * @param isWhole - whether nothing of it was cut off
 */
export function failureText(text: string, isWhole: boolean): Markup {
  const lines = isWhole ? [...text.matchAll(PASTED)] : [];
  const last = ['again', 'request'].map((name) => lines.findLast(([, label]) => label.trim() === name));
  let end = 0;
  const parts = lines
    .filter((line) => last.includes(line))
    .map(({ index, 1: label, 2: pasted }) => {
      const before = text.slice(end, index);
      end = index + label.length + pasted.length;
      return html`${before}${label}<code data-copy="${label.trim() === 'again' ? 'command' : 'request'}">${pasted}</code>`;
    });
  return html`<pre tabindex="0"><bdi>${parts}${text.slice(end)}</bdi></pre>`;
}
