import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { COURSES, type Edit, FORMS, swap } from '../ports/python/forms.fixture.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SOURCE = readFileSync(new URL('../ports/python/script.fixture.py', import.meta.url), 'utf8');
/** A Python that is missing is a visible skip, and a failure in CI. */
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;
const STEPS = 5;

const folder = mkdtempSync(join(tmpdir(), 'script-steps-'));
writeFileSync(join(folder, 'names.txt'), 'emma\nolivia\nava\nisabella\nsophia\n');
afterAll(() => rmSync(folder, { recursive: true }));

const SWAPPED = swap('(y.data, self.data)', '(self.data, y.data)');
const UNCORRECTED = swap('up = m[i] / (1 - beta1 ** (step + 1))', 'up = m[i]');
const OTHER_RATE = swap('learning_rate, beta1, beta2, eps_adam = 0.01', 'learning_rate, beta1, beta2, eps_adam = 0.02');

describe.skipIf(!HAS_PYTHON)('the first steps of a script', () => {
  test('are judged in one line where they hold', () => {
    const { lines, status } = diff([]);
    expect(lines[0]).toMatch(/^steps 1 to 3: \d+ values held$/);
    expect([lines.at(-1), status]).toEqual(['verdict: f64', 0]);
    const stages = lines.filter((line) => /^(stages|first wrong)/.test(line));
    expect(stages).toEqual([]);
  });

  test('leave its losses as they are, to the last bit', () => {
    const short = [swap('num_steps = 1000', `num_steps = ${STEPS}`), swap('in range(20)', 'in range(0)')];
    const own = execFileSync('python3', [written(short)], { cwd: folder, encoding: 'utf8' });
    const adapter = fileURLToPath(new URL('../ports/python/microgpt_adapter.py', import.meta.url));
    const into = mkdtempSync(join(folder, 'train-'));
    const trained = execFileSync('python3', [adapter, '--train', into, written(short)], {
      cwd: folder,
      encoding: 'utf8',
    });
    const losses = (text: string) => [...text.matchAll(/loss (\S+)/g)].map(([, loss]) => loss);
    expect(losses(trained)).toEqual(losses(own));
    expect(losses(own).length).toBe(STEPS);
  });

  test('are named by their place where they are wrong: slopes of a product, one for the other', () => {
    const { lines, status } = diff([SWAPPED], '--no-diagnosis');
    expect(lines[0]).toMatch(/^step 1: \d+ held, \d+ wrong/);
    expect(lines[1]).toMatch(/^first wrong: the gradient .*\(microgpt\.py, lines? \d+.*\)$/);
    expect(lines).toContain('steps 2 and 3 are wrong too');
    expect(lines.at(-2)).toMatch(
      /^next: npx microgpt-spec explain \S+ says what is due there; mend it, and train it again$/,
    );
    expect([lines.at(-1), status]).toEqual(['verdict: diverges', 1]);
  });

  test('and where Adam is: no correction of the first moment', () => {
    const { lines } = diff([UNCORRECTED], '--no-diagnosis');
    expect(lines[1]).toBe('first wrong: updated of every matrix (microgpt.py, line 181; optimizer.5)');
  });

  test.each<[string, Edit, string]>([
    ['epsilon of RMSNorm', swap('1e-5', '1e-6'), 'x (microgpt.py, line 112; model.9)'],
    [
      'activation',
      swap('[a.relu() for a in x]', '[a / ((a * -1.702).exp() + 1) for a in x]'),
      'layer0.mlp_relu (microgpt.py, line 139; model.14)',
    ],
    [
      'scale of attention',
      swap('head_dim ** 0.5 for', 'n_embd ** 0.5 for'),
      'layer0.x_attn, or a value from layer0.attn_logits to layer0.head_out before it, which the dump has not (microgpt.py, lines 129 to 132; model.12)',
    ],
    [
      'residual connection',
      swap('before = x = [a + b for a, b in zip(x, before)]', 'before = x'),
      'layer0.attn_residual (microgpt.py, line 134; model.13)',
    ],
    [
      'mean',
      swap('sum(losses) * (1 / n)', 'sum(losses) * (1 / block_size)'),
      'loss, or losses before it, which the dump has not (microgpt.py, lines 167 to 169; loss.6)',
    ],
  ])('are named by the place of the %s', (_, edit, place) => {
    const { lines } = diff([edit], '--no-diagnosis');
    expect(lines[1]).toBe(`first wrong: ${place}`);
  });

  test('have losses where the mean is of them alone: parts of the mean are none', () => {
    const parts = [swap('.log())\n', '.log() * (1 / n))\n'), swap('sum(losses) * (1 / n)', 'sum(losses)')];
    const { lines } = diff(
      [...parts, swap('before = x = [a + b for a, b in zip(x, before)]', 'before = x')],
      '--no-diagnosis',
    );
    const found = lines.filter((line) => /^(first|also) wrong: (?!the gradient)/.test(line));
    expect(found).toEqual(['first wrong: layer0.attn_residual (microgpt.py, line 134; model.13)']);
  });

  test('are shown in the README as they are printed', () => {
    const { lines } = diff([swap('before = x = [a + b for a, b in zip(x, before)]', 'before = x')]);
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const command = 'npx microgpt-spec diff --script script.py --input names.txt --steps 5 | head -4';
    expect(readme).toContain(['```console', `$ ${command}`, ...lines.slice(0, 4), '```'].join('\n'));
  });

  test('name no way back where there is none: a tied head, and the first matrix', () => {
    const { lines } = diff(
      [swap("return linear(x, weights['lm_head'])", "return linear(x, weights['wte'])")],
      '--no-diagnosis',
    );
    const found = lines.filter((line) => /^(first|also) wrong/.test(line));
    expect(found).toEqual([
      'first wrong: logits, or layer0.mlp_residual before it, which the dump has not (microgpt.py, lines 141 to 143; model.17)',
    ]);
  });

  test('are not said to be wrong before a right loss, whatever leads to it', () => {
    const scaled = [
      swap('linear(rmsnorm(x), ', 'linear([a * 2 for a in rmsnorm(x)], '),
      swap('[a.relu() for a in x]', '[a.relu() * 0.5 for a in x]'),
    ];
    expect(diff(scaled).lines[0]).toMatch(/^steps 1 to 3: /);
    const { lines } = diff([...scaled, UNCORRECTED], '--no-diagnosis');
    const found = lines.filter((line) => /^(first|also) wrong/.test(line));
    expect(found).toEqual(['first wrong: updated of every matrix (microgpt.py, line 181; optimizer.5)']);
  });

  test('diverge where one of them is wrong and all losses agree', () => {
    const { lines, status } = diff([UNCORRECTED], '--steps', '1');
    expect(lines).toContainEqual(expect.stringMatching(/^losses: 1 of 1000 steps compared, .* max \|delta\| 0$/));
    expect([lines.at(-1), status]).toEqual(['verdict: diverges', 1]);
  });

  test('say nothing of what to do next where a known mistake does', () => {
    const { lines } = diff([UNCORRECTED]);
    expect(lines).toContainEqual(expect.stringMatching(/^explained by a known mistake/));
    expect(lines.filter((line) => line.startsWith('next:'))).toEqual([]);
  });

  test('are judged with its own constants, which are said, and with those of flags', () => {
    expect(diff([OTHER_RATE], '--no-diagnosis').lines[0]).toMatch(
      /^steps 1 to 3: \d+ values held, with its own learning_rate 0\.02$/,
    );
    expect(diff([OTHER_RATE], '--no-diagnosis', '--learning-rate', '0.01').lines[1]).toBe(
      'first wrong: updated of every matrix (microgpt.py, line 181; optimizer.5)',
    );
  });

  test('stand in the JSON and on the page, with the verdict of both', () => {
    diff([UNCORRECTED], '--steps', '1', '--json', 'result.json', '--html', 'page.html');
    const { verdict, step } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    expect([verdict, step.steps.length, step.steps[0].findings[0].clause]).toEqual(['diverges', 1, 'optimizer.5']);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page).toContain('first wrong: updated of every matrix');
    expect(page).toContain('verdict: diverges');
  });

  test.each<[string, readonly Edit[], RegExp]>([
    ['in functions', FORMS['training in functions, with logs, a clock and checkpoints in between'], /^steps 1 to 3: /],
    ['with moments kept elsewhere', COURSES['moments kept in the parameters'].slice(1) as Edit[], /^steps 1 to 3: /],
    ['that ends early', COURSES['training ends early'].slice(1) as Edit[], /^steps 1 and 2: /],
    [
      'whose moments have another scale, with the same updates',
      [swap('+ (1 - beta1) * p.grad', '+ p.grad'), swap('up = m[i] /', 'up = (1 - beta1) * m[i] /')],
      /^steps 1 to 3: /,
    ],
    [
      'whose losses are parts of the mean',
      [swap('.log())\n', '.log() * (1 / n))\n'), swap('sum(losses) * (1 / n)', 'sum(losses)')],
      /^steps 1 to 3: /,
    ],
  ])('hold in a script %s', (_, edits, held) => {
    const { lines, status } = diff(edits, '--allow-incomplete');
    expect([lines[0], status]).toEqual([expect.stringMatching(held), 0]);
  });

  test('are not judged where several documents make a step, and the log is', () => {
    const twice = [
      swap('    for pos in range(n):\n', '    for again in range(2):\n      for pos in range(n):\n'),
      swap('        probs = softmax(gpt(tokens', '          probs = softmax(gpt(tokens'),
      swap('        losses.append', '          losses.append'),
      swap('sum(losses) * (1 / n)', 'sum(losses) * (1 / (2 * n))'),
      swap(
        '    losses = []\n',
        '    losses = []\n    keys, values = [[] for _ in range(n_layer)], [[] for _ in range(n_layer)]\n',
      ),
    ];
    const { lines } = diff(twice, '--no-diagnosis');
    expect(lines[0]).toMatch(/^losses: /);
  });
});

function written(edits: readonly Edit[]): string {
  const file = join(mkdtempSync(join(folder, 's-')), 'script.py');
  writeFileSync(
    file,
    edits.reduce((source, edit) => edit(source), SOURCE),
  );
  return file;
}

function diff(edits: readonly Edit[], ...more: string[]) {
  const steps = more.includes('--steps') ? [] : ['--steps', String(STEPS)];
  const args = ['diff', '--script', written(edits), '--input', 'names.txt', ...steps, ...more];
  const { stdout, status } = spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: 'utf8' });
  return { lines: stdout.trimEnd().split('\n'), status };
}
