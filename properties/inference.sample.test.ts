import fc from 'fast-check';
import { type Config, configure, type StateDict } from '../src/port/config.ts';
import { type ModelCase, modelCases, representable, stateDict, withMatrix } from './harness/arbitraries.ts';
import { gamma } from './harness/arithmetic.ts';
import { equal, holds } from './harness/expect.ts';
import { law } from './harness/law.ts';
import { allMeet, exacts, scaled, softmax } from './harness/oracle/ball.ts';
import { naiveLogits } from './harness/oracle/naive.ts';
import { port } from './harness/subject.ts';

/** A model to sample from, and the uniforms to do it with, one for each position. */
interface SampleCase {
  readonly model: ModelCase;
  readonly config: Config;
  readonly BOS: number;
  readonly draws: readonly number[];
}

/** Uniforms are 0, or odd multiples of 1 / GRID: float32 holds them, and none is a multiple of 1/2, 1/3, 1/4 or 1/5. */
const GRID = 2 ** 12;
const uniform = fc.integer({ min: 0, max: GRID / 2 }).map((k) => Math.max(0, 2 * k - 1) / GRID);
const TEMPERATURES = [1 / 4, 1 / 2, 1, 2];

/** @param least - of the block size */
const samplesOf = (least: number): fc.Arbitrary<SampleCase> =>
  fc
    .record({
      model: modelCases({ n_head: { min: 1, max: 4 }, block_size: { min: least, max: 6 }, anyActivation: true }),
      temperature: fc.constantFrom(...TEMPERATURES),
      draws: fc.array(uniform, { minLength: 6, maxLength: 6 }),
    })
    .map(({ model, temperature, draws }) => ({
      model,
      config: configure({ ...model.config, temperature, ...port.fixed }),
      BOS: model.vocab_size - 1,
      draws: eachPosition(model, draws),
    }));

const samples = samplesOf(1);
/** With block_size 1 the first token is the last one too, which inference.5 is about. */
const longer = samplesOf(2);

// Catches a sample that starts with another token, or with the last token of the sample before.
law(
  'inference.2 the first probabilities depend on no embedding but those of BOS and position 0',
  ['sample'],
  [samples],
  async (port, { model, config, BOS, draws }) => {
    const start = stateDict(model);
    const otherTokens = withMatrix(start, 'wte', (value, token) => (token === BOS ? value : 1 - value));
    const other = withMatrix(otherTokens, 'wpe', (value, pos_id) => (pos_id === 0 ? value : 1 - value));
    const [got, want] = [await port.sample(config, other, draws), await port.sample(config, start, draws)];
    equal([...got.probs[0]], [...want.probs[0]], 'gpt(BOS, 0)');
  },
);

// Catches a KV cache, or a position, that is kept from one sample to the next.
law(
  'inference.2 a sample is the same before and after another one',
  ['sample'],
  [samples, samples],
  async (port, { model, config, draws }, other) => {
    const first = await port.sample(config, stateDict(model), draws);
    await port.sample(other.config, stateDict(other.model), other.draws);
    const again = await port.sample(config, stateDict(model), draws);
    equal([...again.tokens], [...first.tokens], 'tokens');
    again.probs.forEach((row, t) => {
      equal([...row], [...first.probs[t]], `probabilities at position ${t}`);
    });
  },
);

// Catches draws by another rule: the largest probability, a second uniform, cumulative sums from the other end.
law(
  'inference.3 each token is the one in whose share of the cumulative probabilities the uniform lies',
  ['sample'],
  [samples],
  async (port, { model, config, BOS, draws }) => {
    const { tokens, probs } = await port.sample(config, stateDict(model), draws);
    tokens.forEach((token, t) => {
      const weights = probs[t];
      const cumulative = cumulated(weights);
      const total = cumulative[BOS];
      // vocab_size additions and a product, taken in another way.
      const slack = gamma(2 * weights.length + 2) * total;
      const below = token === 0 ? 0 : cumulative[token - 1];
      holds(draws[t] * total >= below - slack, `position ${t}: u >= cumulative[${token} - 1]`, [draws[t], cumulative]);
      holds(draws[t] * total <= cumulative[token] + slack, `position ${t}: u < cumulative[${token}]`, [
        draws[t],
        cumulative,
      ]);
    });
  },
);

// Catches shares that are off by one token, or taken in the order of the probabilities.
law(
  'inference.3 the share of a token reaches from the sum before it to the sum with it',
  ['sample'],
  [longer, fc.nat()],
  async (port, { model, config, BOS, draws }, pick) => {
    // With parameters so small every token has a probability far above the rounding of the sums.
    const start = stateDict(model, 1 / 16);
    const { probs } = await port.sample(config, start, draws);
    const token = pick % (BOS + 1);
    const cumulative = cumulated(probs[0]);
    const slack = gamma(2 * cumulative.length + 4);
    const ends = [token === 0 ? 0 : cumulative[token - 1] + slack, cumulative[token] - slack];
    for (const u of ends) {
      const sample = await port.sample(config, start, [representable(u), ...draws.slice(1)]);
      equal(sample.tokens[0] ?? BOS, token, `u = ${u} of ${cumulative}`);
    }
  },
);

// Catches `<=` in place of `<`, which draws an impossible token where u is 0.
law(
  'inference.3 tokens of probability 0 are not drawn, not even by a uniform of 0',
  ['sample'],
  [longer, fc.nat(), fc.array(fc.boolean())],
  async (port, { model, config, BOS, draws }, pick, mask) => {
    const possible = Array.from({ length: BOS + 1 }, (_, i) => i).filter((i) => i === pick % (BOS + 1) || mask[i]);
    const { tokens } = await port.sample(config, alike(model, possible), draws);
    const drawn = draws.map((u) => possible[Math.floor(u * possible.length)]);
    const last = config.block_size - 1;
    equal(tokens.slice(0, last), untilBOS(drawn.slice(0, last), BOS), `u of the tokens ${possible}, all alike`);
  },
);

// Catches a BOS that is kept as a character, is skipped, or is looked for only after the first token.
law(
  'inference.4 a sample ends where BOS is drawn',
  ['sample'],
  [samples, fc.nat(), fc.array(fc.nat(), { minLength: 6, maxLength: 6 })],
  async (port, sample, end, picks) => {
    const { model, config, BOS } = sample;
    const length = end % config.block_size;
    const wanted = eachPosition(model, picks).map((pick, t) => (t === length ? BOS : pick % BOS));
    const { tokens, probs } = await port.sample(config, indifferent(model), centres(wanted, BOS));
    equal([...tokens], wanted.slice(0, length), 'up to BOS, without it');
    equal(probs.length, length + 1, 'a distribution for each draw, the one of BOS included');
  },
);

// Catches a sample that is read only when BOS comes, or one position too late: its last character is lost.
law(
  'inference.5 a sample that fills the block is kept whole',
  ['sample'],
  [samples, fc.array(fc.nat(), { minLength: 6, maxLength: 6 })],
  async (port, sample, picks) => {
    const { model, config, BOS } = sample;
    const wanted = eachPosition(model, picks).map((pick) => pick % BOS);
    const { tokens, probs } = await port.sample(config, indifferent(model), centres(wanted, BOS));
    equal([...tokens], wanted, 'all block_size tokens');
    equal(probs.length, config.block_size, 'block_size draws');
  },
);

// Catches a temperature that is built into the sampler.
law(
  'inference.6 lm_head and temperature, both doubled, give the same sample',
  { ops: ['sample'], free: ['temperature'] },
  [samples],
  async (port, { model, config, draws }) => {
    const start = stateDict(model);
    const doubled = withMatrix(start, 'lm_head', (value) => 2 * value);
    const got = await port.sample({ ...config, temperature: 2 * config.temperature }, doubled, draws);
    const want = await port.sample(config, start, draws);
    equal([...got.tokens], [...want.tokens], 'tokens');
    equal(got.probs.flat(), want.probs.flat(), 'probabilities');
  },
);

// Catches another forward pass than that of training: positions from 1, a cache that is not read, a missing norm.
law(
  'inference.10 the probabilities are those of forward on the tokens before',
  ['sample', 'forward'],
  [samples],
  async (port, { model, config, BOS, draws }) => {
    const start = stateDict(model, 1 / 2);
    const { tokens, probs } = await port.sample(config, start, draws);
    const again = [BOS, ...tokens, BOS];
    const { logits } = await port.forward(config, start, again);
    const rounded = naiveLogits({ ...model, tokens: again }, start);
    equal(probs.length, logits.length, 'positions');
    probs.forEach((row, t) => {
      // Two computations of a logit: each is off by what a running error analysis of it gives.
      const want = softmax(
        logits[t].map((mid, i) => scaled({ mid, rad: 2 * rounded[t][i].rad }, 1 / config.temperature)),
      );
      allMeet([exacts(row)], [want], `softmax(logits / ${config.temperature}) at position ${t}`);
    });
  },
);

// Catches a draw that takes two uniforms or none, uniforms that are read backwards, and a peek at later ones.
law(
  'inference.11 a uniform matters to its own position and those behind it',
  ['sample'],
  [samples, samples, fc.nat()],
  async (port, { model, config, draws }, other, pick) => {
    const start = stateDict(model);
    const position = pick % (draws.length + 1);
    const changed = draws.map((u, t) => (t < position ? u : other.draws[t % other.draws.length]));
    const [got, want] = [await port.sample(config, start, changed), await port.sample(config, start, draws)];
    equal([...got.tokens.slice(0, position)], [...want.tokens.slice(0, position)], `tokens before ${position}`);
    const before = position + 1;
    equal(got.probs.slice(0, before).flat(), want.probs.slice(0, before).flat(), `probabilities up to ${position}`);
  },
);

/** Repeats a list up to the block size. */
function eachPosition({ config }: ModelCase, list: readonly number[]): number[] {
  return Array.from({ length: config.block_size }, (_, t) => list[t % list.length]);
}

/** Parameters with which all logits are 0, whatever came before. */
function indifferent(model: ModelCase): StateDict {
  return withMatrix(stateDict(model), 'lm_head', () => 0);
}

/** Uniforms in the middle of the tokens' shares where all tokens are alike. */
function centres(tokens: readonly number[], BOS: number): number[] {
  return tokens.map((token) => representable((token + 1 / 2) / (BOS + 1)));
}

/**
 * Parameters with which some tokens are alike, and the others impossible: their exp(-4096 sqrt(n_embd) / 2) underflows.
 * Every token is embedded as 1, 0, 0, ...; attn_wo and mlp_fc2 are 0, so that no layer changes that.
 */
function alike(model: ModelCase, possible: readonly number[]): StateDict {
  const matrices = Object.entries(stateDict(model)).map(([name, rows]) => {
    if (name === 'wte') return [name, rows.map((row) => row.map((_, j) => (j === 0 ? 1 : 0)))];
    if (name === 'lm_head') return [name, rows.map((row, i) => row.map(() => (possible.includes(i) ? 0 : -(2 ** 12))))];
    return /wpe|attn_wo|mlp_fc2/.test(name) ? [name, rows.map((row) => row.map(() => 0))] : [name, rows];
  });
  return Object.fromEntries(matrices);
}

/** The tokens before the first BOS. */
function untilBOS(tokens: readonly number[], BOS: number): number[] {
  const end = tokens.indexOf(BOS);
  return end < 0 ? [...tokens] : tokens.slice(0, end);
}

/** Sums of the weights, from the left. */
function cumulated(weights: readonly number[]): number[] {
  let total = 0;
  return weights.map((weight) => {
    total += weight;
    return total;
  });
}
