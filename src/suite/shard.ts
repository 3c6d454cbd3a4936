import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import { manifestHash, openGolden } from '../golden/folder.ts';
import { packageVersion } from '../port/packageVersion.ts';
import { assemble, type Origin, originOf, type ResultRequest } from './assemble.ts';
import { CheckCollector, type Collected } from './collect.ts';
import { manifestFaults, readManifest, titlesOf } from './manifest.ts';
import { suiteOptions } from './options.ts';
import { failuresOf, runVitest, type SuiteOutcome, type SuiteRequest } from './runSuite.ts';

/** A part of the suite: the i-th of n, as vitest divides its files. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What a result depends on beside its checks: written beside vitest's blob, and the same in all shards of a run. */
interface ShardFacts {
  readonly suite: string;
  readonly golden: string;
  readonly request: Omit<ResultRequest, 'port'>;
  readonly shard: Shard;
  readonly origin: Origin;
}

/** Shards that cannot be joined; the message says why. */
export class ShardFault extends Error {
  override readonly name = 'ShardFault';
}

/** vitest reads every file of the folder that it joins, so its blobs have one of their own. */
const BLOBS = 'blobs';
const FACTS = /^shard-(\d+)-(\d+)\.json$/;

/** Runs a part of the suite and writes what it did into a folder, for `mergeShards`. */
export async function runShard(request: SuiteRequest, shard: Shard, folder: string): Promise<Collected> {
  const name = `${shard.index}-${shard.count}.json`;
  mkdirSync(join(folder, BLOBS), { recursive: true });
  const blob = ['blob', { outputFile: resolve(folder, BLOBS, `blob-${name}`) }] as const;
  const collected = await runVitest({
    ...request,
    shard: `${shard.index}/${shard.count}`,
    reporters: [[...blob], ...request.reporters],
  });
  const { sampling, chapters, required, revision } = request;
  const facts: ShardFacts = {
    suite: packageVersion(),
    golden: manifestHash(openGolden()),
    request: {
      sampling,
      chapters,
      ...(required === undefined ? {} : { required }),
      ...(revision === undefined ? {} : { revision }),
    },
    shard,
    origin: originOf(request.port),
  };
  const partial = join(folder, `shard-${name}.${process.pid}.partial`);
  writeFileSync(partial, `${JSON.stringify(facts)}\n`);
  renameSync(partial, join(folder, `shard-${name}`));
  return collected;
}

/**
 * Joins the shards of a run: the result is that of the whole run, but for times.
 *
 * @param folder - in which all shards have written
 * @throws ShardFault where some are missing, or are not of the same run
 */
export async function mergeShards(folder: string): Promise<SuiteOutcome> {
  const all = factsIn(folder);
  const [{ request, origin }] = all;
  const collector = new CheckCollector(() => {});
  const vitest = await startVitest('test', [], {
    ...suiteOptions({ kind: 'reference' }, request.sampling, request.chapters),
    config: false,
    watch: false,
    mergeReports: resolve(folder, BLOBS),
    reporters: [collector],
  });
  await vitest.close();
  process.exitCode = 0; // the verdict decides
  const { checks, faults, port } = collector.collected;
  const titles = checks.map(({ title }) => title);
  const problems = faults.length > 0 ? faults : manifestFaults(titlesOf(readManifest(), request.chapters), titles);
  if (problems.length > 0 || port === null) return { kind: 'suite-fault', faults: [...new Set(problems)], said: '' };
  const known = all.flatMap((facts) => facts.origin.known); // each machine has its own
  const result = assemble(request, { ...origin, known }, collector.collected, port);
  return { kind: 'result', result, failures: failuresOf(checks) };
}

/** The facts of all shards, in order; that they are all there, and of one run. */
function factsIn(folder: string): ShardFacts[] {
  const names = listed(folder).filter((name) => FACTS.test(name));
  if (names.length === 0)
    throw new ShardFault(`${folder} has no shards; run --shard 1/N --shard-folder ${folder} writes them`);
  const all = names.map((name): ShardFacts => parsed(join(folder, name))).sort((a, b) => a.shard.index - b.shard.index);
  const [first] = all;
  const { count } = first.shard;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter(
    (index) => !all.some(({ shard }) => shard.index === index && shard.count === count),
  );
  if (missing.length > 0)
    throw new ShardFault(`${folder} lacks shard ${missing.map((i) => `${i}/${count}`).join(', ')}`);
  const identity = ({ suite, golden, request, origin, shard }: ShardFacts) =>
    JSON.stringify([suite, golden, request, origin.command, shard.count]);
  const other = all.find((facts) => identity(facts) !== identity(first));
  if (other !== undefined) {
    const { index, count: parts } = other.shard;
    throw new ShardFault(
      `${folder}: shard ${index}/${parts} is of another run than shard 1/${count}; empty the folder, and run all shards with the same options`,
    );
  }
  return all;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parsed(file: string): ShardFacts {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ShardFault(`${file} is no shard, or was cut off; run that shard again`);
  }
}
