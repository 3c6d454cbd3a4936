import { describe, expect, test } from 'vitest';
import { shown } from '../../port/shown.ts';
import { HOSTILE } from '../result.fixture.ts';
import { html } from './markup.ts';

/** What a reader of HTML makes of an entity. */
const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

describe('html', () => {
  test('text stays text, in elements and in attributes', () => {
    const { text } = html`<p title="${HOSTILE}" class='${HOSTILE}'>${HOSTILE}${[HOSTILE, 1, null]}</p>`;
    const parts = /^<p title="([^"<>]*)" class='([^'<>]*)'>([^<>]*)<\/p>$/.exec(text)?.slice(1) ?? [];
    const read = parts.map((part) => part.replace(/&([^;]*);/g, (_, entity) => CHARACTERS[entity]));
    expect(read).toEqual([shown(HOSTILE), shown(HOSTILE), `${shown(HOSTILE)}${shown(HOSTILE)}1`]);
  });

  test('HTML made by it goes in as it is', () => {
    expect(html`<ul>${['a', 'b<'].map((item) => html`<li>${item}</li>`)}</ul>`.text).toBe(
      '<ul><li>a</li><li>b&lt;</li></ul>',
    );
  });
});
