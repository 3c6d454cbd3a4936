import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Library, OwnLibrary } from '../../exact/ownLibrary.ts';
import { portOn } from '../../exact/portOn.ts';
import { type Config, configure, type StateDict } from '../../port/config.ts';
import { REFERENCE } from '../../port/modules.ts';
import type { Port } from '../../port/port.ts';
import { startPort } from '../../protocol/processPort.ts';
import { initialParameters } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { HAS_PYTHON } from '../../spec/bookCode.fixture.ts';
import { bookAdapter } from './bookAdapter.fixture.ts';

const folder = bookAdapter(['backward'], 'ordered.py', 'order=python');
afterAll(() => rmSync(folder, { recursive: true }));

const DEADLINE_MS = 60_000;
const ACTIVATIONS = ['relu', 'relu_squared'] as const;

/** Of every shape that attention and the MLP may have, with documents that end before the block, with it and behind it. */
const CASES = [0, 1, 2, 3].flatMap((n_layer) =>
  [1, 2, 3].flatMap((n_head) => ACTIVATIONS.map((activation) => [n_layer, n_head, activation] as const)),
);

/** What `backward` is asked. */
type Asked = readonly [Config, StateDict, readonly number[]];

function drawn(n_layer: number, n_head: number, activation: Config['activation'], seed: bigint): Asked {
  const random = new Random(seed);
  const below = (n: number) => Math.floor(random.random() * n);
  const sizes = { n_layer, n_head, n_embd: n_head * (1 + below(5)), block_size: 2 + below(5) };
  const config = configure({ ...sizes, activation, std: 0.5, std_residual: 0.4 });
  const vocab_size = 1 + below(6);
  const tokens = Array.from({ length: 2 + below(8) }, () => below(vocab_size));
  return [config, initialParameters(config, vocab_size, random), tokens];
}

/** The operations that the test asks for. */
function claimed({ exp, log, pow, backward }: Port): Library & Required<Pick<Port, 'backward'>> {
  if (exp && log && pow && backward) return { exp, log, pow, backward };
  throw new Error('ordered.py: exp, log, pow or backward is not claimed; the test asks for all four');
}

// The reference is put on the library of the Python that runs the page's code, so that nothing but an order can differ.
test.skipIf(!HAS_PYTHON)(
  'backward.md, in microgpt.py’s order: loss and gradient have the bits of the reference',
  async () => {
    const command = ['python3', join(folder, 'adapter.py')];
    const { port, driver } = await startPort(command, { deadline: DEADLINE_MS, window: 1 });
    const { backward, ...library } = claimed(port);
    const own = new OwnLibrary(library);
    const reference = portOn(REFERENCE, 'f64', own.math);
    const asked = [0, 1, 2, 3].flatMap((turn) => CASES.map((one, i) => drawn(...one, BigInt(turn * CASES.length + i))));
    const due = await own.during(() => Promise.all(asked.map((one) => reference.backward(...one))));
    const got = await Promise.all(asked.map((one) => backward(...one)));
    driver.close();
    expect(got).toEqual(due);
  },
);
