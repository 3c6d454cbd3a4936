import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integer, object, parse, text } from '../port/json.ts';
import type { Golden } from './golden.ts';
import { decodeGolden, GoldenFault } from './goldenFault.ts';

/** The package's own golden folder, from src/ and from dist/ alike. */
export const GOLDEN_FOLDER = fileURLToPath(new URL('../../golden/', import.meta.url));

/** File in a golden folder that lists all the others. */
export const MANIFEST = 'manifest.json';

const SCHEMA = 1;
/** Hexadecimal digits of a hash that a message shows. */
const HASH_PREFIX = 12;
const RESTORE = 'restore the folder (git checkout golden, or npm ci), or record it again (golden/README.md)';

/** What the manifest says of a file. */
export interface Listing {
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A golden folder, its manifest read (spec/traces.md); a file of it is read only as it was recorded. */
export interface GoldenFolder extends Golden {
  readonly folder: string;
  /** What the data were recorded from and with. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** Every data file, by its path in the folder. */
  readonly files: Readonly<Record<string, Listing>>;
}

/**
 * Reads the manifest of a golden folder.
 *
 * @param folder - the folder; the package's own by default
 * @param advice - what to do where a file of it cannot be used
 * @throws GoldenFault where the manifest is missing or unreadable
 */
export function openGolden(folder: string = GOLDEN_FOLDER, advice: string = RESTORE): GoldenFolder {
  const source = new TextDecoder().decode(read(folder, MANIFEST, advice));
  const { provenance, files } = decodeGolden(() => manifestOf(source));
  return { folder, provenance, files, read: (path) => readListed(folder, files, path, advice) };
}

/** The SHA-256 of a folder's manifest, in hexadecimal: it stands for every file, as the manifest has the hash of each. */
export function manifestHash({ folder }: GoldenFolder): string {
  return createHash('sha256')
    .update(read(folder, MANIFEST, RESTORE))
    .digest('hex');
}

/** Where the data come from, in one line: script, or dataset and recorder, interpreter, platform. */
export function provenanceLine({ provenance }: GoldenFolder): string {
  const { script, dataset, recorder, node, python, platform, libm } = provenance;
  const of = (json: unknown, ...names: string[]) =>
    names.map((name) => String(object(json, 'golden: provenance')[name])).join(' ');
  return decodeGolden(() => {
    const machine = of(platform, 'system', 'machine');
    if (script === undefined) {
      const by = `the ${of(recorder, 'by')} of ${of(recorder, 'name', 'version')}`;
      return `recorded of ${of(dataset, 'name')} by ${by} with Node ${of(node, 'version')} on ${machine}`;
    }
    return `recorded from ${of(script, 'name')} with ${of(python, 'implementation', 'version')} on ${machine}, ${String(libm)}`;
  });
}

/** Reads a file, and makes sure that it is the one that was recorded: it is in the manifest, and of its SHA-256. */
function readListed(folder: string, files: GoldenFolder['files'], path: string, advice: string): Uint8Array {
  if (!Object.hasOwn(files, path)) {
    throw new GoldenFault(`golden: ${path} is not in ${MANIFEST}, which lists what was recorded; ${advice}`);
  }
  const bytes = read(folder, path, advice);
  const expected = files[path].sha256;
  const got = createHash('sha256').update(bytes).digest('hex');
  if (got !== expected) {
    throw new GoldenFault(
      `golden: ${path} is not the file that was recorded: expected SHA-256 ${prefix(expected)}, got ${prefix(got)} (${bytes.length} bytes); ${advice}`,
    );
  }
  return bytes;
}

function read(folder: string, path: string, advice: string): Uint8Array {
  try {
    return readFileSync(join(folder, path));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const what = missing ? 'is missing' : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new GoldenFault(`golden: ${path} ${what}; ${advice}`);
  }
}

function manifestOf(source: string): Pick<GoldenFolder, 'provenance' | 'files'> {
  const where = `golden: ${MANIFEST}`;
  const manifest = object(parse(source, where), where);
  const schema = integer(manifest.schema, `${where}: schema`);
  if (schema !== SCHEMA) throw new GoldenFault(`${where} has schema ${schema}; this version reads schema ${SCHEMA}`);
  const files = Object.entries(object(manifest.files, `${where}: files`)).map(([path, json]) => [
    path,
    listing(json, `${where}: ${path}`),
  ]);
  return { files: Object.fromEntries(files), provenance: object(manifest.provenance, `${where}: provenance`) };
}

function listing(json: unknown, where: string): Listing {
  const { sha256, bytes } = object(json, where);
  return { sha256: text(sha256, where), bytes: integer(bytes, where) };
}

function prefix(hash: string): string {
  return `${hash.slice(0, HASH_PREFIX)}...`;
}
