import type { HandEdit } from '../handPort.ts';
import { byHand } from './stepMistake.ts';

const edit = (find: string, replace: string): HandEdit => ({ file: 'adam', find, replace });
const GRADIENT = 'const g = grad[name][i][j];';
const LINEAR = 'f(1 - f(step / num_steps))';
const UPDATE = 'params[name][i][j] = f(params[name][i][j] - change);';

/** Mistakes of Adam and of the step around it; the gradient is right. */
export const ADAM_STEP = byHand('adam', [
  {
    id: 'first-moment-of-square',
    title: 'first moment of the squared gradient',
    what: 'm is a mean of g^2, as v is.',
    name: 'm',
    edits: [edit('f(f(1 - beta1) * g)', 'f(f(1 - beta1) * f(g * g))')],
  },
  {
    id: 'first-moment-by-beta2',
    title: 'first moment by beta2',
    what: 'm decays by beta2; its bias correction is that of beta1.',
    name: 'm',
    edits: [edit('f(beta1 * m[name][i][j]) + f(f(1 - beta1) * g)', 'f(beta2 * m[name][i][j]) + f(f(1 - beta2) * g)')],
  },
  {
    id: 'first-moment-starts-at-gradient',
    title: 'first moment starts at the first gradient',
    what: 'At step 1 m becomes g itself, and the bias correction is applied all the same.',
    name: 'm',
    edits: [edit('f(f(1 - beta1) * g)', '(step === 0 ? g : f(f(1 - beta1) * g))')],
  },
  {
    id: 'second-moment-by-beta1',
    title: 'second moment by beta1',
    what: 'v decays by beta1; its bias correction is that of beta2.',
    name: 'v',
    edits: [
      edit(
        'f(beta2 * v[name][i][j]) + f(f(1 - beta2) * f(g * g))',
        'f(beta1 * v[name][i][j]) + f(f(1 - beta1) * f(g * g))',
      ),
    ],
  },
  {
    id: 'second-moment-undamped',
    title: 'second moment beta2 v + g^2',
    what: 'The square of the gradient is added whole.',
    name: 'v',
    edits: [edit('f(f(1 - beta2) * f(g * g))', 'f(g * g)')],
  },
  {
    id: 'second-moment-of-row',
    title: 'one second moment a row',
    what: 'v is a mean of the squares of the whole row, as optimizers that save memory keep it.',
    name: 'v',
    edits: [
      edit(
        'f(f(1 - beta2) * f(g * g))',
        'f(f(1 - beta2) * f(grad[name][i].reduce((sum, x) => f(sum + f(x * x)), 0) / grad[name][i].length))',
      ),
    ],
  },
  {
    id: 'moments-reset',
    title: 'moments set to 0 at each step',
    what: 'm and v begin anew at each step, as where they are made inside the loop.',
    name: 'm',
    lines: [148, 149],
    from: 2,
    edits: [edit(GRADIENT, `${GRADIENT}\n                m[name][i][j] = v[name][i][j] = 0;`)],
  },
  {
    id: 'first-moment-of-key-shared',
    title: 'first moment of attn_wk is that of attn_wq',
    what: 'The two matrices of a layer have one buffer m, to which both add.',
    name: 'm.layer*.attn_wq',
    or: ['m.layer*.attn_wk'],
    edits: [
      {
        file: 'training',
        find: 'm: empty(), v: empty() }',
        replace:
          'm: [empty()].map((m) => ({ ...m, ...Object.fromEntries(Object.keys(m).filter((name) => name.endsWith("attn_wk")).map((name) => [name, m[name.replace("_wk", "_wq")]])) }))[0], v: empty() }',
      },
    ],
  },
  {
    id: 'gradient-clipped-by-value',
    title: 'gradients clipped to 0.01 one by one',
    what: 'Adam takes every entry of the gradient within 0.01 of 0.',
    name: 'm',
    edits: [edit(GRADIENT, 'const g = Math.max(f(-0.01), Math.min(f(0.01), grad[name][i][j]));')],
  },
  {
    id: 'first-row-not-updated',
    title: 'first row of each matrix left out',
    what: 'The loop over the rows begins at 1, so that row 0 has no moments and never changes.',
    name: 'm',
    edits: [edit('let i = 0;', 'let i = 1;')],
  },
  {
    id: 'bias-correction-m-late',
    title: 'bias correction of m one step late, from step 2 on',
    what: 'The exponent of beta1 is step, but 1 at the first step; that of beta2 is right.',
    name: 'updated',
    lines: [179, 179],
    from: 2,
    edits: [edit('beta1 ** (step + 1)', 'beta1 ** Math.max(step, 1)')],
  },
  {
    id: 'bias-correction-v-late',
    title: 'bias correction of v one step late, from step 2 on',
    what: 'The exponent of beta2 is step, but 1 at the first step; that of beta1 is right.',
    name: 'updated',
    lines: [180, 180],
    from: 2,
    edits: [edit('beta2 ** (step + 1)', 'beta2 ** Math.max(step, 1)')],
  },
  {
    id: 'bias-correction-m-multiplied',
    title: 'm multiplied by its bias correction',
    what: 'm_hat is m times 1 - beta1^t, where the quotient is due.',
    name: 'updated',
    lines: [179, 179],
    edits: [edit('/ correction1', '* correction1')],
  },
  {
    id: 'bias-correction-v-outside-root',
    title: 'bias correction of v outside the root',
    what: 'The root of v is divided by 1 - beta2^t.',
    name: 'updated',
    lines: [180, 181],
    edits: [edit('f(Math.sqrt(v_hat))', 'f(f(Math.sqrt(v[name][i][j])) / correction2)')],
  },
  {
    id: 'update-from-old-m',
    title: 'update from the first moment of the step before',
    what: 'm_hat is made of m as it was before this gradient, so the first step moves nothing.',
    name: 'updated',
    lines: [179, 179],
    edits: [
      edit(GRADIENT, `${GRADIENT}\n                const oldM = m[name][i][j];`),
      edit('m[name][i][j] / correction1', 'oldM / correction1'),
    ],
  },
  {
    id: 'update-from-old-v',
    title: 'update from the second moment of the step before',
    what: 'v_hat is made of v as it was before this gradient, so the first step divides by eps alone.',
    name: 'updated',
    lines: [180, 180],
    edits: [
      edit(GRADIENT, `${GRADIENT}\n                const oldV = v[name][i][j];`),
      edit('v[name][i][j] / correction2', 'oldV / correction2'),
    ],
  },
  {
    id: 'update-by-gradient',
    title: 'gradient in place of m_hat',
    what: 'The step is that of RMSProp: m is kept and never used.',
    name: 'updated',
    from: 2,
    edits: [edit('f(lr * m_hat)', 'f(lr * g)')],
  },
  {
    id: 'update-ascends',
    title: 'update added',
    what: 'The change is added to the parameters, not taken away.',
    name: 'updated',
    edits: [edit('- change', '+ change')],
  },
  {
    id: 'lm-head-not-updated',
    title: 'lm_head never updated',
    what: 'lm_head has its gradient and its moments, and keeps its values.',
    name: 'updated.lm_head',
    edits: [edit(UPDATE, `if (name !== 'lm_head') ${UPDATE}`)],
  },
  {
    id: 'weight-decay-embeddings',
    title: 'weight decay 0.1 on wte and wpe',
    what: 'Each step takes lr_t * 0.1 of the two embeddings away, and nothing of the other matrices.',
    name: 'updated.wte',
    or: ['updated.wpe'],
    edits: [
      edit(
        'f(params[name][i][j] - change)',
        "f(f(params[name][i][j] * (name === 'wte' || name === 'wpe' ? f(1 - f(lr * f(0.1))) : 1)) - change)",
      ),
    ],
  },
  {
    id: 'learning-rate-exponential',
    title: 'learning rate falls exponentially',
    what: 'lr_t is learning_rate times exp(-step / num_steps).',
    name: 'updated',
    lines: [175, 175],
    from: 2,
    edits: [edit(LINEAR, 'f(Math.exp(f(-step / num_steps)))')],
  },
  {
    id: 'learning-rate-squared',
    title: 'learning rate falls as a square',
    what: 'lr_t is learning_rate times the square of 1 - step / num_steps.',
    name: 'updated',
    lines: [175, 175],
    from: 2,
    edits: [edit(LINEAR, 'f(f(1 - f(step / num_steps)) ** 2)')],
  },
  {
    id: 'step-counted-twice',
    title: 'Adam counts each step twice',
    what: 'Learning rate and bias corrections are those of step 2 t.',
    name: 'updated',
    lines: [175, 180],
    from: 2,
    edits: [{ file: 'training', find: 'adam(config, step,', replace: 'adam(config, 2 * step,' }],
  },
]);
