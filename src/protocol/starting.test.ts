import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Driver } from './driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'starting-'));
const TOO_LONG = 'x'.repeat(200_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** An executable script with this first line. */
function script(name: string, firstLine: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${firstLine}\nexit 0\n`, { mode: 0o755 });
  return file;
}

// The system says of each that there is no such file, which is there to be seen.
test.each([
  [
    'ends in CR',
    [script('cr', '#!/bin/sh\r')],
    /cr is a script, and its first line, "#!\/bin\/sh\\r", ends in CR, .*sed -i/,
  ],
  [
    'ends in CR behind env',
    [script('env', '#!/usr/bin/env python3\r')],
    /exited with status 127: its first line, .*python3\\r", ends in CR/,
  ],
  [
    'names what is not there',
    [script('gone', '#!/no/such')],
    /its interpreter "\/no\/such", named in its first line, is not there/,
  ],
])('a script whose first line %s is named as that', async (_, command, message) => {
  await expect(new Driver(command, { deadline: 2000, window: 1 }).ask('ok')).rejects.toThrow(message);
});

test.each([
  ['a path through a file', [join(script('file', '#!/bin/sh'), 'x')], /a part of the path .* is no folder/],
  ['a name that is too long', ['x'.repeat(5000)], /did not start: the name is too long/],
  ['an argument that is too long', ['/bin/echo', TOO_LONG], /did not start: the arguments .* are too long.* in a file/],
])('%s, which the system refuses at once, is a fault of the port and no crash of the driver', async (_, command, message) => {
  const driver = new Driver(command, { deadline: 2000, window: 4 });
  const asked = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map((body) => driver.ask(body)));
  expect(asked.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  await expect(driver.ask('ok')).rejects.toThrow(message);
  await driver.close();
});
