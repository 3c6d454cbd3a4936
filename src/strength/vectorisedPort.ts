import { type DocumentGradient, throughDocument } from '../measure/handDerived.ts';
import { crossEntropy } from '../measure/handDerivedStages.ts';
import type { Config, StateDict } from '../port/config.ts';
import { flatten, unflatten } from '../port/flatten.ts';
import type { Port } from '../port/port.ts';
import { referencePort } from '../port/reference.ts';
import { Tape } from '../reference/autograd.ts';
import { createModel } from '../reference/model.ts';
import { adam, zeroMoments } from '../reference/optimizer.ts';

/** The model in matrix form with its gradients derived by hand, as an own port; what has no model in it is the reference's. */
export function vectorisedPort(): Port {
  return {
    ...referencePort('0'),
    name: 'vectorised',
    forward: (config, state_dict, tokens) => {
      const { logits, losses, loss } = checked(config, state_dict, tokens);
      return { logits, losses, loss };
    },
    backward: (config, state_dict, tokens) => {
      const { loss, grad } = checked(config, state_dict, tokens);
      return { loss, grad };
    },
    cross_entropy: (logits, target) => {
      if (!(target in logits)) throw new RangeError('cross_entropy: no such target');
      const { loss, d } = crossEntropy([[...logits]], [0, target]);
      return { loss, grad: d[0] };
    },
    train: (config, state_dict, documents, steps) => {
      const data = Float64Array.from(flatten(state_dict));
      const moments = zeroMoments(data.length);
      const losses = Array.from({ length: steps }, (_, step) => {
        const { loss, grad } = checked(config, unflatten(data, state_dict), documents[step % documents.length]);
        adam(config, step, data, Float64Array.from(flatten(grad)), moments);
        return loss;
      });
      return { losses, state_dict: unflatten(data, state_dict) };
    },
  };
}

/** What the matrix form itself does not refuse (parameters.6, model.16, loss.11). */
function checked(config: Config, state_dict: StateDict, tokens: readonly number[] | undefined): DocumentGradient {
  const vocab_size = state_dict.lm_head.length;
  if (tokens === undefined || tokens.length < 2) throw new RangeError('forward: a document has two tokens or more');
  if (
    !tokens
      .slice(0, config.block_size + 1)
      .every((token) => Number.isInteger(token) && token >= 0 && token < vocab_size)
  ) {
    throw new RangeError('forward: a token is outside the vocabulary');
  }
  createModel(new Tape(), config, state_dict); // refuses other shapes
  return throughDocument(config, state_dict, tokens);
}
