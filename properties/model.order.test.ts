import { backwardHolds } from './harness/exact/backwardLaw.ts';
import { forwardHolds, tracedHolds } from './harness/exact/forwardLaw.ts';
import { productProbes } from './harness/exact/linear.ts';
import { exactModels, fullParameters } from './harness/exact/models.ts';
import { exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';
import { RMSNORM_PROBES } from './harness/exact/rmsnorm.ts';
import { SOFTMAX_PROBES } from './harness/exact/softmax.ts';

// Catches sums from the right, in lanes, fused, compensated, in a wider type, and subnormal numbers that are flushed.
exact('model.1 order=python: a linear map adds from the left, starting at 0', ['linear'], ({ linear }, own) =>
  holdsBitForBit(
    "a linear map is microgpt.py's",
    own,
    productProbes('line 95'),
    (oracle, { x, w }) => oracle.linear(x, [w]),
    async ({ x, w }) => linear(x, [w]),
  ),
);

// Catches exp2, a division in place of a product with the inverse, and another order of the total.
exact('model.2 order=python: a softmax has the same numbers', ['softmax'], ({ softmax }, own) =>
  holdsBitForBit(
    "a softmax is microgpt.py's",
    own,
    SOFTMAX_PROBES,
    (oracle, logits) => oracle.softmax(logits),
    async (logits) => softmax(logits),
  ),
);

// Catches a square root in place of a power, a division by n, and another order of the squares.
exact('model.6 order=python: an RMSNorm has the same numbers', ['rmsnorm'], ({ rmsnorm }, own) =>
  holdsBitForBit(
    "an RMSNorm is microgpt.py's",
    own,
    RMSNORM_PROBES,
    (oracle, x) => oracle.rmsnorm(x),
    async (x) => rmsnorm(x),
  ),
);

// Catches a scale of the scores that is computed again, and heads mixed in another order.
exact('model.17 order=python: logits and losses of a document are the same numbers', ['forward'], async (port, own) => {
  for (const model of exactModels()) await forwardHolds(port, own, model, fullParameters(model));
});

// Catches the same in what a port says of its way.
exact('model.17 order=python: every value of a trace is the same number', ['trace'], async (_, own) => {
  for (const model of exactModels()) await tracedHolds(own, model, fullParameters(model));
});

// Catches a gradient that is derived by hand, and one that comes in another order.
exact(
  'model.27 order=python: loss and gradient of a document are the same numbers',
  ['backward'],
  async (port, own) => {
    for (const model of exactModels()) await backwardHolds(port, own, model, fullParameters(model));
  },
);
