import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recordLines } from './recordLines.ts';

const FOLDER = new URL('../../spec/measured/', import.meta.url);

test('a list of records has a line for each, and every other member one line', () => {
  const measured = {
    schema: 1,
    machine: { cores: 2, of: [1, 2] },
    rows: [{ id: 'a\n]', at: [] }, { id: 'b' }],
    none: [],
  };
  expect(recordLines(measured)).toBe(`{
  "schema": 1,
  "machine": {"cores": 2, "of": [1, 2]},
  "rows": [
    {"id": "a\\n]", "at": []},
    {"id": "b"}
  ],
  "none": []
}
`);
});

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

test.each(files)('spec/measured/%s is written so', (file) => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  expect(text).toBe(recordLines(JSON.parse(text)));
});
