import { existsSync } from 'node:fs';
import { defineConfig } from 'vitepress';
import { anchorOf } from '../../report/specAddress.ts';
import { PAGES_FOLDER, SITE_FOLDER, TRY_PAGE, WORK_FOLDER } from './folders.ts';
import { type SitePage, sitePages } from './siteFiles.ts';

const NAME = 'microgpt-spec';
/** Headings that a page lists beside itself. */
const OUTLINED: [number, number] = [2, 3];
/** Fences that say what an example is, and are no language. */
const PLAIN = ['example', 'exchange', 'docs', 'params', 'step'];
/** How much more a word counts in a title than in a text, and in the titles above it. */
const BOOST = { title: 6, titles: 2, text: 1 };
const CHECKS = /<details class="checks">[\s\S]*?<\/details>/g;
const WARNED = 4096;

/** VitePress's configuration: what `site.ts` has written becomes a site that asks for nothing beyond itself. */
export const SITE_CONFIG = defineConfig({
  title: NAME,
  description: 'The executable specification of microgpt.py',
  lang: 'en',
  srcDir: PAGES_FOLDER,
  outDir: SITE_FOLDER,
  cacheDir: WORK_FOLDER,
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    math: true,
    // A column without a name has no header, to a reader of the screen.
    config: (md) => {
      md.core.ruler.push('nameless', ({ tokens }) => {
        for (const [i, token] of tokens.entries())
          if (token.type === 'th_open' && tokens[i + 1].content === '') token.tag = tokens[i + 2].tag = 'td';
      });
    },
    anchor: { slugify: (heading) => decodeURIComponent(anchorOf(heading)) },
    languages: PLAIN.map((name) => ({ name, scopeName: `text.${name}`, patterns: [], repository: {} })),
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: { build: { chunkSizeWarningLimit: WARNED } },
  themeConfig: {
    outline: OUTLINED,
    sidebar: sidebar(sitePages()),
    nav: [
      { text: 'Specification', link: '/spec/' },
      { text: 'Clauses', link: '/spec/clauses' },
      { text: 'Measured', link: '/spec/measured/strength' },
      ...(existsSync(TRY_PAGE) ? [{ text: 'Try a log', link: '/try.html', target: '_self' }] : []),
    ],
    search: {
      provider: 'local',
      options: {
        // What is folded away is not what one looks for by a word.
        _render: (text, env, md) => md.render(text.replaceAll(CHECKS, ''), env),
        miniSearch: {
          // Runs in the page too, by its text: a clause's id is a word beside its parts.
          options: { tokenize: (text) => [...text.split(/[\s\p{P}]+/u), ...(text.match(/[a-z]+\.\d+/gi) ?? [])] },
          searchOptions: { boost: BOOST },
        },
      },
    },
  },
});

/** Pages by their groups, in their order. */
function sidebar(pages: readonly SitePage[]) {
  return [...new Set(pages.map(({ group }) => group))].map((name) => ({
    text: name,
    items: pages
      .filter(({ group }) => group === name)
      .map(({ title, target }) => ({ text: title, link: `/${target}` })),
  }));
}
