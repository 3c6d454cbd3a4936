import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { DIAGNOSED, type OutcomeRow, outcomeOf } from './diagnosisOutcome.ts';
import { type Diagnoses, diagnosesFile, readDiagnoses } from './diagnosisTable.ts';

/**
 * How well `diff` names mistakes: `npm run measure:diagnosis names.txt` runs it on two logs of every known mistake and of
 * ten others, and writes spec/measured/diagnosis.json and spec/measured/diagnosis.md. Takes about 20 minutes on two cores; with the names of
 * some mistakes behind the dataset, only their rows are made anew, and the page stays one of the tree that the others are of.
 */

const WORKERS = 2;
const MS_PER_S = 1000;

interface Work {
  readonly ids: readonly string[];
  readonly dataset: Uint8Array;
}

if (isMainThread) await main(process.argv[2], process.argv.slice(3));
else await work(workerData as Work);

async function main(file: string | undefined, only: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error('measure:diagnosis: name the dataset, names.txt');
  const tree = treeNow('diagnosis');
  const dataset = readFileSync(file);
  const all = DIAGNOSED.map(({ id }) => id);
  const ids = all.filter((id) => only.length === 0 || only.includes(id));
  const parts = Array.from({ length: WORKERS }, (_, part) => ids.filter((_, i) => i % WORKERS === part));
  const rows = (await Promise.all(parts.map((part) => inWorker({ ids: part, dataset })))).flat();
  const before = only.length === 0 ? null : readDiagnoses();
  const kept = [...(before?.listed ?? []), ...(before?.unlisted ?? [])].filter(({ id }) => !ids.includes(id));
  const published = [...kept, ...rows.map(({ ms: _, ...row }) => row)].sort(
    (a, b) => all.indexOf(a.id) - all.indexOf(b.id),
  );
  const diagnoses: Diagnoses = {
    schema: 1,
    node: process.versions.node,
    listed: rowsOf(published, true),
    unlisted: rowsOf(published, false),
  };
  for (const [url, text] of diagnosesFile(diagnoses)) writeFileSync(url, text);
  if (only.length === 0) noteTree('diagnosis', tree);
  writeFirstLines();
}

function rowsOf(rows: Diagnoses['listed'], listed: boolean): Diagnoses['listed'] {
  const own = new Set(DIAGNOSED.filter((subject) => subject.listed === listed).map(({ id }) => id));
  return rows.filter(({ id }) => own.has(id));
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
