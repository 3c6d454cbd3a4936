import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { referencePort } from '../port/reference.ts';
import { configure } from '../reference/config.ts';
import { initialParameters } from '../reference/parameters.ts';
import { Random } from '../reference/random.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-spec-step-'));
/** When a command writes its dump: later than `diff` would read one that is there. */
const LATE_MS = 1500;
const SIZES = { n_embd: 8, n_head: 2, block_size: 4 };
const TOKENS = [3, 0, 1, 2, 3];

const port = referencePort('0');
const config = configure(SIZES);
const params = initialParameters(config, 4, new Random(1));
const { logits, losses } = await port.forward(config, params, TOKENS);
const probs = await Promise.all(logits.map((row) => port.softmax(row)));
const { grad, loss } = await port.backward(config, params, TOKENS);
const right = { step: 1, tokens: TOKENS, params, logits, loss, grad };

function written(name: string, dump: unknown): string {
  const file = join(FOLDER, name);
  writeFileSync(file, typeof dump === 'string' ? dump : JSON.stringify(dump));
  return file;
}

function diff(...args: string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, 'diff', ...args], {
    encoding: 'utf8',
    input: '',
  });
  return { lines: stdout.trimEnd().split('\n'), stderr, status };
}

const flags = ['--n_head', '2'];

describe('diff --step', () => {
  test('a right step holds, in what is given', () => {
    const { lines, status } = diff('--step', written('right.json', right), ...flags);
    expect(lines[0]).toMatch(/^step 1: \d+ held, 0 wrong, \d+ not given$/);
    expect(lines.at(-1)).toMatch(/^verdict: f64, in what is given \(\d+ values\)$/);
    expect(status).toBe(0);
  });

  test('the number of heads is found where no flag says it', () => {
    const { lines, status } = diff('--step', written('right.json', right));
    expect(lines).toContain('note: 2 heads are taken, with which the least is wrong; --n_head says it outright');
    expect(status).toBe(0);
  });

  test('logits tell the number of heads, whatever the gradients are', async () => {
    const usual = configure({ ...SIZES, n_head: 4 });
    const forward = await port.forward(usual, params, TOKENS);
    const due = (await port.backward(usual, params, TOKENS)).grad;
    const other = Object.fromEntries(
      Object.entries(due).map(([name, rows]) => [name, rows.map((row) => row.map((g, j) => 2 * g + j))]),
    );
    const { lines } = diff(
      '--step',
      written('usual.json', { step: 1, tokens: TOKENS, params, logits: forward.logits, grad: other }),
    );
    expect(lines.filter((line) => /logits|heads/.test(line))).toEqual([]);
    expect(lines[1]).toContain('first wrong: the gradient of lm_head alone');
  });

  test("gradients in each other's place are named, and no other is called wrong", () => {
    const [wq, wk] = [grad['layer0.attn_wq'], grad['layer0.attn_wk']];
    const dump = { ...right, grad: { ...grad, 'layer0.attn_wq': wk, 'layer0.attn_wk': wq } };
    const { lines } = diff('--step', written('interchanged.json', dump), ...flags);
    expect(lines[0]).toContain(' 2 wrong');
    expect(lines).toContain('  It is the gradient that is due for layer0.attn_wq.');
    expect(lines).toContain('  It is the gradient that is due for layer0.attn_wk.');
  });

  test('heads and storage are found together: a right port with x W and two heads holds', () => {
    const stored = (dict: typeof params) =>
      Object.fromEntries(
        Object.entries(dict).map(([name, rows]) => [
          name,
          name.includes('.') ? rows[0].map((_, j) => rows.map((row) => row[j])) : rows,
        ]),
      );
    const dump = { ...right, params: stored(params), grad: stored(grad) };
    const { lines, status } = diff('--step', written('stored.json', dump));
    expect([lines[0], status]).toEqual([expect.stringContaining(' 0 wrong'), 0]);
  });

  test('what is wrong in the one matrix that is given is not said of all', () => {
    const m = { lm_head: grad.lm_head };
    const { lines } = diff('--step', written('m.json', { ...right, m }), ...flags);
    expect(lines).toContain('first wrong: m.lm_head (microgpt.py, line 177; optimizer.2)');
  });

  test('two mistakes at once are two findings, each with its place in microgpt.py, and the first comes first', () => {
    const transposed = grad['layer0.attn_wq'].map((row, i) => row.map((_, j) => grad['layer0.attn_wq'][j][i]));
    const wrong = { ...right, loss: 2 * loss, grad: { ...grad, 'layer0.attn_wq': transposed } };
    const { lines, status } = diff('--step', written('wrong.json', wrong), ...flags);
    const found = lines.filter((line) => /^(first|also) wrong: /.test(line));
    expect(found).toEqual([
      'first wrong: loss, or a value from probs to losses before it, which the dump has not (microgpt.py, lines 166 to 169; loss.6)',
      'also wrong: the gradient of layer0.attn_wq alone (microgpt.py, line 118; model.18)',
    ]);
    expect(lines).toContain('  It is the transpose of what is due.');
    expect(lines.at(-2)).toMatch(/^next: write down probs, losses too, of each position: /);
    expect([lines.at(-1), status]).toEqual(['verdict: diverges', 1]);
  });

  test('of the last gradient, which comes back through nothing more, no empty list is said', () => {
    const wte = grad.wte.map((row) => row.map((x) => 2 * x));
    const { lines } = diff('--step', written('wte.json', { ...right, grad: { ...grad, wte } }), ...flags);
    expect(lines).toContain('first wrong: the gradient of wte alone (microgpt.py, line 109; model.22)');
  });

  test('--html writes the page of the step, and "-" prints it in place of the lines', () => {
    const file = join(FOLDER, 'page.html');
    const dump = written('page.json', { ...right, loss: 2 * loss });
    const { lines, status } = diff('--step', dump, ...flags, '--html', file);
    const page = readFileSync(file, 'utf8');
    expect(page).toContain(
      'step 1, first wrong: loss, or a value from probs to losses before it, which the dump has not (microgpt.py, lines 166 to 169; loss.6)',
    );
    expect([lines.at(-1), status]).toEqual(['verdict: diverges', 1]);
    expect(`${diff('--step', dump, ...flags, '--html', '-').lines.join('\n')}\n`).toBe(page);
  });

  test('--html with a log is one page: the step comes first where it is wrong, and else behind the curve', () => {
    const log = written('page-log.txt', 'step    1 / 1000 | loss 3.3660\n');
    const order = (dump: string) => {
      const page = diff(log, '--step', dump, ...flags, '--html', '-').lines.join('\n');
      const at = ['<h1>', 'class="step"', 'id="curve"', 'verdict: '].map((part) => page.indexOf(part));
      expect(at).not.toContain(-1);
      return { stepFirst: at[1] < at[2], page };
    };
    const wrong = order(written('page-wrong.json', { ...right, loss: 2 * loss }));
    expect(wrong.stepFirst).toBe(true);
    expect(wrong.page).toContain('<h1>diverges</h1>');
    expect(wrong.page.match(/<section class="step"/g)?.length).toBe(1);
    expect(order(written('page-right.json', right)).stepFirst).toBe(false);
  });

  test('numbers that either precision has are said', () => {
    const short = Object.fromEntries(
      Object.entries(params).map(([name, rows]) => [name, rows.map((row) => row.map((_, j) => j / 4 - 1))]),
    );
    const { lines } = diff('--step', written('short.json', { tokens: TOKENS, params: short, logits }), ...flags);
    expect(lines.join('\n')).toContain('judged as f32, the wider of the two');
    expect(diff('--step', written('long.json', right), ...flags).lines.join('\n')).not.toContain(
      'the wider of the two',
    );
  });

  test('the constants of the dump are taken as if flags said them', () => {
    const config = { n_head: 2, warmup: 3 };
    const { lines, status } = diff('--step', written('config.json', { ...right, config }));
    expect(lines.at(-1)).toMatch(/^verdict: f64, in what is given/);
    expect(status).toBe(0);
    expect(lines.join('\n')).toContain('"warmup" in config is no constant of microgpt.py, and not read');
    const early = diff(
      '--step',
      written('early.json', { ...right, config: { n_head: 2, activation: 'relu_squared' } }),
    );
    expect(early.lines.at(-1)).toBe('verdict: diverges');
  });

  test('a step beside a log: the verdict is of both', () => {
    const log = written('log.txt', 'step    1 / 1000 | loss 3.3660\n');
    const wrong = written('half.json', { ...right, probs, losses, loss: 2 * loss });
    const { lines, status } = diff(log, '--step', wrong, ...flags, '--allow-incomplete');
    expect(lines[1]).toBe('first wrong: loss (microgpt.py, line 169; loss.6)');
    expect([lines.at(-1), status]).toEqual(['verdict: diverges', 1]);
  });

  test('--json has every stage and finding', () => {
    const file = join(FOLDER, 'result.json');
    diff(
      '--step',
      written('wrong2.json', { ...right, loss: Number.NaN.toString().toLowerCase() }),
      ...flags,
      '--json',
      file,
    );
    const { verdict, step } = JSON.parse(readFileSync(file, 'utf8'));
    expect([verdict, step.dtype, step.steps.length]).toEqual(['diverges', 'f64', 1]);
    expect(step.steps[0].findings).toEqual([
      {
        part: 'forward',
        shownBy: 'loss',
        places: ['loss', 'probs', 'losses'],
        lines: [166, 169],
        clause: 'loss.6',
        stage: 'loss',
        look: { id: 'not-a-number', at: 'loss', sentence: 'All entries are NaN or infinite.' },
        values: [
          {
            stage: 'loss',
            columns: null,
            own: ['nan'],
            due: [expect.closeTo(loss, 12)],
            tolerance: [expect.closeTo(0, 12)],
          },
        ],
      },
    ]);
  });

  test.each<[string, unknown, string[], RegExp]>([
    ['half a file', JSON.stringify(right).slice(0, 900), [], /the JSON is cut off or broken/],
    ['an unknown name', { ...right, gradd: [1] }, [], /"gradd" means nothing here/],
    ['another size', right, ['--n_embd', '16'], /the dump has n_embd 8, and --n_embd says 16/],
    [
      'constants beside a flag',
      { ...right, config: { n_head: 4 } },
      [],
      /config of the dump has n_head 4, and --n_head says 2; leave the flag out, or/,
    ],
    [
      'constants beside a dialect',
      { ...right, config: { decay: 'linear' } },
      ['--dialect', 'early'],
      /config of the dump has decay linear, and --dialect early says cosine; leave the flag out, or/,
    ],
    ['constants beside other sizes', { ...right, config: { n_embd: 16 } }, [], /n_embd/],
    ['nothing to judge', { tokens: TOKENS, params }, [], /judged; params, tokens and grad together are enough$/m],
    [
      'nothing to judge, since a number is none',
      { tokens: TOKENS, params: { ...params, wte: params.wte.map((row) => row.map(() => 'inf')) } },
      [],
      /nothing of the step can be judged: params\.wte\[0\]\[0\] is Infinity before the step: /,
    ],
    ['a document of other letters', { ...right, tokens: undefined, doc: 'é' }, [], /write tokens, or uchars too/],
  ])('%s is one line, and 2', (name, dump, more, message) => {
    const { stderr, status } = diff('--step', written(`${name.replaceAll(' ', '-')}.json`, dump), ...flags, ...more);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
    expect(status).toBe(2);
  });

  test('a folder without a file, and flags that do not go with it, are one line', () => {
    expect(diff('--step', mkdtempSync(join(FOLDER, 'empty-'))).stderr).toMatch(/the folder has no file/);
    expect(diff('--step', 'x', '--against', 'y').stderr).toMatch(/--step does not go with --against/);
  });
});

describe('diff --step with a command', () => {
  const node = (script: string) => ['--', process.execPath, '-e', script];
  const writes = (file: string, dump: unknown) => {
    const write = `require('fs').writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(dump))})`;
    return node(`setTimeout(() => ${write}, ${LATE_MS})`);
  };

  test('reads the dump that it writes, and none that was there before', () => {
    const wrong = { ...right, grad: { ...grad, wte: grad.wte.map((row) => row.map((g) => -g)) } };
    const file = written('stale.json', right);
    const { lines } = diff('--step', file, ...flags, ...writes(file, wrong));
    expect(lines).toContainEqual(expect.stringContaining('first wrong: the gradient of wte alone'));
  });

  test('and one that was not there', () => {
    const { lines } = diff('--step', join(FOLDER, 'new.json'), ...flags, ...writes(join(FOLDER, 'new.json'), right));
    expect(lines[0]).toMatch(/^step 1: \d+ held, 0 wrong/);
  });

  test('--params alike', () => {
    const file = join(FOLDER, 'start.json');
    const { stdout, stderr } = spawnSync(process.execPath, [MAIN, 'diff', '--params', file, ...writes(file, params)], {
      encoding: 'utf8',
    });
    expect(stderr + stdout).not.toContain('there is no such file');
  });
});

describe('diff --step names', () => {
  test.each(['--json', '--html'])('an input as %s: refused, and the input stays', (flag) => {
    const file = written('kept.json', right);
    const { stderr, status } = diff('--step', file, flag, file);
    expect(stderr).toContain(`diff: ${flag} ${file} would be written over ${file}, which is read; name another file`);
    expect([status, JSON.parse(readFileSync(file, 'utf8')).step]).toEqual([2, 1]);
  });

  test('one output twice', () => {
    const file = written('right.json', right);
    const other = join(FOLDER, 'both.html');
    expect(diff('--step', file, '--json', other, '--html', other).stderr).toContain(
      `diff: --json and --html would both be written to ${other}; name a file for one of them`,
    );
    expect(diff('--step', file, '--json', '-', '--html', '-').stderr).toContain(
      'diff: --json and --html would both be printed; name a file for one of them',
    );
  });

  test('one dump twice', () => {
    const file = written('right.json', right);
    expect(diff('--step', file, '--step', file).stderr).toContain(
      `diff: --step names the same file twice, ${file}; name each dump once`,
    );
  });
});

describe('diff --step says first what the dump itself has wrong', () => {
  const whole = { ...right, losses };
  const { updated } = adamOf(params);

  test.each([
    [
      'tokens without the first BOS',
      { ...whole, tokens: TOKENS.slice(1) },
      'tokens begin with 0 and end with 3: write BOS',
    ],
    [
      'tokens that are padded',
      { ...right, losses: losses.slice(0, 2), logits: logits.slice(0, 2), tokens: [3, 0, 3, 3, 3] },
      'tokens has 5 numbers, and 2 behind the second BOS',
    ],
    ['no tokens', { ...whole, tokens: [] }, 'tokens are too few'],
    [
      'positions that are missing',
      { ...right, losses: losses.slice(1), logits: logits.slice(1) },
      'tokens has 5 numbers, which make 4 positions, and the rest is of 3',
    ],
    [
      'a parameter that is none',
      { ...right, params: { ...params, wpe: [['nan', ...params.wpe[0].slice(1)], ...params.wpe.slice(1)] } },
      'params.wpe[0][0] is NaN before the step',
    ],
    ['parameters behind the update', { ...whole, params: updated }, 'params are those behind the update'],
    [
      'parameters that are the updated ones',
      { ...whole, params: updated, updated },
      'params and updated are the same numbers',
    ],
  ])('%s', (_, dump, doubt) => {
    const { lines, status } = diff('--step', written('doubt.json', dump), ...flags);
    expect(lines[1]).toContain(`check the dump first: ${doubt}`);
    expect(lines.slice(-2)).toEqual([
      'next: mend the dump as said behind "check the dump first", and dump the step again',
      'verdict: diverges',
    ]);
    expect(status).toBe(1);
  });

  test('a document beyond block_size has no BOS at the end of what is seen', () => {
    const dump = { step: 1, tokens: [3, 0, 1, 2, 0], params };
    expect(diff('--step', written('long.json', { ...dump, loss: 1 }), ...flags).lines.join()).not.toContain(
      'check the dump',
    );
  });
});

describe('diff --step asks for what is missing, by name', () => {
  const { wpe, ...others } = params;
  const { wte, ...grads } = grad;

  test.each([
    ['a matrix', { ...right, params: others }, 'params.wpe'],
    ['a gradient', { ...right, grad: grads }, 'grad.wte'],
    ['tokens', { ...right, tokens: undefined, losses }, 'tokens'],
  ])('%s', (_, dump, name) => {
    const next = diff('--step', written('lacking.json', dump), ...flags).lines.at(-2);
    expect(next).toMatch(new RegExp(`write down ${name}, `));
    expect(next).not.toMatch(/logits|grad,/);
  });

  test('the step before', () => {
    const { m, v } = adamOf(params);
    const next = diff('--step', written('second.json', { ...right, step: 2, m, v }), ...flags).lines.at(-2);
    expect(next).toContain('write down step 1, ');
  });
});

describe('diff --step and what is not read', () => {
  test('a folder has its dumps alone read, and the others are said', () => {
    const folder = mkdtempSync(join(FOLDER, 'work-'));
    writeFileSync(join(folder, 'step1.json'), JSON.stringify(right));
    writeFileSync(join(folder, 'step1.html'), '<p>');
    writeFileSync(join(folder, 'losses.log'), 'step 1 / 1000 | loss 3.4');
    const { lines, status } = diff('--step', folder, ...flags);
    expect(lines).toContain(`note: ${folder}: not read, since other names there say a step: losses.log; step1.html`);
    expect([lines[0], status]).toEqual([expect.stringContaining(' 0 wrong'), 0]);
  });

  test('where no name says a step, naming one by one is advised', () => {
    const folder = mkdtempSync(join(FOLDER, 'work-'));
    writeFileSync(join(folder, 'losses.log'), 'step 1 / 1000 | loss 3.4');
    expect(diff('--step', folder).stderr).toContain('; or name the dumps one by one, --step FILE for each');
  });

  test('a log that is piped in', () => {
    const file = written('right.json', right);
    const command = `echo 'step 1 | loss 3.4' | ${[process.execPath, MAIN, 'diff', '--step', file, ...flags].join(' ')}`;
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout).toContain('note: standard input is a pipe, and is not read;');
  });

  test.each([
    ['-', '--step reads files, and - is standard input'],
    ['', '--step has an empty name'],
  ])('--step %j', (name, message) => {
    expect(diff('--step', name)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });

  test('a layer that the model has not, and a step behind the last', () => {
    const trace = { 'pos0.layer1.q': [1, 2, 3, 4, 5, 6, 7, 8] };
    expect(diff('--step', written('layer.json', { ...right, trace }), ...flags).stderr).toContain(
      'step 1: pos0.layer1.q is there, and the last layer is layer0: count from 0, or say --n_layer',
    );
    expect(diff('--step', written('late.json', { ...right, step: 1001 }), ...flags).stderr).toContain(
      'step 1001 is behind the last of 1000: write its number, from 1 on, or say --num_steps',
    );
  });

  test('a constant beside the step, and the place of a file as its step', () => {
    const { m, v } = adamOf(params);
    const { step: _, ...dump } = { ...right, num_steps: 4, m: v, v: m };
    const { lines } = diff('--step', written('dump.json', dump), ...flags);
    expect(lines).toContainEqual(expect.stringContaining('num_steps 4 stands beside the step and is not read'));
    expect(lines).toContainEqual(expect.stringContaining('dump.json: counted as step 1 by its place'));
  });

  test('where only Adam is wrong and only the place says which step it is, the step is asked for first', () => {
    const { step: _, ...dump } = { ...right, ...adamOf(params), m: adamOf(params).v };
    const { lines } = diff('--step', written('dump.json', dump), ...flags);
    expect(lines[1]).toMatch(/^check the dump first: \S*dump\.json: counted as step 1 by its place; /);
    expect(lines.at(-2)).toMatch(/^next: mend the dump/);
    const numbered = diff('--step', written('dump.json', { ...dump, step: 1 }), ...flags).lines;
    expect(numbered.join()).not.toContain('by its place');
    const grads = { ...dump, grad: { ...grad, lm_head: grad.wte } };
    expect(diff('--step', written('dump.json', grads), ...flags).lines.join()).not.toContain('check the dump first');
  });

  test('num_steps is that of a log beside the step, where nothing else says it', () => {
    const adam = adamOf(params);
    const m = grad;
    const second = written('step2.json', { step: 2, params, m, v: adam.v, updated: updatedAt(2, 4, m, adam.v) });
    const log = written('four.log', 'step 1 / 4 | loss 1.5\nstep 2 / 4 | loss 1.4\n');
    const quiet = [...flags, '--no-diagnosis'];
    expect(diff('--step', second, ...flags).lines[1]).toMatch(/^first wrong: updated/);
    const { lines } = diff(log, '--step', second, ...quiet);
    expect(lines[0]).toMatch(/^step 2: \d+ held, 0 wrong/);
    expect(lines).toContain('note: num_steps 4 is taken from the log; --num_steps says another');
    expect(diff(log, '--step', second, ...quiet, '--num_steps', '8').lines[1]).toMatch(/^first wrong: updated/);
  });

  test('a model without layers is taken for one, where what is behind the layers holds so', () => {
    const { steps, initial } = JSON.parse(
      readFileSync(new URL('../../golden/small/no_layers.json', import.meta.url), 'utf8'),
    );
    const [{ params: updated, ...step }] = steps;
    const file = written('bare.json', { ...step, params: initial, updated });
    const { lines, status } = diff('--step', file);
    expect([lines[0], status]).toEqual(['step 1: 34 held, 0 wrong', 0]);
    expect(lines).toContainEqual(expect.stringMatching(/^note: no layer is named, .* n_layer 0 is taken/));
    expect(diff('--step', file, '--n_layer', '1').lines[0]).toContain('not given');
  });

  test('what is wrong in several steps is said once', () => {
    const lm_head = grad.lm_head.map((row) => row.map((x) => 2 * x));
    const files = [1, 2, 3].map((step) => written(`step${step}.json`, { ...right, step, grad: { ...grad, lm_head } }));
    const { lines } = diff(...files.flatMap((file) => ['--step', file]), ...flags);
    expect(lines.filter((line) => line.startsWith('first wrong'))).toEqual([
      'first wrong: the gradient of lm_head alone (microgpt.py, line 143; model.21), in steps 1 to 3',
    ]);
    expect(lines.filter((line) => line === 'wrong as said above: 1 place')).toHaveLength(2);
  });

  test('a dump in the place of a log is said to be one', () => {
    const file = written('log.json', '{"tokens": [26, 0, 26], "losses": [3.4, 3.3]}');
    const { lines } = diff(file);
    expect(lines).toContain(
      `note: ${file} looks like a dump of a step, not like a log: npx microgpt-spec diff --step ${file} judges it`,
    );
    expect(diff(written('plain.log', 'step 1 | loss 3.4\n')).lines.join()).not.toContain('looks like a dump');
  });

  test.each([
    [
      'wte 2 2\n0.5 0.25\n0.125 1\nwpe 1 2\n0.5 1.5\n',
      'a dump of parameters, not a log: npx microgpt-spec diff LOG --params ',
    ],
    ['tokens 1 3\n26 0 26\nparams.wte 1 2\n0.5 0.25\n', 'a dump of a step, not a log: npx microgpt-spec diff --step '],
    ['wte 1 2\n0.5 0.25\ngrad.wte 1 2\n0.5 0.25\n', 'a dump of a step, not a log: npx microgpt-spec diff --step '],
  ])('a dump in blocks of text in the place of a log is refused: %j', (text, said) => {
    const file = written('log.txt', text);
    for (const beside of [[], ['--step', written('right.json', right)]]) {
      const { stderr, status } = diff(file, ...beside);
      expect([stderr, status]).toEqual([expect.stringContaining(`diff: ${file} is ${said}${file}`), 2]);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  test.each([
    'step 1 2\n3.4\nstep 2 2\n3.3\n',
    '3.4\n3.3\n',
    'wte 2 2\nstep 1 | loss 3.4\n',
  ])('a log that begins like one is read: %j', (text) => {
    expect(diff(written('plain.log', text)).stderr).toBe('');
  });

  test('a folder in the place of an output is refused before anything is judged', () => {
    const file = written('none.json', 'no dump');
    for (const flag of ['--html', '--json']) {
      const { stderr, status } = diff('--step', file, flag, FOLDER);
      expect([stderr, status]).toEqual([
        `microgpt-spec: diff: ${flag} ${FOLDER} is a folder; name a file in it, or another\n`,
        2,
      ]);
    }
  });
});

/** Behind Adam's first step. */
function adamOf(before: typeof params) {
  const each = (of: (p: number, g: number) => number) =>
    Object.fromEntries(
      Object.entries(before).map(([name, rows]) => [
        name,
        rows.map((row, i) => row.map((p, j) => of(p, grad[name][i][j]))),
      ]),
    );
  const { beta1, beta2, eps_adam, learning_rate } = config;
  return {
    m: each((_, g) => (1 - beta1) * g),
    v: each((_, g) => (1 - beta2) * g * g),
    updated: each((p, g) => p - (learning_rate * g) / (Math.abs(g) + eps_adam)),
  };
}

/** Behind a later step, by moments that are given. */
function updatedAt(step: number, num_steps: number, m: typeof params, v: typeof params): typeof params {
  const { beta1, beta2, eps_adam, learning_rate } = config;
  const lr_t = learning_rate * (1 - (step - 1) / num_steps);
  const change = (first: number, second: number) =>
    (lr_t * (first / (1 - beta1 ** step))) / (Math.sqrt(second / (1 - beta2 ** step)) + eps_adam);
  return Object.fromEntries(
    Object.entries(params).map(([name, rows]) => [
      name,
      rows.map((row, i) => row.map((p, j) => p - change(m[name][i][j], v[name][i][j]))),
    ]),
  );
}
