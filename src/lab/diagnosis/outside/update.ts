import type { Deviation } from '../../../deviations/deviation.ts';

/** Novel mistakes behind the loss of step 1, or in which documents it is of. */
export const NOVEL_UPDATE: readonly Deviation[] = [
  {
    id: 'outside-bias-correction-beta1',
    clause: 'optimizer.4',
    title: 'both bias corrections by beta1',
    explanation: 'v is divided by 1 - beta1^(step + 1) too, a line that was copied and not changed.',
    shows: 'update',
    edits: [{ file: 'optimizer', find: 'power(beta2, step + 1,', replace: 'power(beta1, step + 1,' }],
  },
  {
    id: 'outside-amsgrad',
    clause: 'optimizer.5',
    title: 'AMSGrad: the largest second moment so far',
    explanation: 'The update divides by the root of the largest v_hat that the parameter has had.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'const { m, v } = moments;',
        replace: 'const { m, v } = moments;\n    moments.largest ??= new Float64Array(m.length);',
      },
      {
        file: 'optimizer',
        find: 'const v_hat = v[i] / correction2;',
        replace: 'const v_hat = (moments.largest[i] = Math.max(moments.largest[i], v[i] / correction2));',
      },
    ],
  },
  {
    id: 'outside-learning-rate-floor',
    clause: 'optimizer.7',
    title: 'learning rate never below a tenth',
    explanation:
      'The rate falls to a tenth of its start and stays there, so that only the last tenth of the losses differs.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'return learning_rate * (1 - step / num_steps);',
        replace: 'return learning_rate * Math.max(0.1, 1 - step / num_steps);',
      },
    ],
  },
  {
    id: 'outside-moments-float32',
    clause: 'optimizer.2',
    title: "only Adam's moments in float32",
    explanation: 'The moments are kept in single precision to save memory, all else in double.',
    shows: 'update',
    edits: [
      { file: 'optimizer', find: 'new Float64Array(num_params)', replace: 'new Float32Array(num_params)', times: 2 },
    ],
  },
  {
    id: 'outside-nadam',
    clause: 'optimizer.5',
    title: 'NAdam: the moment looked ahead',
    explanation: 'The gradient of the step counts once more in the update, after Nesterov.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'm[i] / correction1',
        replace: '(beta1 * m[i] + (1 - beta1) * grad[i]) / correction1',
      },
    ],
  },
  {
    id: 'outside-warmup',
    clause: 'optimizer.7',
    title: 'learning rate warmed up over 10 steps',
    explanation: 'The rate of the first ten steps is a tenth, two tenths, ... of the right one.',
    shows: 'update',
    edits: [
      {
        file: 'optimizer',
        find: 'const lr_t = learningRate(config, step, math);',
        replace: 'const lr_t = learningRate(config, step, math) * Math.min(1, (step + 1) / 10);',
      },
    ],
  },
  {
    id: 'outside-two-documents',
    clause: 'training.2',
    title: 'two documents a step',
    explanation: 'A step takes the next two documents, and its loss is the mean of theirs.',
    shows: 'documents',
    edits: [
      {
        file: 'training',
        find: 'docs[step % docs.length])',
        replace: '[docs[(2 * step) % docs.length], docs[(2 * step + 1) % docs.length]])',
      },
      {
        file: 'training',
        find: 'const { loss } = documentLoss(model, tokens);',
        replace: `const [first, second] = tokens.map((document) => documentLoss(model, document).loss);
    const loss = tape.mul(tape.add(first, second), tape.leaf(0.5));`,
      },
    ],
  },
  {
    id: 'outside-weights-averaged',
    clause: 'inference.1',
    title: 'samples of averaged parameters',
    explanation: 'The samples are drawn from a moving average of the parameters, 0.99 of it kept a step.',
    shows: 'samples',
    edits: [
      {
        file: 'training',
        find: 'tape.truncate(num_params);',
        replace: `model.mean ??= tape.data.slice(0, num_params);
    for (let i = 0; i < num_params; i++)
        model.mean[i] = 0.99 * model.mean[i] + 0.01 * tape.data[i];
    tape.truncate(num_params);`,
      },
      {
        file: 'inference',
        find: 'for (let sample_idx = 0;',
        replace: 'model.tape.data.set(model.mean ?? []);\n    for (let sample_idx = 0;',
      },
    ],
  },
];
