import type { SuiteRequest } from '../suite/runSuite.ts';
import { runShard, type Shard } from '../suite/shard.ts';
import { EXIT, Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { print } from './standardOutput.ts';

/** Runs a part of the suite into a folder. Its status says that it ran; the verdict is given by `report --merge`. */
export async function runShardInto(folder: string, shard: Shard, request: SuiteRequest): Promise<void> {
  const { index, count } = shard;
  const { checks, faults } = await ran(folder, shard, request);
  if (faults.length > 0) throw new Fault(`run: ${faults.join('; ')}`);
  const failed = checks.filter(({ status }) => status === 'failed').length;
  await print(
    `shard ${index}/${count}: ${checks.length} checks, ${failed} failed; verdict by microgpt-spec report --merge ${folder}\n`,
  );
  process.exitCode = EXIT.conforms;
}

async function ran(folder: string, shard: Shard, request: SuiteRequest) {
  try {
    return await runShard(request, shard, folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Fault(`run: cannot write ${folder}: ${reasonOf(error)}`);
    throw error;
  }
}
