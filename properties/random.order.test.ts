import { drawsOf, gaussProbes } from './harness/exact/gauss.ts';
import { DRAWN_IN_DOUBLE, exact } from './harness/exact/own.ts';
import { holdsBitForBit } from './harness/exact/probe.ts';

// Catches a root that is taken as a power, another form of the radius, and a fused multiply-add with mu.
exact(
  'random.6 order=python: what gauss makes of the uniforms is the same number',
  ['random', 'sin', 'cos'],
  ({ random }, own) =>
    holdsBitForBit(
      "gauss is CPython's",
      own,
      gaussProbes(own.reference),
      async (oracle, normal) => (await oracle.random(normal.seed, drawsOf(normal))).slice(-1).map(Number),
      async (normal) => (await random(normal.seed, drawsOf(normal))).slice(-1).map(Number),
    ),
  DRAWN_IN_DOUBLE,
);
