import { describe, expect, test } from 'vitest';
import type { NamedSample, Row } from '../rows/row.ts';
import { LineSplitter } from '../text/lines.ts';
import { JsonParts } from './jsonParts.ts';
import { JsonReader } from './valueReader.ts';

/** What a log holds: lines, rows as counters and digits, samples, and text in strings. */
function readAll(log: string, cut = log.length) {
  const lines: string[] = [];
  const rows: Row[] = [];
  const samples: NamedSample[] = [];
  const texts: string[] = [];
  const parts = new JsonParts({
    row: (row) => rows.push(row),
    samples: (names) => samples.push(...names),
    text: (text) => texts.push(text),
  });
  const splitter = new LineSplitter((line) => lines.push(line), new JsonReader(parts));
  const bytes = new TextEncoder().encode(log);
  for (let at = 0; at < bytes.length; at += cut) splitter.push(bytes.subarray(at, at + cut));
  splitter.end();
  return {
    lines: lines.filter((line) => line !== ''),
    rows: rows.map(({ counters, text }) => [...counters.map(({ value }) => value), text]),
    samples: samples.map(({ index, name }) => [index, name]),
    texts,
    isTorn: parts.isTorn,
  };
}

const rowsOf = (log: string) => readAll(log).rows;

describe('an object with a loss', () => {
  test.each([
    ['{"step": 1, "loss": 3.50}', '3.50'],
    ['  {"loss":3.5,"step":1,"more":{"loss":9,"a":["loss",{"b":"}"}]}}  ', '3.5'],
    ["{'step': 1, 'loss': 3.5}", '3.5'],
    ['{ step: 1, loss: 3.5 }', '3.5'],
    ['{"iter": "1", "train_loss": "3.5"}', '3.5'],
    ['{"step": 1, "loss": NaN}', 'NaN'],
    ['{"note": "a \\" quote, }", "step": 1, "loss": -Infinity}', '-Infinity'],
    ['{"step": 1, "metrics": {"loss": 3.5}}', '3.5'],
    ['{"step": 1, "loss": np.float64(3.5)},', 'np.float64(3.5)'],
    ['{"_step": 1, "train/loss": 3.5, "_runtime": 2}', '3.5'],
  ])('%s', (line, digits) => {
    expect(rowsOf(line)).toEqual([[1, digits]]);
  });

  test('without a number has a row without one, but not where another loss stands in its place', () => {
    expect(rowsOf('{"step": 1, "loss": null}\n{"step": 2, "loss": null, "val_loss": 2.5}')).toEqual([[1, 'null']]);
  });

  test.each([
    '{"step": 1, "expected_loss": 3.5, "loss": 9.5}',
    '{"step": 1, "golden": {"loss": 3.5}, "port": {"loss": 9.5}}',
    '{"golden": {"losses": [3.5]}, "port": {"steps": [1], "losses": [9.5]}, "steps": [1]}',
    '{"step": [1], "loss_expected": [3.5], "loss": [9.5]}',
  ])("has the port's own loss beside that of a reference: %s", (log) => {
    expect(rowsOf(log)).toEqual([[1, '9.5']]);
  });

  test.each(['{"val_loss": 3.5}', '["loss", 3.5]', '{}', '[]', '{"text": "loss"}'])('%s is none', (line) => {
    expect(readAll(line)).toEqual({ lines: [], rows: [], samples: [], texts: [], isTorn: false });
  });

  test.each([
    '[LOG] step 1',
    '[1/1000] loss 3.5',
    '[2026-02-17 10:00:00] x',
    '{ // code',
    '{"step": 1} and more',
    '[1] 3.5',
  ])('%s is a line and no value', (line) => {
    expect(readAll(`a\n${line}\nb\n`)).toEqual({
      lines: ['a', line, 'b'],
      rows: [],
      samples: [],
      texts: [],
      isTorn: false,
    });
  });
});

describe('a document', () => {
  const DOCUMENT = '{"losses": [3.5, 3.25], "samples": ["kamon"]}';
  const LISTS =
    '{\n  "config": {"seed": 42},\n  "losses": [\n    3.5,\n    3.25\n  ],\n  "samples": ["kamon", "ann"]\n}\n';
  const found = {
    lines: [],
    rows: [['3.5'], ['3.25']],
    samples: [
      [1, 'kamon'],
      [2, 'ann'],
    ],
    texts: [],
    isTorn: false,
  };

  test('has lists of losses and samples, wherever it is cut', () => {
    for (let cut = 1; cut <= LISTS.length; cut++) expect(readAll(LISTS, cut)).toEqual(found);
  });

  test('has them within other objects, among lines of text', () => {
    const { lines, rows, samples } = readAll(`num docs: 3\n{"canonical": ${LISTS.trim()}}\ndone\n`);
    expect([lines, rows.length, samples.length]).toEqual([['num docs: 3', 'done'], 2, 2]);
  });

  test('that is cut off has what there is of it', () => {
    expect(rowsOf('{"losses": [3.5, 3.25, ')).toEqual([['3.5'], ['3.25']]);
    expect(rowsOf('[{"step": 1, "loss": 3.5},\n{"step": 2, "lo')).toEqual([[1, '3.5']]);
    expect(rowsOf('{"steps": [10, 20, 30], "losses": [3.5, 3.25, 3.')).toEqual([
      [10, '3.5'],
      [20, '3.25'],
    ]);
  });

  test('that is cut off has no part of a word, a number, a name or an object', () => {
    expect(rowsOf('{"step": 1, "loss": 3.5}\n{"step": 2, "loss": 3.2')).toEqual([[1, '3.5']]);
    expect(rowsOf('{"step": 1, "loss": 3.5}\n{"loss": 3.25, "ste')).toEqual([[1, '3.5']]);
    expect(readAll('{"losses": [3.5], "samples": ["kamon", "an').samples).toEqual([[1, 'kamon']]);
    expect(readAll('{"log": "step 1 loss 2\\nstep 2 loss 3.').texts).toEqual(['step 1 loss 2\n']);
  });

  test('that is cut off is known to be', () => {
    expect([...DOCUMENT].map((_, cut) => readAll(DOCUMENT.slice(0, cut + 1)).isTorn)).toEqual(
      [...DOCUMENT].map((_, cut) => cut + 1 < DOCUMENT.length),
    );
    expect(readAll('{"step": 1, "loss": 3.5}\n{"step": 2, "loss": 3.25}').isTorn).toBe(false);
    expect(readAll('[LOG] step 1 loss 3.5').isTorn).toBe(false);
  });

  test.each([
    ['{"steps": [1, 3], "loss": [3.5, 3.25]}'],
    ['{"step":{"0":1,"1":3},"loss":{"0":3.5,"1":3.25}}'],
    ['{"1": 3.5, "3": 3.25}'],
    ['{"3": 3.25, "1": 3.5}'],
    ['{"losses": {"1": 3.5, "3": 3.25}, "config": {"seed": 42}}'],
    ['{"run": {"train_loss": {"1": "3.5", "3": "3.25"}}}'],
    ['{"1": {"loss": 3.5, "lr": 0.01}, "3": {"loss": 3.25, "lr": 0.01}}'],
    ['{"1": 3.5}\n{"3": 3.25}'],
    ['{"columns":["step","loss"],"index":[0,1],"data":[[1,3.5],[3,3.25]]}'],
    ['{"log_history": [{"loss": 3.5, "step": 1}, {"eval_loss": 2, "step": 1}, {"loss": 3.25, "step": 3}]}'],
    ['[[1771318000.5, 1, 3.5], [1771318001.5, 3, 3.25]]'],
    ['[[1, 3.5], [3, 3.25]]'],
    ['[(1, 3.5), (3, 3.25)]'],
  ])('has steps and losses: %s', (log) => {
    expect(rowsOf(log)).toEqual([
      [1, '3.5'],
      [3, '3.25'],
    ]);
  });

  test.each([
    '{"samples": [{"index": 1, "text": "kamon"}, {"index": 2, "text": "ann"}]}',
    '{"sample": 1, "name": "kamon"}\n{"sample": 2, "name": "ann"}',
    '{"names": ["kamon", "ann"]}',
  ])('has samples: %s', (log) => {
    expect(readAll(log).samples).toEqual([
      [1, 'kamon'],
      [2, 'ann'],
    ]);
  });

  test('has text of a log in its strings, and code of a notebook is none', () => {
    const notebook = { cells: [{ source: ['print("loss 1")\n'], outputs: [{ text: ['loss 2\rloss 3\n', 'kamon'] }] }] };
    expect(readAll(JSON.stringify(notebook, null, 1)).texts).toEqual(['loss 2\rloss 3\n', 'kamon']);
    expect(readAll('{"log": "loss 2\\r\\n", "stream": "stdout"}').texts).toEqual(['loss 2\r\n']);
    expect(readAll('{"message": "step 1 loss 2", "level": "info"}').texts).toEqual(['step 1 loss 2']);
  });

  test.each([
    '{',
    '[',
    '"',
    '{"a":',
    '"a":{',
    "{'a':1,",
    '\\',
    '[1,',
    '[\n',
    '[[1],\n',
  ])('in time linear in its length: %j over and over', (piece) => {
    const started = performance.now();
    readAll(`{${piece.repeat(Math.floor(262_144 / piece.length))}`, 65536);
    readAll(piece.repeat(Math.floor(262_144 / piece.length)), 65536);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
