import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GOLDEN_FOLDER, openGolden, provenanceLine } from './folder.ts';
import { GoldenFault } from './goldenFault.ts';
import { verifyGolden } from './verify.ts';

const LOSSES = 'canonical/losses.json';

let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'golden-'));
  cpSync(GOLDEN_FOLDER, copy, { recursive: true });
});

afterEach(() => rmSync(copy, { recursive: true }));

describe('a golden folder', () => {
  test('every file of the package is as recorded', () => {
    expect(verifyGolden(openGolden())).toEqual([]);
  });

  test('its manifest says what the data were recorded with', () => {
    expect(provenanceLine(openGolden())).toMatch(/^recorded from microgpt\.py with CPython 3\.\d+\.\d+ on \w+ \w+, /);
  });

  test('a file is read as the bytes that the manifest lists', () => {
    const golden = openGolden();
    expect(golden.read(LOSSES).length).toBe(golden.files[LOSSES].bytes);
  });
});

describe('a golden folder that is not as recorded', () => {
  test('an altered file is named with both hashes and what to do', () => {
    const golden = openGolden(copy);
    writeFileSync(join(copy, LOSSES), '[]\n');
    expect(() => golden.read(LOSSES)).toThrow(
      /^golden: canonical\/losses\.json is not the file .* expected SHA-256 [0-9a-f]{12}\.\.\., got 37517e5f3dc6\.\.\. .*restore/,
    );
  });

  test('a missing file is named with what to do', () => {
    rmSync(join(copy, LOSSES));
    expect(() => openGolden(copy).read(LOSSES)).toThrow(/^golden: canonical\/losses\.json is missing; restore/);
  });

  test('a file that the manifest does not list is never read', () => {
    expect(() => openGolden(copy).read('README.md')).toThrow(/README\.md is not in manifest\.json/);
  });

  test('a missing manifest is named', () => {
    rmSync(join(copy, 'manifest.json'));
    expect(() => openGolden(copy)).toThrow(/^golden: manifest\.json is missing; restore/);
  });

  test.each([
    ['{', /manifest\.json is not JSON/],
    ['[]', /manifest\.json is \[\]; it must be an object/],
    ['{"schema": 2}', /manifest\.json has schema 2; this version reads schema 1/],
    ['{"schema": 1, "files": {"a": {"sha256": 1}}}', /manifest\.json: a is 1; it must be a string/],
  ])('the manifest %s is a fault', (content, message) => {
    writeFileSync(join(copy, 'manifest.json'), content);
    expect(() => openGolden(copy)).toThrow(GoldenFault);
    expect(() => openGolden(copy)).toThrow(message);
  });

  test('verifying names every file that is altered, missing or not listed, and no other', () => {
    writeFileSync(join(copy, LOSSES), '[]\n');
    rmSync(join(copy, 'canonical/output.txt'));
    writeFileSync(join(copy, 'canonical/extra.json'), '[]\n');
    writeFileSync(join(copy, 'canonical/.hidden'), '');
    const problems = verifyGolden(openGolden(copy));
    expect(problems.map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      'golden: canonical/losses.json is not the',
      'golden: canonical/output.txt is missing; restore',
      'golden: canonical/extra.json is not in',
    ]);
  });
});
