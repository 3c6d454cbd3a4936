import { exact } from './harness/exact/own.ts';
import { runHolds } from './harness/exact/runLaw.ts';

// Catches what no operation by itself shows: state from one step to the next that is kept in another type, or computed anew.
exact('training.14 order=python: the losses of a run are the same numbers', ['train'], (port, own) =>
  runHolds(port, own),
);
