import { createHash } from 'node:crypto';

/** A line of the manifest's files, as golden/recorder/manifest.py writes it. */
const LINE = /^ {2}"([^"]+)": \{"sha256": "[0-9a-f]{64}", "bytes": \d+\},?$/;

/**
 * The manifest with the hashes of some files renewed or added. All else stays as the recorder wrote it, byte for byte.
 *
 * @param manifest - its text
 * @param files - text by path
 */
export function renewedManifest(manifest: string, files: Readonly<Record<string, string>>): string {
  const lines = manifest.split('\n');
  const begin = lines.indexOf(' "files": {');
  const end = lines.indexOf(' }', begin);
  if (begin < 0 || end < 0) throw new Error('goldenManifest: the manifest has no files as the recorder writes them');
  const listed = new Map<string, string>();
  for (const line of lines.slice(begin + 1, end)) {
    const path = LINE.exec(line)?.[1];
    if (path === undefined) throw new Error(`goldenManifest: a line of the manifest cannot be read: ${line}`);
    listed.set(path, line.replace(/,$/, ''));
  }
  for (const [path, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    listed.set(path, `  ${JSON.stringify(path)}: {"sha256": "${sha256}", "bytes": ${bytes.length}}`);
  }
  const sorted = [...listed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  return [...lines.slice(0, begin + 1), sorted.join(',\n'), ...lines.slice(end)].join('\n');
}
