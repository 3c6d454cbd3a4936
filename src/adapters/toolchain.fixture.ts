import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from './languages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Node runs TypeScript from 22.18 on; before, tsc takes the types out. */
const STRIPS_TYPES = ['strip', 'transform'].includes(String(Reflect.get(process.features, 'typescript')));

/** Whether a program cannot be started. Tests need Node alone: what is missing is a visible skip, and a failure in CI. */
export function isMissing(tool: string): boolean {
  return spawnSync(tool, ['-v']).error !== undefined;
}

/** Builds the adapter with the table's command, and returns the table's command to run it from elsewhere. */
export function built({ name, file, build, run }: Language, folder: string): string[] {
  if (build !== null) execFileSync(build[0], build.slice(1), { cwd: folder, stdio: 'pipe' });
  const stripped = name === 'ts' && !STRIPS_TYPES;
  if (stripped) stripTypes(file, folder);
  const words = stripped ? run.map((word) => word.replace(/\.mts$/, '.mjs')) : run;
  return words.map((word) => (existsSync(join(folder, word)) ? join(folder, word) : word));
}

function stripTypes(file: string, folder: string): void {
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const flags = ['--module', 'nodenext', '--target', 'es2023', '--strict', '--erasableSyntaxOnly', ...types];
  execFileSync(join(ROOT, 'node_modules/.bin/tsc'), [...flags, file], { cwd: folder, stdio: 'pipe' });
}
