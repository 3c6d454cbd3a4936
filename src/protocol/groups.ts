import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variable that names the folder in which running process groups are noted, one empty file each. */
export const GROUPS_FOLDER = 'MICROGPT_SPEC_GROUPS';

/**
 * Notes a group, so that whoever started the suite can end it if this process is killed before it can. Where the folder has
 * gone, the suite was ended while the group began, and it is ended at once.
 */
export function registerGroup(pid: number): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder === undefined) return;
  try {
    writeFileSync(join(folder, String(pid)), '');
  } catch {
    killGroup(pid);
  }
}

/** The group has ended. */
export function unregisterGroup(pid: number): void {
  const folder = process.env[GROUPS_FOLDER];
  if (folder !== undefined) rmSync(join(folder, String(pid)), { force: true });
}

/** Ends every group that is noted, and lets none be noted any more. */
export function endGroups(folder: string): void {
  const closed = `${folder}-closed`;
  try {
    renameSync(folder, closed); // at one stroke: a group is noted before, or not at all
  } catch {
    return; // it was closed before
  }
  for (const name of readdirSync(closed)) killGroup(Number(name));
  rmSync(closed, { recursive: true, force: true });
}

/** Kills every process of a group; one that has gone is no error. */
export function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // ESRCH: nothing of the group is left
  }
}
