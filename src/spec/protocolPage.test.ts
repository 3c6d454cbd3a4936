import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isPart, OPS, type Part, type ValueType } from '../port/ops.ts';
import { ALL_OPS } from '../protocol/processPort.ts';
import { readSpec } from './clauses.ts';

const PAGE = readFileSync(new URL('../../spec/protocol.md', import.meta.url), 'utf8');

/** How the page writes the types of `OPS`; those that are not here have the same name. */
const WRITTEN: Partial<Readonly<Record<ValueType, string>>> = {
  ints: 'list of int',
  texts: 'list of text',
  floats: 'list of float',
  'ints[]': 'list of (list of int)',
};

/** Types with floats in them; all others are compared exactly. */
const ROUNDED: ReadonlySet<ValueType> = new Set(['float', 'floats', 'matrix', 'state_dict', 'trace']);

interface Row {
  readonly side: string;
  readonly name: string;
  readonly type: string;
  readonly compared: string;
  readonly clauses: string;
}

/** The table under an operation's heading. */
function rowsOf(op: string): Row[] {
  const section = PAGE.split(`\n### ${op}\n`)[1].split('\n### ')[0];
  return [...section.matchAll(/^\| (in|out) \| (.*) \|$/gm)].map(([, side, rest]) => {
    const [name, type, , compared, clauses] = rest.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    return { side, name, type, compared, clauses };
  });
}

function written(type: ValueType): string {
  return WRITTEN[type] ?? type;
}

function comparison({ type, scale }: Part): string {
  if (type === 'drawn') return 'exact; gauss by value';
  return ROUNDED.has(type) ? scale : 'exact';
}

describe.each(ALL_OPS)('the table of %s', (op) => {
  const rows = rowsOf(op);
  const [given, got] = ['in', 'out'].map((side) => rows.filter((row) => row.side === side));
  const { args, result } = OPS[op];

  test('has its arguments in their order', () => {
    expect(given.map(({ type }) => type)).toEqual(args.map(written));
  });

  test('has its results in their order, with what an error is measured against, and a clause', () => {
    const parts = isPart(result) ? [result] : Object.values(result);
    expect(got.map(({ type, compared }) => [type, compared])).toEqual(
      parts.map((part) => [written(part.type), comparison(part)]),
    );
    expect(got.filter(({ clauses }) => clauses === '')).toEqual([]);
  });
});

test.each(
  ALL_OPS.filter((op) => !isPart(OPS[op].result)),
)('%s has its results under the names that modules give them', (op) => {
  const names = rowsOf(op)
    .filter(({ side }) => side === 'out')
    .map(({ name }) => name);
  expect(names).toEqual(Object.keys(OPS[op].result));
});

test('every clause that the page names is there', () => {
  const known = new Set(readSpec().map(({ id }) => id));
  const named = [...PAGE.matchAll(/\b[a-z]+\.\d+\b/g)].map(([id]) => id);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
