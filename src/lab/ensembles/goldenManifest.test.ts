import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GOLDEN_FOLDER, MANIFEST, openGolden } from '../../golden/folder.ts';
import { readGoldenText } from '../../golden/golden.ts';
import { renewedManifest } from './goldenManifest.ts';

const manifest = readFileSync(join(GOLDEN_FOLDER, MANIFEST), 'utf8');

test('files as they are leave the manifest as the recorder wrote it', () => {
  const path = 'canonical/losses.json';
  expect(renewedManifest(manifest, { [path]: readGoldenText(openGolden(), path) })).toBe(manifest);
});

test('a new file is added in its place, a changed one gets another hash', () => {
  const renewed = renewedManifest(manifest, { 'small/a.json': 'a', 'canonical/losses.json': 'é' });
  const { files } = JSON.parse(renewed);
  expect(Object.keys(files)).toEqual(Object.keys(files).toSorted());
  expect(files['small/a.json']).toEqual({
    sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
    bytes: 1,
  });
  expect(files['canonical/losses.json'].bytes).toBe(2);
  expect(JSON.parse(renewed).provenance).toEqual(JSON.parse(manifest).provenance);
});

test('another form is refused', () => {
  expect(() => renewedManifest('{}', {})).toThrow('no files');
  expect(() => renewedManifest(manifest.replace('"bytes"', '"size"'), {})).toThrow('cannot be read');
});
