import { describe, expect, test } from 'vitest';
import { ARGUMENTS, callText, cut, valueText } from './callText.ts';
import { configure } from './config.ts';
import { OPS } from './ops.ts';
import { readOwnText } from './ownText.ts';

const PROTOCOL = readOwnText(new URL('../../spec/protocol.md', import.meta.url));

test('arguments have the names that spec/protocol.md gives them', () => {
  const names = Object.keys(OPS).map((op) => {
    const [, section = ''] = PROTOCOL.split(`\n### ${op}\n`);
    const rows = section.split('\n### ')[0].matchAll(/^\| in \| `(\w+)` \|/gm);
    return [op, [...rows].map(([, name]) => name)];
  });
  expect(Object.fromEntries(names)).toEqual(ARGUMENTS);
});

describe('callText', () => {
  test('has names, and of a configuration what is not as in microgpt.py', () => {
    expect(callText('position_loss', [[0.5, 0.5], 1])).toBe('position_loss(probs=[0.5,0.5], target=1)');
    expect(callText('parameters', [configure({ n_layer: 2 }), 3])).toBe(
      'parameters(config={"n_layer":2}, vocab_size=3)',
    );
  });

  test('shows what JSON has no word for, bytes in hex, integers of any size', () => {
    expect(callText('softmax', [[Number.NaN, -Infinity, -0]])).toBe('softmax(logits=["nan","-inf","-0"])');
    expect(callText('documents', [Uint8Array.of(10, 255)])).toBe('documents(bytes="0aff")');
    expect(callText('random', [2n ** 70n, []])).toBe('random(seed="1180591620717411303424", draws=[])');
  });

  test('cuts what is long, and says how long it is', () => {
    const long = callText('softmax', [Array.from({ length: 1000 }, () => 1)]);
    expect(long.length).toBeLessThan(250);
    expect(long).toMatch(/\.\.\. \(2001 characters\)\)$/);
    expect(cut('abc', 3)).toBe('abc');
    expect(valueText(undefined)).toBe('undefined');
  });
});
