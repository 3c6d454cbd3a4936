import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { jsonDocument } from './jsonDocument.ts';
import type { RecordedFile } from './recordedFiles.ts';
import type { Recorder } from './recorder.ts';

const SCHEMA = 1;

/** What a recording was made from. */
export interface RecordedFrom {
  /** The dataset's file, of which the manifest has the name alone. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly num_docs: number;
  /** This package's version. */
  readonly version: string;
}

/** A file's place in the manifest. */
export interface FileHash {
  readonly sha256: string;
  readonly bytes: number;
}

/** The hash and the size of a file. */
export function hashOf({ text }: RecordedFile): FileHash {
  const bytes = Buffer.from(text);
  return { sha256: sha256(bytes), bytes: bytes.length };
}

/**
 * The manifest of a recording (spec/traces.md, "manifest.json"): from what and with what it was made, and each file's hash.
 *
 * @param files - by path in the folder
 */
export function recordingManifest(
  { file, bytes, num_docs, version }: RecordedFrom,
  { by, held }: Recorder,
  files: Readonly<Record<string, FileHash>>,
): string {
  return jsonDocument({
    schema: SCHEMA,
    provenance: {
      recorder: { name: 'microgpt-spec', version, by },
      dataset: { name: basename(file), sha256: sha256(bytes), documents: num_docs },
      node: { version: process.versions.node, v8: process.versions.v8 },
      platform: { system: process.platform, machine: process.arch },
    },
    compared: held === null ? {} : { losses: held.steps, max_abs_delta: held.maxAbsDelta },
    files: Object.fromEntries(Object.entries(files).map(([path, file]) => [path, { ...file }])),
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
