import * as autograd from '../reference/autograd.ts';
import * as config from '../reference/config.ts';
import * as dataset from '../reference/dataset.ts';
import * as inference from '../reference/inference.ts';
import * as loss from '../reference/loss.ts';
import * as microgpt from '../reference/microgpt.ts';
import * as model from '../reference/model.ts';
import * as optimizer from '../reference/optimizer.ts';
import * as parameters from '../reference/parameters.ts';
import * as python from '../reference/python.ts';
import * as random from '../reference/random.ts';
import * as tokenizer from '../reference/tokenizer.ts';
import * as training from '../reference/training.ts';

/** The reference's modules by name: its own, or a copy that was changed. */
export interface Reference {
  readonly autograd: typeof autograd;
  readonly config: typeof config;
  readonly dataset: typeof dataset;
  readonly inference: typeof inference;
  readonly loss: typeof loss;
  readonly microgpt: typeof microgpt;
  readonly model: typeof model;
  readonly optimizer: typeof optimizer;
  readonly parameters: typeof parameters;
  readonly python: typeof python;
  readonly random: typeof random;
  readonly tokenizer: typeof tokenizer;
  readonly training: typeof training;
}

/** The reference as it is. */
export const REFERENCE: Reference = {
  autograd,
  config,
  dataset,
  inference,
  loss,
  microgpt,
  model,
  optimizer,
  parameters,
  python,
  random,
  tokenizer,
  training,
};
