import fc from 'fast-check';
import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import type { Reference } from '../../../src/port/modules.ts';
import type { Draw } from '../../../src/port/values.ts';
import { streamSeeds } from '../seeds.ts';
import { fullOf } from './numbers.ts';
import type { Form, Probe } from './probe.ts';

/** A fresh stream, two of whose uniforms are drawn, and what gauss makes of them. */
export interface Normal {
  readonly seed: bigint;
  /** Whether it is the value that was kept, of the sine. */
  readonly second: boolean;
  readonly mu: number;
  readonly sigma: number;
}

const LINE = 'line 80, in random.gauss';

/** What a way to a normal variate is made of. */
interface Way {
  readonly u1: number;
  readonly u2: number;
  readonly normal: Normal;
  readonly fma: Arithmetic['fma'];
  readonly math: Libm;
}

interface Statements {
  readonly angle: (way: Way) => number;
  readonly radius: (way: Way) => number;
  readonly shifted: (z: number, way: Way) => number;
}

/** CPython's, of random.gauss. */
const PYTHON: Statements = {
  angle: ({ u1 }) => u1 * (2 * Math.PI),
  radius: ({ u2, math }) => Math.sqrt(-2 * math.log(1 - u2)),
  shifted: (z, { normal: { mu, sigma } }) => mu + z * sigma,
};

/** The draws of an input: the value that is looked at is the last one. */
export function drawsOf({ second, mu, sigma }: Normal): Draw[] {
  const looked: Draw = { kind: 'gauss', mu, sigma };
  return second ? [{ kind: 'gauss', mu: 0, sigma: 1 }, looked] : [looked];
}

/**
 * Both values of a pair by themselves, then under a mean and a deviation.
 *
 * @param reference - whose uniforms a port has too (random.2)
 */
export function gaussProbes({ random }: Reference): readonly Probe<Normal>[] {
  const form = (words: string, other: Partial<Statements>): Form<Normal> => {
    const by = { ...PYTHON, ...other };
    return {
      words,
      compute: (normal, { fma }, math) => {
        const stream = new random.Random(normal.seed);
        const way: Way = { u1: stream.random(), u2: stream.random(), normal, fma, math };
        const turned = normal.second ? math.sin(by.angle(way)) : math.cos(by.angle(way));
        return [by.shifted(turned * by.radius(way), way)];
      },
    };
  };
  const ofRadius = [
    form('a power of 0.5 in place of sqrt', { radius: ({ u2, math }) => math.pow(-2 * math.log(1 - u2), 0.5) }),
    form('sqrt(2) * sqrt(-ln(1 - u))', { radius: ({ u2, math }) => Math.SQRT2 * Math.sqrt(-math.log(1 - u2)) }),
    form('an angle of 360 u degrees, turned into radians', { angle: ({ u1 }) => (360 * u1 * Math.PI) / 180 }),
  ];
  const standard = { mu: 0, sigma: 1 };
  return [
    {
      operation: 'z, the cosine of 2 pi u times sqrt(-2 ln(1 - u)) (of the cos and log that the port claims)',
      line: LINE,
      inputs: streamSeeds.map((seed) => ({ ...standard, seed, second: false })),
      forms: ofRadius,
    },
    {
      operation: 'the second z, the sine of the same angle times the same radius (of the sin that the port claims)',
      line: LINE,
      inputs: streamSeeds.map((seed) => ({ ...standard, seed, second: true })),
      forms: ofRadius,
    },
    {
      operation: 'the sum mu + z * sigma',
      line: LINE,
      inputs: fc
        .tuple(streamSeeds, fullOf(1), fullOf(1))
        .map(([seed, mu, sigma]) => ({ seed, second: false, mu, sigma: Math.abs(sigma) })),
      forms: [
        form('a fused multiply-add', { shifted: (z, { normal: { mu, sigma }, fma }) => fma(z, sigma, mu) }),
        form('sigma * (z + mu / sigma)', { shifted: (z, { normal: { mu, sigma } }) => sigma * (z + mu / sigma) }),
      ],
    },
  ];
}
