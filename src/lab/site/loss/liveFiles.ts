import { packedFiles } from '../../try/packedFiles.ts';
import { workerCode } from '../../try/workerCode.ts';

/** What the worker that trains reads; the one that judges reads all that try.html has. */
const OF_TRAINING = ['config', 'dataset', 'initial', 'losses'].map((name) => `golden/canonical/${name}.json`);

/**
 * Workers of the loss chapter and the texts that they read, by their paths in the site.
 *
 * @param compiled - the folder of compiled modules
 */
export async function liveFiles(compiled: string): Promise<Readonly<Record<string, string>>> {
  const texts = packedFiles(compiled);
  const ofTraining = Object.fromEntries(OF_TRAINING.map((path) => [path, texts[path]]));
  return {
    'live/trainer.js': await workerCode('src/lab/site/loss/trainer.js'),
    'live/trainer.json': JSON.stringify(ofTraining),
    'live/logJudge.js': await workerCode('src/lab/site/loss/logJudge.js'),
    'live/logJudge.json': JSON.stringify(texts),
  };
}
