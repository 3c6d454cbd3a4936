import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from './fault.ts';

/**
 * Ends every process that a port may have left, when the action ends and when it is interrupted. The workers note the
 * groups in a folder, because one that is killed cannot clean up after itself.
 */
export async function endingPorts<T>(action: () => Promise<T>): Promise<T> {
  const { endGroups, GROUPS_FOLDER } = await import('../protocol/groups.ts');
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-'));
  process.env[GROUPS_FOLDER] = folder;
  const interrupted = () => {
    endGroups(folder);
    process.exit(EXIT.fault);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await action();
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    endGroups(folder);
  }
}
