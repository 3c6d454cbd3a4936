import fc from 'fast-check';
import { CANONICAL, type Config, configure } from '../src/port/config.ts';
import { adamOne, moments } from './harness/adam.ts';
import { modelCases, real, stateDict } from './harness/arbitraries.ts';
import { CLASS } from './harness/arithmetic.ts';
import { holds } from './harness/expect.ts';
import { law } from './harness/law.ts';
import { naiveLogits } from './harness/oracle/naive.ts';
import { configSeeds } from './harness/seeds.ts';
import { fittingCases, smallParameters, twoDimensions } from './harness/smallModels.ts';
import { port } from './harness/subject.ts';

// Each law compares a port's answers with each other, near one constant of microgpt.py, in which they rise or fall: it fails
// where the port has another constant in place of that one, and hardly for anything else.

/** A constant, by how much it is changed, and what of Adam's step rises or falls with it, from a gradient of what size. */
const OF_ADAM = [
  ['learning_rate', 1 / 512, 'p', 1],
  ['beta1', 1 / 64, 'm', 1],
  ['beta2', 1 / 512, 'v', 1],
  ['eps_adam', 2 ** -30, 'p', CANONICAL.eps_adam],
  ['num_steps', 100, 'p', 1],
] as const;

/** The last step that there is with fewer steps, and one by which the rate has fallen. */
const steps = fc.integer({ min: 100, max: CANONICAL.num_steps - 101 });
const gradients = fc.tuple(real(1 / 2, 2), fc.constantFrom(1, -1));

for (const [name, change, part, size] of OF_ADAM) {
  // Catches a built-in number that is used where the port is told microgpt.py's.
  law(
    `parameters.12 a step of Adam with ${name} ${CANONICAL[name]} lies between those with less and with more`,
    { ops: ['adam'], free: [name] },
    [moments({ eps_adam: CANONICAL.eps_adam, num_steps: CANONICAL.num_steps }), steps, gradients],
    async (asked, { config }, at, [magnitude, sign]) => {
      const g = size * magnitude * sign;
      const step = at % configure(port.fixed).num_steps;
      const with_ = (value: number) => ({ config: configure({ ...config, [name]: value, ...port.fixed }), step });
      await between(name, change, async (value) => [(await adamOne(asked, with_(value), 0, g, 0, 0))[part]]);
    },
  );
}

for (const [name, matrix] of [
  ['std', 'wte'],
  ['std_residual', 'layer0.attn_wo'],
] as const) {
  // Catches the same of the initial parameters.
  law(
    `parameters.12 parameters of ${name} ${CANONICAL[name]} lie between those of less and of more`,
    { ops: ['parameters'], free: [name], needs: { n_layer: 1 } },
    [modelCases({ n_layer: { min: 1, max: 1 } }), configSeeds],
    async (asked, { config, vocab_size }, seed) => {
      await between(name, 1 / 128, async (value) =>
        (await asked.parameters({ ...config, seed, [name]: value }, vocab_size))[matrix].flat(),
      );
    },
  );
}

// Catches a temperature that is built into the sampler in place of microgpt.py's.
law(
  `parameters.12 the largest probability at temperature ${CANONICAL.temperature} lies between those at less and at more`,
  { ops: ['sample'], free: ['temperature'] },
  [modelCases({ block_size: { min: 1, max: 1 } })],
  async (asked, model) => {
    const uniforms = Array.from({ length: model.config.block_size }, () => 1 / 2);
    await between('temperature', 1 / 16, async (temperature) => {
      const { probs } = await asked.sample({ ...model.config, temperature }, stateDict(model), uniforms);
      return [Math.max(...probs[0])];
    });
  },
);

// Catches a number of heads that stands in the source in place of microgpt.py's. Where other numbers of heads are wrong too,
// model.10 says so.
law(
  `parameters.12 ${CANONICAL.n_head} heads give the logits as they are written out, where 2 and 8 do`,
  { ops: ['forward'], free: ['n_head', 'n_embd'] },
  [fittingCases({ ...twoDimensions, n_head: { min: 8, max: 8 } })],
  async (asked, model) => {
    const parameters = smallParameters(model);
    const isRight = async (n_head: number) => {
      const config = { ...model.config, n_head };
      const want = naiveLogits({ ...model, config }, parameters);
      const { logits } = await asked.forward(config, parameters, model.tokens);
      return want.every((row, t) => row.every(({ mid, rad }, i) => Math.abs(logits[t]?.[i] - mid) <= 2 * rad));
    };
    if (!(await isRight(2)) || !(await isRight(8))) return;
    holds(await isRight(CANONICAL.n_head), `logits with ${CANONICAL.n_head} heads, where 2 and 8 are right`, 'others');
  },
);

/** Demands that each number of an answer lies between those that it has with less and with more of a constant. */
async function between(
  name: keyof Config & keyof typeof CANONICAL,
  change: number,
  ask: (value: number) => Promise<readonly number[]>,
): Promise<void> {
  const at = Number(CANONICAL[name]);
  const [less, there, more] = [await ask(at - change), await ask(at), await ask(at + change)];
  for (const [i, x] of there.entries()) {
    const [low, high] = [Math.min(less[i], more[i]), Math.max(less[i], more[i])];
    // Where the two are equal up to rounding, as where nothing depends on the constant, so is what is between them.
    const slack = CLASS * Math.max(Math.abs(low), Math.abs(high));
    holds(x >= low - slack && x <= high + slack, `${name} ${at}: between ${low} and ${high}`, x);
  }
}
