import { expect, test } from 'vitest';
import { COMPILED } from '../folders.ts';
import { liveFiles } from './liveFiles.ts';

test('each worker is a script, beside the texts that it reads, and the one that all readers load is small', async () => {
  const files = await liveFiles(COMPILED);
  expect(Object.keys(files)).toEqual([
    'live/trainer.js',
    'live/trainer.json',
    'live/logJudge.js',
    'live/logJudge.json',
  ]);
  expect(Object.keys(JSON.parse(files['live/trainer.json']))).toHaveLength(4);
  // Whoever opens the chapter loads it: the engine, its start, its documents and the losses that are due.
  expect(files['live/trainer.js'].length + files['live/trainer.json'].length).toBeLessThan(200_000);
});
