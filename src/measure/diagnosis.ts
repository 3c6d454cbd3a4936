import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type OutcomeRow, outcomeOf, SUBJECTS } from './diagnosisOutcome.ts';
import { type Diagnoses, diagnosesFile } from './diagnosisTable.ts';

/**
 * How well `diff` names mistakes: `npm run measure:diagnosis [names.txt]` runs it on two logs of every known mistake and
 * of ten others, and writes spec/diagnosis.json and spec/diagnosis.md. Takes about 15 minutes on two cores.
 */

const WORKERS = 2;
const MS_PER_S = 1000;

interface Work {
  readonly ids: readonly string[];
  readonly dataset: Uint8Array | undefined;
}

if (isMainThread) await main(process.argv[2]);
else await work(workerData as Work);

async function main(file: string | undefined): Promise<void> {
  const dataset = file === undefined ? undefined : readFileSync(file);
  const ids = SUBJECTS.map(({ id }) => id);
  const parts = Array.from({ length: WORKERS }, (_, part) => ids.filter((_, i) => i % WORKERS === part));
  const rows = (await Promise.all(parts.map((part) => inWorker({ ids: part, dataset })))).flat();
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  const diagnoses: Diagnoses = {
    schema: 1,
    node: process.versions.node,
    dataset: dataset !== undefined,
    listed: publish(rows, true),
    unlisted: publish(rows, false),
  };
  for (const [url, text] of diagnosesFile(diagnoses)) writeFileSync(url, text);
}

function publish(rows: readonly OutcomeRow[], listed: boolean): Diagnoses['listed'] {
  const own = new Set(SUBJECTS.filter((subject) => subject.listed === listed).map(({ id }) => id));
  return rows.filter(({ id }) => own.has(id)).map(({ ms: _, ...row }) => row);
}

function inWorker(workerData: Work): Promise<OutcomeRow[]> {
  return new Promise((resolve, reject) => {
    const rows: OutcomeRow[] = [];
    const worker = new Worker(new URL(import.meta.url), { workerData });
    worker.on('error', reject).on('exit', () => resolve(rows));
    worker.on('message', (row: OutcomeRow) => {
      rows.push(row);
      const { id, printed, replayed, others, ms } = row;
      process.stderr.write(
        `${id.padEnd(28)} ${printed.padEnd(8)} ${replayed.padEnd(8)} ${(ms / MS_PER_S).toFixed(1)} s  ${others.join(' ')}\n`,
      );
    });
  });
}

async function work({ ids, dataset }: Work): Promise<void> {
  for (const id of ids) parentPort?.postMessage(await outcomeOf(id, dataset));
}
