import { referenceIn } from '../../../src/exact/arithmetic.ts';
import { GRADIENT_ORDERS } from '../../../src/exact/gradientOrders.ts';
import { portOn } from '../../../src/exact/portOn.ts';
import type { StateDict } from '../../../src/port/config.ts';
import type { ModelCase } from '../arbitraries.ts';
import { type Claiming, port } from '../subject.ts';
import { forwardHolds } from './forwardLaw.ts';
import type { Own } from './own.ts';
import { parted } from './parted.ts';
import { sameBits } from './probe.ts';

const LAW = "a document's loss and gradient are microgpt.py's";

/** The page is in the package too. */
const HOW = `the order that these sums need, by hand or by a graph: spec/backward.md, "In microgpt.py's order"`;

/** Matrices in the order in which the gradient reaches them: the output first, then layer by layer from the last. */
function inGradientOrder(names: readonly string[]): string[] {
  const layers = names.filter((name) => name.startsWith('layer'));
  const count = 1 + Math.max(-1, ...layers.map((name) => Number(/\d+/.exec(name))));
  const ofLayer = ['mlp_fc2', 'mlp_fc1', 'attn_wo', 'attn_wv', 'attn_wq', 'attn_wk'];
  const inner = Array.from({ length: count }, (_, i) => ofLayer.map((name) => `layer${count - 1 - i}.${name}`)).flat();
  return ['lm_head', ...inner, 'wte', 'wpe'];
}

/**
 * Demands the reference's bits of a document's loss and of its gradient.
 *
 * @throws Unequal where a bit differs: at the forward pass where that parts already, or else at the first matrix
 */
export async function backwardHolds(
  asked: Claiming<'backward'>,
  own: Own,
  model: ModelCase,
  state_dict: StateDict,
): Promise<void> {
  const { config, tokens } = model;
  if (port.forward !== undefined) await forwardHolds({ ...asked, forward: port.forward }, own, model, state_dict);
  const due = await own.library.during(() => own.oracle.backward(config, state_dict, tokens));
  const got = await asked.backward(config, state_dict, tokens);
  if (!sameBits([due.loss], [got.loss])) {
    const place = { operation: 'one of the forward pass before backward', line: 'lines 108 to 169' };
    throw parted(LAW, place, [], [due.loss], [got.loss], port.dtype);
  }
  const other = inGradientOrder(Object.keys(state_dict)).find(
    (name) => !sameBits(due.grad[name].flat(), (got.grad[name] ?? []).flat()),
  );
  if (other === undefined) return;
  const words: string[] = [];
  for (const { words: order, edits } of GRADIENT_ORDERS) {
    const changed = portOn(await referenceIn(port.dtype, edits), port.dtype, own.library.math);
    const { grad } = await own.library.during(() => changed.backward(config, state_dict, tokens));
    if (Object.keys(grad).every((name) => sameBits(grad[name].flat(), (got.grad[name] ?? []).flat())))
      words.push(order);
  }
  const place = { operation: `a sum of gradients, first seen in that of ${other}`, line: 'lines 70 to 72', how: HOW };
  throw parted(LAW, place, words, due.grad[other].flat(), (got.grad[other] ?? []).flat(), port.dtype);
}
