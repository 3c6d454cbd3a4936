import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { requestsBehind } from '../../properties/harness/requestsBehind.ts';

const FAULTY = fileURLToPath(new URL('./faulty.fixture.mjs', import.meta.url));
const portOf = (mode: string) =>
  ({ kind: 'process', command: [process.execPath, FAULTY, mode], deadline: 10_000 }) as const;

/** Requests for a mean, of which the port in the mode `drifting` answers each with 1 more than the one before. */
const meansOf = (...answers: readonly string[]) => answers.map((answer) => ({ body: 'average_loss 1 0', answer }));

describe('the requests behind an answer', () => {
  test('are as many as it takes to have it again', async () => {
    const behind = await requestsBehind(portOf('drifting'), meansOf('0', '1', '2', '3', '4', '2'));
    const bodies = meansOf('0', '1', '2').map(({ body }) => body);
    expect(behind).toEqual({ kind: 'found', bodies, answer: '2', isTheSame: true });
  });

  test('are all of them, where fewer do not do', async () => {
    const behind = await requestsBehind(portOf('drifting'), meansOf('0', '1', '2', '3', '4', '5'));
    expect(behind).toMatchObject({ bodies: { length: 6 }, answer: '5', isTheSame: true });
  });

  test('are the fewest that make it another than alone, where none give it, and what they give is said', async () => {
    const behind = await requestsBehind(portOf('drifting'), meansOf('7', '8', '9', '10'));
    expect(behind).toMatchObject({ kind: 'found', bodies: { length: 2 }, answer: '1', isTheSame: false });
  });

  test('are the request itself twice, where what it keeps came long before', async () => {
    const [mean] = meansOf('9');
    const sent = [{ body: 'position_loss 1 1 0', answer: '0' }, { body: 'softmax 1 0', answer: '1 1' }, mean];
    const behind = await requestsBehind(portOf('drifting'), sent);
    expect(behind).toEqual({ kind: 'found', bodies: [mean.body, mean.body], answer: '1', isTheSame: false });
  });

  test('are none, where no request before it makes a difference, or it comes alone too', async () => {
    expect(await requestsBehind(portOf('right'), meansOf('0', '0', '0', '5'))).toEqual({ kind: 'none', tried: 3 });
    expect(await requestsBehind(portOf('drifting'), meansOf('7', '0'))).toEqual({ kind: 'none', tried: 0 });
  });
});
