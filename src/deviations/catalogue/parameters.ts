import { EARLY } from '../../reference/config.ts';
import type { Deviation } from '../deviation.ts';

const { block_size, std, std_residual, activation, beta1, beta2, decay, num_steps } = EARLY;

/** Deviations in the size of the initial parameters. */
export const PARAMETERS: readonly Deviation[] = [
  {
    id: 'std-0.02',
    clause: 'parameters.12',
    title: 'initial std 0.02',
    explanation: "All parameters are drawn with GPT-2's standard deviation. microgpt.py has 0.08.",
    shows: 'parameters',
    edits: [],
    config: { std: 0.02 },
  },
  {
    id: 'std-0.8',
    clause: 'parameters.12',
    title: 'initial std 0.8',
    explanation:
      'All parameters are ten times too large, by a slip of the decimal point. The loss starts far above ln 27.',
    shows: 'parameters',
    edits: [],
    config: { std: 0.8 },
  },
  {
    id: 'std-variance',
    clause: 'parameters.12',
    title: 'initial variance 0.08',
    explanation:
      'The generator of normal numbers was given 0.08 where it takes a variance, so the standard deviation is its root, 0.283, and the loss starts far above ln 27. Give it 0.08 squared.',
    shows: 'parameters',
    edits: [],
    config: { std: Math.sqrt(0.08) },
  },
  {
    id: 'std-residual-0',
    clause: 'parameters.11',
    title: 'attn_wo and mlp_fc2 start at 0',
    explanation:
      'The ends of the residual branches start at 0, as in the early revision, which draws for them all the same. microgpt.py draws them like all others.',
    shows: 'parameters',
    edits: [],
    config: { std_residual: 0 },
  },
  {
    id: 'std-residual-undrawn',
    clause: 'parameters.11',
    title: 'attn_wo and mlp_fc2 start at 0, and nothing drawn for them',
    explanation:
      'The ends of the residual branches are filled with 0, and what is drawn behind them moves up in the stream. The early revision draws for them and multiplies by 0; microgpt.py draws them like all others.',
    shows: 'parameters',
    edits: [
      {
        file: 'parameters',
        find: '() => random.gauss(0, std)',
        replace: '() => (residual ? 0 : random.gauss(0, std))',
      },
    ],
  },
  {
    id: 'early-revision',
    clause: 'parameters.12',
    title: 'the early revision of microgpt.py',
    explanation:
      'All constants are those of the early gist: block_size 8, std 0.02 with attn_wo and mlp_fc2 at 0, ReLU squared, betas 0.9 and 0.95, cosine decay, 500 steps. It is a dialect of its own: compare with --dialect early.',
    shows: 'parameters',
    edits: [],
    config: { block_size, std, std_residual, activation, beta1, beta2, decay, num_steps },
  },
];
