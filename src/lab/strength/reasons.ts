const CONSTANT =
  'the clause gives a number, and nothing follows from it: its examples pin the number, and laws of other clauses see that the port does not do what it is told';
const ATTENTION =
  'what a position attends to is seen by the laws of model.10, attention written out, and model.12, the mean of the values so far; the clause adds examples and golden data';

const DECAY =
  'the clause says that a run changes parameters by its steps alone; the law of optimizer.5, that a step does not depend on the parameter, sees a decay first';
const SAMPLES =
  'the operation sample starts afresh by the protocol; only the whole program has a sample before a sample, and golden runs of it show the cache';
const CLASS = 'the clause is the recorded run: laws of every chapter see that the arithmetic is another';

/** Why no law of its own clause sees a deviation, by its id. */
export const WITHOUT_LAW: Readonly<Record<string, string>> = {
  'std-residual-0': CONSTANT,
  'attention-not-itself': ATTENTION,
  'attention-only-itself': ATTENTION,
  'weight-decay-0.01': DECAY,
  'weight-decay-0.1': DECAY,
  'weight-decay-coupled-0.01': DECAY,
  'no-backward':
    'the laws of the clause ask backward, which is right in such a port; those of training.1, training.5 and training.10 ask its training',
  temperature:
    'the laws of the clause ask sampling, which is right in such a port; those of inference.6 ask its samples',
  'sample-cache-kept': SAMPLES,
  'sample-caches-kept': SAMPLES,
  f32: CLASS,
  'f32-parameters': CLASS,
};
