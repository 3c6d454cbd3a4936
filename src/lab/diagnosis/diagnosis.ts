import { readFileSync, writeFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { FORMS } from './diagnosisLogs.ts';
import { DIAGNOSED, type DiagnosisRow, rowOf, unmeasured } from './diagnosisRow.ts';
import { diagnosesFile, readDiagnoses } from './diagnosisTable.ts';

/**
 * How well `diff` names mistakes: `npm run measure:diagnosis names.txt` runs it on sixteen logs of every known mistake and of
 * forty others, and writes spec/measured/diagnosis.json and spec/measured/diagnosis.md. With the names of some mistakes behind
 * the dataset, only their rows are made anew, and the page stays one of the tree that the others are of.
 */

const WORKERS = 2;
const MS_PER_S = 1000;
/** Where mistakes are written down. */
const PLACES = 'src/deviations/catalogue and src/lab/diagnosis/outside';

if (isMainThread) await main(process.argv[2], process.argv.slice(3));
else work(workerData as Uint8Array);

async function main(file: string | undefined, only: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error('measure:diagnosis: name the dataset, names.txt');
  const tree = treeNow('diagnosis');
  const all = DIAGNOSED.map(({ id }) => id);
  const unknown = only.find((id) => !all.includes(id));
  if (unknown !== undefined) throw new Error(`measure:diagnosis: there is no mistake ${unknown}; see ${PLACES}`);
  const ids = all.filter((id) => only.length === 0 || only.includes(id));
  const before = only.length === 0 ? [] : readDiagnoses().rows;
  const known = new Map([...before, ...(await rowsOf(ids, readFileSync(file)))].map((row) => [row.id, row]));
  const rows = DIAGNOSED.map((mistake) => known.get(mistake.id) ?? unmeasured(mistake));
  const diagnoses = { schema: 2, node: process.versions.node, rows } as const;
  for (const [url, text] of diagnosesFile(diagnoses)) writeFileSync(url, text);
  if (only.length === 0) noteTree('diagnosis', tree);
  writeFirstLines();
}

/** The rows of some mistakes, in any order: a worker takes the next one as it is done with the last. */
async function rowsOf(ids: readonly string[], dataset: Uint8Array): Promise<DiagnosisRow[]> {
  const rows: DiagnosisRow[] = [];
  const next = ids.values();
  const began = performance.now();
  const inWorker = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: dataset });
      const proceed = () => worker.postMessage(next.next().value ?? null);
      worker.on('error', reject).on('exit', () => resolve());
      worker.on('message', (row: DiagnosisRow) => {
        rows.push(row);
        process.stderr.write(progressLine(row, rows.length, ids.length, performance.now() - began));
        proceed();
      });
      proceed();
    });
  await Promise.all(Array.from({ length: WORKERS }, inWorker));
  return rows;
}

function progressLine({ id, outcomes, wrong }: DiagnosisRow, done: number, of: number, ms: number): string {
  const letters = FORMS.map((form) => outcomes[form.id]).join(' ');
  const count = `${done}/${of}`.padStart(`${of}/${of}`.length);
  return `${count} ${(ms / MS_PER_S).toFixed(0).padStart(5)} s  ${letters}  ${id}  ${wrong.join('; ')}\n`;
}

/** Makes the row of each mistake that it is sent; ends with null. */
function work(dataset: Uint8Array): void {
  parentPort?.on('message', async (id: string | null) => {
    if (id === null) parentPort?.close();
    else parentPort?.postMessage(await rowOf(id, dataset));
  });
}
