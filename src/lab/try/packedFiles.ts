import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN_FOLDER } from '../../golden/folder.ts';
import { SPEC_CHAPTERS } from '../../port/ops.ts';
import { readOwnText } from '../../port/ownText.ts';
import { packageVersion } from '../../port/packageVersion.ts';
import { specRevision } from '../../spec/revisions.ts';

const PACKAGE = new URL('../../../', import.meta.url);

/**
 * Texts of the package that the page brings along, by their paths from its root; and its versions in words.
 *
 * @param compiled - the folder of compiled modules
 */
export function packedFiles(compiled: string): Readonly<Record<string, string>> {
  const own = [...SPEC_CHAPTERS.map((chapter) => `spec/${chapter}.md`), 'spec/measured/ensemble.json'];
  return {
    version: `microgpt-spec ${packageVersion()}, specification revision ${specRevision()}`,
    ...Object.fromEntries(own.map((path) => [path, readOwnText(new URL(path, PACKAGE))])),
    ...textsIn(join(GOLDEN_FOLDER, 'canonical'), '.json', 'golden/canonical'),
    ...textsIn(join(compiled, 'reference'), '.js', 'dist/reference'),
  };
}

/** Files of a folder, byte by byte; the golden ones are hashed. */
function textsIn(folder: string, extension: string, path: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter((name) => name.endsWith(extension));
  return Object.fromEntries(
    names.toSorted().map((name) => [`${path}/${name}`, readFileSync(join(folder, name), 'utf8')]),
  );
}
