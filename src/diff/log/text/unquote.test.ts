import { describe, expect, test } from 'vitest';
import { Prefixes } from './prefix.ts';
import { unquoted } from './unquote.ts';

describe('a line holds what it quotes', () => {
  test.each([
    ['a line as it is', 'step 1 / 1000 | loss 3.3660', ['step 1 / 1000 | loss 3.3660']],
    ['carriage returns as less writes them', 'a 1^Ma 2^M', ['a 1', 'a 2', '']],
    ['as syslog does', 'a 1#015#012a 2', ['a 1', '', 'a 2']],
    ['as JSON and code do', String.raw`a 1\r\na 2\na 3`, ['a 1', 'a 2', 'a 3']],
    ['escaped twice', String.raw`a 1\\nstep 2`, ['a 1', 'step 2']],
    ['as pictures', 'a 1\u240da 2\u2028a 3', ['a 1', 'a 2', 'a 3']],
    ['line ends of HTML', 'a 1<br>a 2<br/>a 3</p>', ['a 1', 'a 2', 'a 3', '']],
    ['rows of a table', '<tr><td>1</td><td class="n">2</td></tr>', ['', '1 | 2 | ', '']],
    ['control sequences written out', String.raw`^[[1;32ma\x1b[0m 1\u001b[K`, ['a 1']],
    ['tags and entities', '<code>a</code> &gt; 1&nbsp;<span class="x">2</span>', ['a > 1 2']],
    ['emphasis', '**a** `1`', ['a 1']],
    ['rules of tables', '│ 1 ┆ 2 ┃', ['| 1 | 2 |']],
    ['digits of other scripts', 'a ١٢٣ ４.５ ०१ ٣٫٥', ['a 123 4.5 01 3.5']],
  ])('%s', (_, line, lines) => {
    expect(unquoted(line)).toEqual(lines);
  });

  test('but no path, formula or comparison is taken for a quotation', () => {
    const line = String.raw`C:\Data\log 1 < 2 > 0, a_b * c`;
    expect(unquoted(line)).toEqual([line]);
  });

  test.each([
    '<',
    '<a ',
    '&gt',
    '^[',
    '\\',
    '`',
    '**',
    '<a '.repeat(9),
  ])('in linear time: %j over and over', (piece) => {
    const started = performance.now();
    unquoted(piece.repeat(Math.floor(65536 / piece.length)));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a prefix is taken off', () => {
  test.each([
    '> ',
    '>> ',
    '# ',
    '// ',
    '- ',
    ' * ',
    '2026-02-17T10:00:00.1234567Z ',
    '2026-02-17 10:00:00,123 ',
    '[2026-02-17 10:00:00] ',
    '[10:00:00] ',
    'Feb 17 10:00:00 host python[15522]: ',
    'INFO: ',
    'INFO:root:',
    '[INFO] ',
    '[rank0]: ',
    '[1,0]<stdout>:',
    '[LOG] ',
    '(pid=12) ',
    '2026-02-17 10:00:00 INFO > ',
    '2026-02-17T10:00:00Z stdout F ',
    'app[web.1]: ',
  ])('%j', (prefix) => {
    expect(new Prefixes().peel(`${prefix}kamon`)).toBe('kamon');
  });

  test('that this log has before its losses, with other digits', () => {
    const prefixes = new Prefixes();
    expect(prefixes.peel('train-1  | kamon')).toBe('train-1  | kamon');
    prefixes.learn('train-1  | ');
    expect(prefixes.peel('train-12 | kamon')).toBe('kamon');
  });

  test.each(['kamon', 'sample: kamon', '1. kamon', '1: kamon'])('but none of %j', (line) => {
    expect(new Prefixes().peel(line)).toBe(line);
  });

  test.each(['[', '(', '2026-', 'INFO ', '> ', '[a] '])('in linear time: %j over and over', (piece) => {
    const started = performance.now();
    new Prefixes().peel(piece.repeat(Math.floor(65536 / piece.length)));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
