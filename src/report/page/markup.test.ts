import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { shown } from '../../port/shown.ts';
import { HOSTILE } from '../result.fixture.ts';
import { html } from './markup.ts';

describe('html', () => {
  const text = html`<p title="${HOSTILE}" class='${HOSTILE}'>${HOSTILE}${[HOSTILE, 1, null]}</p>`.text;
  const { document } = parseHTML(`<html><body>${text}</body></html>`);

  test('text stays text, in elements and in attributes', () => {
    const [paragraph] = document.querySelectorAll('body *');
    expect(document.querySelectorAll('body *').length).toBe(1);
    expect(paragraph.getAttributeNames()).toEqual(['title', 'class']);
    expect(paragraph.textContent).toBe(`${shown(HOSTILE)}${shown(HOSTILE)}1`);
    expect(paragraph.getAttribute('title')).toBe(shown(HOSTILE));
  });

  test('HTML made by it goes in as it is', () => {
    expect(html`<ul>${['a', 'b<'].map((item) => html`<li>${item}</li>`)}</ul>`.text).toBe(
      '<ul><li>a</li><li>b&lt;</li></ul>',
    );
  });
});
