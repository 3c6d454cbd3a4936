import { bitsOf, graphProbes } from './harness/exact/graphs.ts';
import { exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';

// Catches gradients that arrive in the order of creation, and a node whose local gradient is computed otherwise.
exact(
  'autograd.11 order=python: nodes, and the gradients that come together at one, are the same numbers',
  ['autograd'],
  async ({ autograd }, own) =>
    holdsBitForBit(
      "nodes and gradients are microgpt.py's",
      own,
      await graphProbes(),
      async (oracle, graph) => bitsOf(await oracle.autograd(graph)),
      async (graph) => bitsOf(await autograd(graph)),
    ),
);
