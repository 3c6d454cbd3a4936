import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badgeLines, type Source, workflows } from '../adapters/workflows.ts';
import { shellWords } from '../protocol/shell.ts';
import { specRevision } from '../spec/revisions.ts';
import { Fault } from './fault.ts';
import { githubRepository } from './githubRepository.ts';
import { print } from './standardOutput.ts';
import { fitted } from './terminal.ts';
import { writeNew } from './writeFile.ts';

/** What GitHub takes for an action. */
const ACTION = /^[\w.-]+\/[\w./-]+@[\w./-]+$/;
/** A word of YAML and of a shell as it stands. */
const PORT = /^[\w.-]+$/;
const NAME = 'microgpt-spec';
/** In place of a repository that is not known. */
const REPOSITORY = 'OWNER/REPOSITORY';

/** Flags of `init ci`. */
export interface CiFlags {
  readonly action?: string;
  readonly from?: string;
  readonly ports?: string;
  readonly shards?: number;
}

/**
 * `init ci`: writes the workflows that check a port, none over a file that is there.
 *
 * @param folder - the root of the port's repository
 * @throws Fault where one is there already, cannot be written, or it is not said where the suite comes from
 */
export async function initCi(folder: string, flags: CiFlags): Promise<void> {
  const ports = flags.ports?.split(',').map((name) => name.trim());
  const odd = ports?.find((name) => !PORT.test(name));
  if (odd !== undefined) {
    throw new Fault(`init: --ports ${flags.ports}: "${odd}" is no name of a port; names are joined by ",": c,rust`);
  }
  if (ports === undefined && flags.shards !== undefined) throw new Fault('init: --shards goes with --ports');
  const source = sourceOf(folder, flags);
  if (ports !== undefined && source.kind === 'action') {
    throw new Fault(
      'init: --ports and --action do not go together: the action joins no parts; name a package with --from',
    );
  }
  const matrix = ports === undefined ? null : { ports, shards: flags.shards ?? 1 };
  const all = workflows({ source, revision: specRevision(), matrix });
  const there = all.find(({ path }) => existsSync(join(folder, path)));
  if (there !== undefined) {
    throw new Fault(`init: ${join(folder, there.path)} is already there and stays as it is; rename it`);
  }
  for (const { path, text } of all) writeNew('init', join(folder, path), text);
  const files = all.map(({ path, title, note }) => `${join(folder, path)}: for ${title}; ${note}`);
  const badges = badgeLines(githubRepository(folder) ?? REPOSITORY, ports ?? null);
  const lines = [
    ...files,
    'for README.md, behind the first push to main on GitHub:',
    ...badges.map((line) => `  ${line}`),
  ];
  await print(fitted(lines.map((line) => `${line}\n`).join('')));
}

function sourceOf(folder: string, { action, from }: CiFlags): Source {
  if (action !== undefined && from !== undefined) throw new Fault('init: --action or --from, not both');
  if (from !== undefined) return { kind: 'package', spec: shellWords([from]) };
  if (action !== undefined) {
    if (ACTION.test(action)) return { kind: 'action', action };
    throw new Fault(`init: --action ${action} is no action; it has the form owner/microgpt-spec@v1`);
  }
  if (isDependency(join(folder, 'package.json'))) return { kind: 'dependency' };
  throw new Fault(
    `init: say where a build gets ${NAME} from: --from SPEC (what npm install takes: a tarball in your repository, an address of git, a name and a version), --action OWNER/REPOSITORY@REF, or have it among the dependencies of ${join(folder, 'package.json')}`,
  );
}

function isDependency(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    return NAME in dependencies || NAME in devDependencies;
  } catch {
    return false;
  }
}
