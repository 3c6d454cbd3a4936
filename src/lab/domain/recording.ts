import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SPEC_CHAPTERS } from '../../port/ops.ts';
import { runVitest } from '../../suite/runSuite.ts';
import { DEFAULT_SAMPLING, type Sampling } from '../../suite/sampling.ts';
import { type DomainRecord, together } from './record.ts';

/** The environment variable that names the folder where each process leaves what it noted. */
export const RECORDS = 'MICROGPT_SPEC_RECORDS';

const MODULE = fileURLToPath(new URL('../../../dist/lab/domain/recorderModule.js', import.meta.url));

/**
 * Runs the whole suite as a port's author does, against the reference that notes what it is asked.
 *
 * @throws Error where a check fails: the record would be of another suite than the one that ports meet
 */
export async function recorded(sampling: Sampling = DEFAULT_SAMPLING): Promise<DomainRecord> {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-domain-'));
  process.env[RECORDS] = folder;
  try {
    const { checks, faults } = await runVitest({
      port: { kind: 'module', file: MODULE },
      chapters: SPEC_CHAPTERS,
      sampling,
      reporters: [],
      onCheck: () => {},
    });
    const failed = checks.filter(({ status }) => status === 'failed').map(({ title }) => title);
    if (faults.length + failed.length > 0) throw new Error(`domain: ${[...faults, ...failed].join('; ')}`);
    return together(
      readdirSync(folder).map((file): DomainRecord => JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    );
  } finally {
    delete process.env[RECORDS];
    rmSync(folder, { recursive: true, force: true });
  }
}
