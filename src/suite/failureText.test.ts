import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { shellWords } from '../protocol/shell.ts';
import { readManifest } from './manifest.ts';
import { onlyThese } from './only.ts';
import { runVitest, type SuiteRequest } from './runSuite.ts';
import { DEFAULT_SAMPLING } from './sampling.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
const DEADLINE_MS = 10_000;
const [FAULTY, THROWING] = [fileOf('faulty.fixture.mjs'), fileOf('throwing.fixture.mjs')];
const commandOf = (mode: string) => [process.execPath, FAULTY, mode];

const SUMS = 'model.2 the probabilities sum to 1, up to rounding';
const BETWEEN = 'loss.6 the mean lies between the least and the greatest position loss, and is theirs alone';
const RECORDED = 'loss.1 golden: position_loss, ordinary probabilities';

/** What is said of the checks of some names that fail, by their titles. */
async function failuresOf(port: SuiteRequest['port'], names: readonly string[], path: string | null = null) {
  const only = onlyThese(readManifest(), names);
  const { checks, faults } = await runVitest({
    port,
    sampling: { ...DEFAULT_SAMPLING, runs: 30 },
    chapters: only.chapters,
    only,
    reporters: [],
    onCheck: () => {},
    reproduction: {
      invocation: { options: [], command: port.kind === 'process' ? port.command : [] },
      path,
      verbose: false,
    },
  });
  expect(faults).toEqual([]);
  return new Map(checks.flatMap(({ title, counterexample }) => (counterexample ? [[title, counterexample]] : [])));
}

/** A module port with these operations and functions. */
function moduleOf(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'microgpt-module-')), 'port.mjs');
  writeFileSync(file, `const info = { name: 'my port', lang: 'JavaScript', version: '1', dtype: 'f64' };\n${text}\n`);
  return { kind: 'module', file, deadline: DEADLINE_MS } as const;
}

/** What a request prints that a failure shows, a line an answer. */
function answersTo(request: string): string[] {
  return spawnSync('sh', ['-c', request], { encoding: 'utf8' }).stdout.trimEnd().split('\n');
}

const ofMode = (mode: string, ...names: string[]) =>
  failuresOf({ kind: 'process', command: commandOf(mode), deadline: DEADLINE_MS }, names);

function lineOf(text: string | undefined, name: string): string {
  return new RegExp(`^ +${name} +(.*)$`, 'm').exec(text ?? '')?.[1] ?? '';
}

describe('a failure shows', () => {
  test('what was asked in the terms of the operation, and the answer', async () => {
    const failures = await ofMode('summed', 'loss.6');
    const text = failures.get('loss.6 average_loss([1, 2, 4.5]) = 2.5');
    expect(lineOf(text, 'asked')).toBe('average_loss(losses=[1,2,4.5]) = 7.5');
    expect(lineOf(text, 'off by')).toMatch(/times the tolerance of/);
  });

  test('the name of a value on the way, and its place in it', async () => {
    const port = moduleOf(`import { referencePort } from '${new URL('../../dist/port/reference.js', import.meta.url)}';
const trace = (...args) => {
  const { 'pos0.x': _, ...all } = referencePort('1').trace(...args);
  return { ...all, 'pos0.x': all['pos0.embedding'] };
};
export default { ...info, trace };`);
    const title = 'model.9 in a trace, x is the norm of the embedding';
    expect((await failuresOf(port, [title])).get(title)).toMatch(/^pos0\.x \[0\]\n/);
  });

  test('round numbers whose first digits differ, where there are such inputs', async () => {
    const failures = await ofMode('summed', 'loss.6');
    const law = [...failures].find(([title]) => title === BETWEEN)?.[1];
    const [, losses = ''] = /losses=\[([^\]]*)\]/.exec(lineOf(law, 'asked')) ?? [];
    expect(losses.split(',').every((x) => x.length <= 3)).toBe(true);
  });

  test('a difference that is small everywhere as it is', async () => {
    const text = (await ofMode('faint', RECORDED)).get(RECORDED);
    expect(lineOf(text, 'off by')).toMatch(/^1000 times the tolerance of /);
  });

  test('not-a-number as what it is, and compares nothing with it', async () => {
    const text = (await ofMode('eps', 'model.7')).get('model.7 rmsnorm([0, 0, 0]) = [0, 0, 0]');
    expect(text).toMatch(/^rmsnorm\(x=\[0,0,0\]\) is \["nan","nan","nan"\], not finite\n {2}law {6}rmsnorm/);
    expect(text).not.toMatch(/expected|ulps/);
  });

  test('that something is kept, before all else, and the two requests that show it', async () => {
    const text = (await ofMode('kept', SUMS)).get(SUMS);
    expect(text).toMatch(/^right when asked alone: something is kept from one request to the next \(protocol\.4\)\n/);
    expect(lineOf(text, 'again')).toContain('run --chapter model ');
    const request = lineOf(text, 'request');
    const [, second] = answersTo(request);
    expect([second]).not.toEqual(answersTo(`echo '2 ${request.split("'2 ")[1]}`));
  });

  test('of the clause that nothing is kept too, and not the one request that is right alone', async () => {
    const failures = await ofMode('kept', 'protocol.4');
    const text = failures.get('protocol.4 an answer does not depend on the requests before it');
    expect(text).toMatch(/^another answer when asked alone: something is kept .* \(protocol\.4\)\n/);
    const got = /got +(\S+)/.exec(text ?? '')?.[1] ?? 'none';
    expect(answersTo(lineOf(text, 'request')).length).toBeGreaterThan(1);
    expect(answersTo(lineOf(text, 'request')).at(-1)).toContain(got);
  });

  test('of a module that something is kept, seen in a process of its own', async () => {
    const port = moduleOf(
      'let k = 0;\nexport default { ...info, average_loss: (x) => k++ + x.reduce((a, b) => a + b, 0) / x.length };',
    );
    const text = (await failuresOf(port, [BETWEEN])).get(BETWEEN);
    expect(text).toMatch(/^right when asked alone: something is kept from one request to the next \(protocol\.4\)\n/);
    expect(lineOf(text, 'again')).toContain('run --chapter loss ');
  });

  test('of a module that rejects nothing no more than that, though the process that serves it would', async () => {
    const port = moduleOf('export default { ...info, adam: (config, step, data, grad, m, v) => ({ data, m, v }) };');
    const title = 'parameters.14 rates outside their ranges are rejected by adam';
    const text = (await failuresOf(port, [title])).get(title);
    expect(text).toContain('expected an error');
    expect(text).not.toContain('something is kept');
  });

  test('of a module that gives no numbers nothing of what it may keep', async () => {
    const port = moduleOf('export default { ...info, cos: (x) => x.map(() => null) };');
    const title = 'random.6 cos is the cosine of an angle in radians';
    const text = (await failuresOf(port, [title])).get(title);
    expect(text).toContain('cos(x=');
    expect(text).not.toContain('something is kept');
  });

  test('of a module that no other process loads, by another answer to the same request', async () => {
    const port = moduleOf(
      "if (process.argv[1]?.endsWith('moduleServer.js')) throw new Error();\nlet k = 0;\nexport default { ...info, average_loss: (x) => k++ + x.reduce((a, b) => a + b, 0) / x.length };",
    );
    const text = (await failuresOf(port, [BETWEEN])).get(BETWEEN);
    expect(text).toMatch(/^another answer to the same request: something is kept .*, or drawn anew \(protocol\.4\)\n/);
  });

  test('what was asked, of a module that changes what it is given', async () => {
    const port = moduleOf(
      'const share = (e, i, all) => e / all.reduce((a, b) => a + b); export default { ...info, softmax: (x) => { x[0] += 1; return x.map(Math.exp).map(share); } };',
    );
    const titles = ['model.2 softmax([0, 0]) = [0.5, 0.5]', 'model.4 permuted logits have permuted probabilities'];
    const failures = await failuresOf(port, titles);
    expect(lineOf(failures.get(titles[0]), 'asked')).toMatch(/^softmax\(logits=\[0,0\]\) = \[0\.73/);
    expect(failures.has(titles[1])).toBe(true); // and its search for a smaller case has ended
  });

  test('a request that was not answered in time, also where it is on its account that none was sent', async () => {
    const port = { kind: 'process', command: commandOf('slow'), deadline: 300 } as const;
    const failures = [...(await failuresOf(port, ['loss.6']))];
    const [late] = failures.filter(([, text]) => /did not answer within 0\.3 s/.test(text));
    const unsent = failures.filter(([, text]) => / was not sent$/m.test(text));
    expect(unsent.length).toBeGreaterThan(0);
    expect(late[1]).not.toMatch(/was not sent/);
    for (const [, text] of unsent) {
      expect(lineOf(text, 'note')).toBe(
        `"again" and "request" are of the check that was not answered in time: ${late[0]}`,
      );
      expect(['again', 'request'].map((name) => lineOf(text, name))).toEqual(
        ['again', 'request'].map((name) => lineOf(late[1], name)),
      );
    }
    expect(lineOf(late[1], 'request')).toMatch(/^echo '1 average_loss ([6-9]|\d\d) /);
  });

  test('that no was meant for err', async () => {
    const text = (await ofMode('no', 'loss.4')).get('loss.4 position_loss([0, 1], 0) raises');
    expect(text).toMatch(/^hello names position_loss, and it is answered with `no math domain error`: .* `err`/);
  });

  test('the message of an error, wherever it stands among what was written', async () => {
    const text = (await ofMode('lua', 'loss.6')).get('loss.6 average_loss([1, 2, 4.5]) = 2.5');
    expect(text).toContain('its last words: "lua: adapter.lua:5: attempt to index a nil value"');
  });

  test('the line of a module that has thrown', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'microgpt-throwing-')), 'port.mjs');
    copyFileSync(THROWING, file);
    const failures = await failuresOf({ kind: 'module', file }, ['loss.1']);
    const text = failures.get('loss.1 position_loss([0.1, 0.9], 1) ~ 0.105');
    expect(lineOf(text, 'note')).toMatch(/^thrown at .*port\.mjs:13:15$/);
  });

  test('a command for the one input, which fails again and no other is asked', async () => {
    const port = { kind: 'process', command: commandOf('summed'), deadline: DEADLINE_MS } as const;
    const title = BETWEEN;
    const text = (await failuresOf(port, [title])).get(title) ?? '';
    const again = lineOf(text, 'again');
    expect(again).toMatch(/--clause 'loss\.6 .*' --seed 42 --runs 30 --path [\d:]+ -- /);
    expect(again.endsWith(shellWords(commandOf('summed')))).toBe(true);
    const [, path = ''] = /--path ([\d:]+)/.exec(again) ?? [];
    expect(lineOf((await failuresOf(port, [title], path)).get(title), 'asked')).toBe(lineOf(text, 'asked'));
  });
});
