import { revisionClauses, specRevision } from '../spec/revisions.ts';
import type { SuiteRequest } from '../suite/runSuite.ts';
import { runShard, type Shard } from '../suite/shard.ts';
import type { FailOptions } from './conclusion.ts';
import { EXIT, Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { giveVerdict } from './judgement.ts';
import { print } from './standardOutput.ts';

/**
 * Runs a part of the suite into a folder. The verdict is given by `report --merge`, which knows the failures that are
 * expected; without it the status says whether a check of a clause that is due has failed.
 */
export async function runShardInto(
  folder: string,
  shard: Shard,
  request: SuiteRequest,
  { fail }: FailOptions,
): Promise<void> {
  const { index, count } = shard;
  const { checks, faults } = await ran(folder, shard, request);
  if (faults.length > 0) throw new Fault(`run: ${faults.join('; ')}`);
  const due = revisionClauses(request.revision ?? specRevision());
  const failed = checks.filter(({ status, clause }) => status === 'failed' && due.includes(clause)).length;
  giveVerdict(failed > 0 && fail ? EXIT.doesNotConform : EXIT.conforms);
  await print(
    `shard ${index}/${count}: ${checks.length} checks, ${failed} failed; verdict by microgpt-spec report --merge ${folder}\n`,
  );
}

async function ran(folder: string, shard: Shard, request: SuiteRequest) {
  try {
    return await runShard(request, shard, folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Fault(`run: cannot write ${folder}: ${reasonOf(error)}`);
    throw error;
  }
}
