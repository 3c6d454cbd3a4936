import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { dumpLines } from './dumpLines.ts';

const COMPILED = fileURLToPath(new URL('../../../../dist/diff/', import.meta.url));

test('lines end with LF, CR or both, and empty ones are passed over', () => {
  expect([...dumpLines('a b\r\nc\n\n\rd\r')]).toEqual(['a b', 'c', 'd']);
  expect([...dumpLines('\n\r\n'), ...dumpLines('')]).toEqual([]);
});

test.each([
  ['replay/formats/textParams.js', 'readTextParams', "'1 '.repeat(2 ** 21 + 1)", 'there are more than 2097152 numbers'],
  ['step/readText.js', 'readTextStep', "'wte 2 ' + '1 '.repeat(2 ** 21 + 1)", 'there are more than 2097152 numbers'],
])('a line of 4 MB is read by %s where V8 does not optimise regular expressions', (file, name, text, message) => {
  const program = `import { ${name} } from '${COMPILED}${file}';
    try { ${name}(${text}); } catch (error) { console.log(error.message); }`;
  const flags = ['--no-regexp-optimization', '--input-type=module', '-e', program];
  const { stdout } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  expect(stdout).toContain(message);
});
