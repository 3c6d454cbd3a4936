import { createHash } from 'node:crypto';
import { readOwnText } from '../../port/ownText.ts';
import { contents } from './contents.ts';
import { html, Markup } from './markup.ts';

/** The page's own style and script: they lie beside the sources, which the package has. */
const SOURCES = new URL('../../../src/report/page/', import.meta.url);

/**
 * A whole page in one file: it loads nothing, from no network and no other file, and runs no script but its own, which its
 * policy names by their hashes. Without the script it can be read all the same.
 *
 * @param title - of the window
 * @param header - what it is about, and the verdict
 * @param main - its sections; their headings make the table of contents
 * @param styles - files beside this one
 */
export function htmlPage(
  title: string,
  header: Markup,
  main: Markup,
  styles: readonly string[] = ['page.css'],
): string {
  const source = (name: string) => readOwnText(new URL(name, SOURCES));
  const [style, script] = [styles.map(source).join(''), source('page.js')];
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return documentText(
    { title, policy, style },
    html`<a class="skip" href="#main">Skip to the content</a>
<header>
${header}
</header>
${contents(main)}<main id="main" tabindex="-1">
${main}
</main>
<script>${new Markup(script)}</script>`,
  );
}

/** What stands in the head of a page. */
export interface Head {
  readonly title: string;
  /** Of the content, as a Content-Security-Policy. */
  readonly policy: string;
  readonly style: string;
}

/** The text of a page that is one file. */
export function documentText({ title, policy, style }: Head, body: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="microgpt-spec">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** A script's or style's own text, as a page's policy names it. */
export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
