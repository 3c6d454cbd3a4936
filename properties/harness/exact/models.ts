import fc from 'fast-check';
import type { StateDict } from '../../../src/port/config.ts';
import type { Trace } from '../../../src/port/port.ts';
import { type ModelCase, representable, shapesOf, uniforms } from '../arbitraries.ts';
import { fittingCases } from '../smallModels.ts';
import { port, seed } from '../subject.ts';

/** Models that are compared number by number. */
const MODELS = 6;

/** Models and documents; of head dimensions that have no root in binary some too, where the port is built for none. */
export function exactModels(): readonly ModelCase[] {
  const sizes = {
    n_layer: { min: 1, max: 2 },
    n_head: { min: 1, max: 3 },
    head_dim: { min: 2, max: 5 },
    block_size: { min: 3, max: 9 },
    length: { min: 2, max: 8 },
    characters: { min: 2, max: 12 },
  };
  return fc.sample(fittingCases(sizes), { seed, numRuns: MODELS });
}

/** Parameters of which every bit that the port's type has is drawn. */
export function fullParameters(model: ModelCase): StateDict {
  const uniform = uniforms(model.parameters);
  const draw = () => representable(uniform() - 0.5 + uniform() * 2 ** -32);
  const matrix = (nout: number, nin: number) => Array.from({ length: nout }, () => Array.from({ length: nin }, draw));
  return Object.fromEntries(shapesOf(model).map(([name, nout, nin]) => [name, matrix(nout, nin)]));
}

/** What the port says of its way through a model; null where it does not claim `trace`. */
export async function traceOfPort(model: ModelCase, state_dict: StateDict): Promise<Trace | null> {
  return port.trace === undefined ? null : port.trace(model.config, state_dict, model.tokens);
}
