// @ts-nocheck
import { COMPILED } from '../deviations/compiledReference.ts';
import { CATALOGUE, deviationOf } from '../deviations/catalogue.ts';
import { deviantRun } from '../deviations/deviantRun.ts';
import { diagnose } from '../diff/diagnosis/search.ts';
import { targetOf } from '../diff/diagnosis/target.ts';
import { startFromGolden } from '../diff/replay/start.ts';
import { openGolden } from '../golden/folder.ts';
import { CANONICAL } from '../reference/config.ts';
const start = startFromGolden(openGolden(), CANONICAL);
const [digits, steps, quick, ...ids] = process.argv.slice(2);
const given = { parameters: false, documents: false, dataset: false };
for (const id of ids) {
  const ds = id.split('+').map((one) => { const [a, v] = one.split('='); if (v === undefined) return deviationOf(a); 
    return { id: a, title: a, clause: '', explanation: '', shows: 'forward', edits: [], ...JSON.parse(v) }; });
  const run = await deviantRun(ds, start, COMPILED);
  const losses = new Map(); let step = 0;
  for (const l of run.losses) { step++; const text = digits === '17' ? String(l) : l.toFixed(Number(digits)); losses.set(step, [{ kind: 'loss', step, num_steps: 1000, value: Number(text), text }]); if (step === Number(steps)) break; }
  const t = performance.now();
  const d = await diagnose(start, targetOf({ losses }, step, digits === '17' ? 'f64' : 'f32'), { given, quick: quick === 'q', onProgress: () => {}, compiled: COMPILED });
  console.log(id, `${Math.round(performance.now() - t)} ms tried ${d.tried} ${d.extent} weak ${d.weak}`);
  for (const e of d.explanations) console.log('   ', e.deviations.map((x) => x.id).join('+'), e.precision, e.comparison.beyondF64, JSON.stringify(e.fitted));
}
