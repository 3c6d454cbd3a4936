import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { EXPORT_FORMATS, type ExportFormat } from '../golden/export.ts';
import { EXIT, Fault } from './fault.ts';
import { checkFolders } from './folderFlag.ts';
import { goldenRecordCommand } from './goldenRecord.ts';
import { expectVerdict, giveVerdict } from './judgement.ts';
import { checkOutputsApart } from './outputsApart.ts';
import { print } from './standardOutput.ts';
import { writeWhole } from './writeFile.ts';

const DEFAULT_FOLDER = 'microgpt-golden';
const MANIFEST = 'manifest.json';
const RECORD_AGAIN = 'restore the folder, or record it again (npx microgpt-spec golden record)';

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly force?: boolean;
}

/** `golden verify` and `golden export`: the recorded data themselves. */
export function goldenCommand(): Command {
  const verifyCommand = new Command('verify')
    .description('check every golden file against the manifest (exit status 2 where one does not match)')
    .argument('[folder]', 'of golden record, in place of the golden data of this package')
    .exitOverride()
    .action(verify);
  const exportCommand = new Command('export')
    .description('write the canonical run in another form: losses, documents, parameters, samples, config')
    .argument('[folder]', 'of golden record, in place of the canonical run')
    .addOption(
      new Option('--format <name>', 'text: one value a line; csv, jsonl: one row a line')
        .choices(EXPORT_FORMATS)
        .default('text'),
    )
    .option('--out <folder>', 'where to write', DEFAULT_FOLDER)
    .option('--force', 'overwrite files that are there')
    .exitOverride()
    .action(exportGolden);
  return new Command('golden')
    .description('verify or export the golden data, or record some of a dataset of your own')
    .addCommand(verifyCommand)
    .addCommand(exportCommand)
    .addCommand(goldenRecordCommand());
}

/** A golden file that does not match is a fault of the suite, not of a port: status 2, never 1. */
async function verify(folder: string | undefined): Promise<void> {
  expectVerdict();
  checkRecording('golden verify', folder);
  const { openGolden, provenanceLine } = await import('../golden/folder.ts');
  const { verifyGolden } = await import('../golden/verify.ts');
  const { withGolden } = await import('./withGolden.ts');
  const { problems, count, provenance } = await withGolden(() => {
    const golden = folder === undefined ? openGolden() : openGolden(folder, RECORD_AGAIN);
    const files = Object.keys(golden.files);
    return { problems: verifyGolden(golden), count: files.length, provenance: provenanceLine(golden) };
  });
  giveVerdict(problems.length === 0 ? EXIT.conforms : EXIT.fault);
  const result = problems.length === 0 ? 'all as recorded' : `${problems.length} problems`;
  await print([...problems, `golden: ${count} files, ${result}; ${provenance}`].map((line) => `${line}\n`).join(''));
}

/** Says which folder is none that `golden record` has written; the package's own has a manifest, or is broken. */
function checkRecording(command: string, folder: string | undefined): void {
  if (folder === undefined || existsSync(join(folder, MANIFEST))) return;
  throw new Fault(
    `${command}: ${folder} is no recording: it has no ${MANIFEST}; name a folder that npx microgpt-spec golden record has written`,
  );
}

async function exportGolden(folder: string | undefined, { format, out, force = false }: ExportOptions): Promise<void> {
  checkFolders('golden export', { out });
  checkRecording('golden export', folder);
  const { openGolden } = await import('../golden/folder.ts');
  const { canonicalTables } = await import('../golden/exportTables.ts');
  const { exportTables } = await import('../golden/export.ts');
  const { withGolden } = await import('./withGolden.ts');
  const { asCanonical } = await import('../golden/canonical.ts');
  const { files, recorded } = await withGolden(() => {
    const opened = folder === undefined ? openGolden() : openGolden(folder, RECORD_AGAIN);
    const read = [MANIFEST, ...Object.keys(opened.files)].map((name) => join(opened.folder, name));
    const golden = folder === undefined ? opened : asCanonical(opened);
    return { files: exportTables(canonicalTables(golden), format), recorded: read };
  });
  // A name may be a link to what is recorded.
  for (const { name } of files) checkOutputsApart('golden export', { '--out': join(out, name) }, recorded);
  const present = files.map(({ name }) => join(out, name)).filter((path) => existsSync(path));
  if (present.length > 0 && !force) {
    throw new Fault(`golden export: ${present[0]} is already there; choose another --out, or --force to overwrite`);
  }
  for (const { name, text } of files) writeWhole('golden export', join(out, name), text);
  await print(files.map(({ name }) => `${join(out, name)}\n`).join(''));
}
