import type { ModelCase } from './harness/arbitraries.ts';
import { modelCases } from './harness/arbitraries.ts';
import { DRAWN_IN_DOUBLE, exact } from './harness/exact/own.ts';
import { holdsBitForBit, type Probe } from './harness/exact/probe.ts';
import { flat } from './harness/flat.ts';

const PROBES: readonly Probe<ModelCase>[] = [
  {
    operation: 'a draw of gauss (random.6), or its product with the standard deviation',
    line: 'lines 80 to 88',
    inputs: modelCases({ n_layer: { min: 0, max: 2 } }),
    forms: [],
  },
];

// Catches parameters that are drawn, or scaled, in a narrower type, and a deviation that is computed again.
exact(
  'parameters.3 order=python: the initial parameters are the same numbers',
  ['parameters', 'sin', 'cos'],
  ({ parameters }, own) =>
    holdsBitForBit(
      "initial parameters are microgpt.py's",
      own,
      PROBES,
      async (oracle, { config, vocab_size }) => flat(await oracle.parameters(config, vocab_size)),
      async ({ config, vocab_size }) => flat(await parameters(config, vocab_size)),
    ),
  DRAWN_IN_DOUBLE,
);
