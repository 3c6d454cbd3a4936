import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workflows } from '../adapters/workflows.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { Fault } from './fault.ts';
import { print } from './standardOutput.ts';
import { writeNew } from './writeFile.ts';

/** What GitHub takes for an action. */
const ACTION = /^[\w.-]+\/[\w./-]+@[\w./-]+$/;

/**
 * `init ci`: writes the workflows that check a port, none over a file that is there.
 *
 * @param folder - the root of the port's repository
 * @param action - the GitHub action to use; the package from npm if it is not given
 * @throws Fault where one is there already, or cannot be written
 */
export async function initCi(folder: string, action: string | undefined): Promise<void> {
  if (action !== undefined && !ACTION.test(action)) {
    throw new Fault(`init: --action ${action} is no action; it has the form owner/microgpt-spec@v1`);
  }
  const all = workflows(packageVersion(), action ?? null);
  const there = all.find(({ path }) => existsSync(join(folder, path)));
  if (there !== undefined) {
    throw new Fault(`init: ${join(folder, there.path)} is already there and stays as it is; rename it`);
  }
  for (const { path, text } of all) writeNew('init', join(folder, path), text);
  await print(all.map(({ path, title, note }) => `${join(folder, path)}: for ${title}; ${note}\n`).join(''));
}
