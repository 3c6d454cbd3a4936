import { EXIT } from './fault.ts';
import { temporaryFolder } from './workFolder.ts';

/** Signals that end a process if it lets them: Ctrl-C, kill, the terminal closed, Ctrl-\. */
export const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const satisfies readonly NodeJS.Signals[];

/**
 * Ends every process that a port may have left: when the action ends, when it is interrupted, and when the process exits
 * for whatever reason. The workers note the groups in a folder, because one that is killed cannot clean up after itself.
 */
export async function endingPorts<T>(action: () => Promise<T>): Promise<T> {
  const { endGroups, GROUPS_FOLDER } = await import('../protocol/groups.ts');
  const folder = temporaryFolder();
  process.env[GROUPS_FOLDER] = folder;
  const end = () => endGroups(folder);
  const interrupted = () => process.exit(EXIT.fault);
  process.on('exit', end);
  // Not `once`: a second signal must not cut off what the first has begun.
  for (const signal of ENDING) process.on(signal, interrupted);
  try {
    return await action();
  } finally {
    end();
    process.off('exit', end);
    for (const signal of ENDING) process.off(signal, interrupted);
  }
}
