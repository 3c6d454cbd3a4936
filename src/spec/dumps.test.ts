import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocs } from '../diff/replay/docsDump.ts';
import { layoutIds } from '../diff/replay/layouts.ts';
import { countOf, type ParamsDump, readParams } from '../diff/replay/paramsDump.ts';
import { documentsIn } from '../diff/replay/vocabulary.ts';
import { DICTS } from '../diff/step/readNames.ts';
import { readStep } from '../diff/step/readStep.ts';
import { canonicalDataset } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';

const PAGE = readFileSync(new URL('../../spec/traces.md', import.meta.url), 'utf8');

/** Examples in the list, each with what its info string says is in it. */
function examples(kind: 'params' | 'docs' | 'step'): { holds: string; bytes: Uint8Array }[] {
  return [...PAGE.matchAll(/^ {2}```(\w+) (.*)\n([\s\S]*?)^ {2}```$/gm)]
    .filter((match) => match[1] === kind)
    .map(([, , holds, text]) => ({ holds, bytes: new TextEncoder().encode(text.replaceAll(/^ {2}/gm, '')) }));
}

/** The number of parameters of a list, the names of matrices. */
function contents(dump: ParamsDump): string {
  return dump.kind === 'numbers' ? String(countOf(dump)) : [...dump.matrices.keys()].toSorted().join(' ');
}

describe('spec/traces.md, dumps of a start', () => {
  test.each(examples('params'))('the example of parameters with $holds is read as such', async ({ holds, bytes }) => {
    expect(contents(await readParams(bytes))).toBe(holds.split(' ').toSorted().join(' '));
  });

  test.each(examples('docs'))('the example of documents with $holds is read as such', ({ holds, bytes }) => {
    const { uchars } = canonicalDataset(openGolden());
    expect(documentsIn(readDocs(bytes), uchars)).toEqual(holds.split(' '));
  });

  test('there are examples', () => {
    expect([examples('params').length, examples('docs').length]).toEqual([4, 4]);
  });

  test('every layout is in the table, and no other', () => {
    const section = PAGE.split('| layout ')[1].split('\n\n')[0];
    const names = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(names).toEqual([...new Set(layoutIds().flatMap((id) => id.split('+')))]);
  });
});

describe('spec/traces.md, dumps of a step', () => {
  test.each(examples('step'))('the example with $holds is read as such', async ({ holds, bytes }) => {
    const [{ dump }] = await readStep(bytes, 'example');
    const matrices = DICTS.flatMap((dict) => Object.keys(dump[dict] ?? {}).map((name) => `${dict}.${name}`));
    const fields = ['step', 'tokens', 'logits', 'probs', 'losses', 'loss'] as const;
    expect([...fields.filter((name) => dump[name] !== null), ...matrices, ...dump.trace.keys()]).toEqual(
      holds.split(' '),
    );
  });

  test('there are examples', () => expect(examples('step')).toHaveLength(2));
});
