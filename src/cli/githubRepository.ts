import { spawnSync } from 'node:child_process';

/** `git@github.com:owner/name.git`, `https://github.com/owner/name`. */
const ADDRESS = /[@/]github\.com[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/;

/** The repository on GitHub that a folder was cloned from or goes to, `owner/name`; null where git knows of none. */
export function githubRepository(folder: string): string | null {
  const { stdout } = spawnSync('git', ['-C', folder, 'remote', 'get-url', 'origin'], { encoding: 'utf8' });
  return ADDRESS.exec(stdout?.trim() ?? '')?.[1] ?? null;
}
