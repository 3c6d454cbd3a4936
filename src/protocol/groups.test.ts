import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { endGroups, GROUPS_FOLDER, registerGroup } from './groups.ts';

/** A process that would not end by itself, at the head of a group. */
function endless() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  return { pid: child.pid ?? Number.NaN, ended: once(child, 'exit') };
}

test('a group is ended whether it is noted before the suite ends or behind it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-'));
  vi.stubEnv(GROUPS_FOLDER, folder);
  const [before, behind] = [endless(), endless()];
  registerGroup(before.pid);
  endGroups(folder);
  registerGroup(behind.pid);
  expect(await before.ended).toEqual([null, 'SIGKILL']);
  expect(await behind.ended).toEqual([null, 'SIGKILL']);
  endGroups(folder);
  vi.unstubAllEnvs();
});
