import { parentPort, workerData } from 'node:worker_threads';
import { patchedReference } from '../../deviations/patched.ts';
import { untilError } from '../../deviations/run.ts';
import { NUDGED } from './nudged.ts';
import type { Course } from './replay.ts';

/** Trains with the second oracle, beside the thread that trains with the first. */

const { config, state_dict, tokens, steps } = workerData as Course;
const { training } = await patchedReference(NUDGED);
const losses = [...untilError(training.train(training.startTraining(config, state_dict), tokens, steps))];
parentPort?.postMessage(losses);
