import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endGroups, GROUPS_FOLDER, startNoted } from './groups.ts';
import { marked } from './marked.ts';

/** Would not end by itself. */
const ENDLESS = 'setInterval(() => {}, 1000)';
/** Leaves such a process behind, at the head of a group of its own, and ends. */
const LEAVING = `require('node:child_process').spawn(process.execPath, ['-e', '${ENDLESS}'], { detached: true, stdio: 'ignore' }).unref()`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-'));
  vi.stubEnv(GROUPS_FOLDER, folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function started(program = ENDLESS) {
  return spawn(process.execPath, ['-e', program], { detached: true, stdio: 'ignore' });
}

test('a group that is noted is ended, once', async () => {
  const child = startNoted(() => started());
  const ended = once(child, 'exit');
  expect(readdirSync(folder)).toEqual([String(child.pid)]);
  endGroups(folder);
  expect(await ended).toEqual([null, 'SIGKILL']);
  endGroups(folder);
});

test('where the suite ends while a group begins, the group is ended at once', async () => {
  const child = startNoted(() => {
    const beginning = started();
    endGroups(folder);
    return beginning;
  });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});

test('behind the end nothing is started', () => {
  endGroups(folder);
  const start = vi.fn(started);
  expect(() => startNoted(start)).toThrow('SUITE: the run has ended');
  expect(start).not.toHaveBeenCalled();
});

test('a program that is not there leaves no note', async () => {
  const child = startNoted(() => spawn(join(folder, 'nothing'), { stdio: 'ignore' }));
  await once(child, 'error');
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.platform === 'linux')('what has left its group is found by its environment, and ended', async () => {
  await once(
    startNoted(() => started(LEAVING)),
    'exit',
  );
  const mark = `${GROUPS_FOLDER}=${folder}`;
  expect(marked(mark)).toHaveLength(1);
  endGroups(folder);
  expect(marked(mark)).toEqual([]);
});
