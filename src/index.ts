/**
 * microgpt-spec: the reference implementation of microgpt.py, and the interface through which ports are checked.
 *
 * The reference's chapters are exported under microgpt.py's names; `Port` is what a module port implements.
 */
export { flatten, unflatten } from './port/flatten.ts';
export type {
  AdamStep,
  Awaitable,
  Backward,
  Forward,
  Limits,
  OpName,
  Port,
  PortInfo,
  Program,
  Sampled,
  Trace,
  Trained,
} from './port/port.ts';
export { type CompletePort, referencePort } from './port/reference.ts';
export type { Draw, Drawn, GraphNode } from './port/values.ts';
export { Tape, type Value } from './reference/autograd.ts';
export { CANONICAL, type Config, configure, DIALECTS, EARLY } from './reference/config.ts';
export { documents, shuffled } from './reference/dataset.ts';
export { sample, sampling } from './reference/inference.ts';
export { averageLoss, documentLoss, positionLoss } from './reference/loss.ts';
export { microgpt, type Run } from './reference/microgpt.ts';
export { createModel, emptyCache, gpt, linear, rmsnorm, softmax } from './reference/model.ts';
export { adam, learningRate, zeroMoments } from './reference/optimizer.ts';
export { initialParameters, type StateDict, shapes } from './reference/parameters.ts';
export type { Libm } from './reference/python.ts';
export { Random } from './reference/random.ts';
export { decode, encode, type Tokenizer, tokenizer } from './reference/tokenizer.ts';
export { startTraining, train, trainStep } from './reference/training.ts';
export type { ClauseResult, RunResult } from './report/result.ts';
export type { RunOptions } from './suite/run.ts';
export { run } from './suite/run.ts';
