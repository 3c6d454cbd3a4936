import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variable that names the folder in which running process groups are noted, one empty file each. */
export const GROUPS_FOLDER = 'MICROGPT_SPEC_GROUPS';

/** Notes a group, so that whoever started the suite can end it if this process is killed before it can. */
export function registerGroup(pid: number): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, String(pid)), '');
}

/** The group has ended. */
export function unregisterGroup(pid: number): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder !== undefined) rmSync(join(folder, String(pid)), { force: true });
}

/** Ends every group that is still noted, and removes the folder. */
export function endGroups(folder: string): void {
  for (const name of listed(folder)) {
    try {
      process.kill(-Number(name), 'SIGKILL');
    } catch {
      // ESRCH: it has ended by itself
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no port was started
  }
}
