import { fixed } from '../../golden/runOutput.ts';

/** A log in a form that ports, their tools and their readers leave behind, and what is due of it. */
export interface Kind {
  readonly title: string;
  readonly log: string | Uint8Array;
  readonly due: {
    /** Steps compared. */
    readonly steps: number;
    /** The first that diverges; null where none does. */
    readonly diverges: number | null;
    /** Samples compared, and equal; null where the log has none. */
    readonly samples: readonly [compared: number, equal: number] | null;
  };
}

/** From here on the losses of a log that is wrong are. */
const WRONG_FROM = 501;
const THOUSAND = 1000;

type Line = (step: number, loss: number) => string;

/**
 * Kinds of logs, written down before the reader that reads them, of a run of 1000 steps and 20 samples.
 *
 * @param losses - of the run
 * @param names - its samples
 */
export function kindsOf(losses: readonly number[], names: readonly string[]): readonly Kind[] {
  const TOTAL = losses.length;

  const lines = (line: Line) => losses.map((loss, i) => line(i + 1, loss));
  const all = (line: Line, between = '\n') => `${lines(line).join(between)}\n`;
  const every = (n: number, line: Line) =>
    `${lines(line)
      .filter((_, i) => (i + 1) % n === 0)
      .join('\n')}\n`;
  const named = (line: (index: number, name: string) => string) =>
    `${names.map((name, i) => line(i + 1, name)).join('\n')}\n`;
  const own: Line = (s, l) => `step ${String(s).padStart(4)} / 1000 | loss ${fixed(l)}`;
  const sample = (i: number, name: string) => `sample ${String(i).padStart(2)}: ${name}`;
  const wrongLate = (s: number, l: number) => (s < WRONG_FROM ? l : l + 1);
  const wrongSecond = (i: number, name: string) => (i === 2 ? 'wrong' : name);
  const heading = '--- inference (new, hallucinated names) ---\n';
  const utf16 = (text: string) => new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
  const swapped = (bytes: Uint8Array) => bytes.map((_, i) => bytes[i ^ 1]);
  const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const digits = (text: string, zero: number) => text.replace(/\d/g, (d) => String.fromCodePoint(zero + Number(d)));
  const json = (value: unknown) => JSON.stringify(value);
  /** C's %a. */
  const hex = (x: number) => {
    const exponent = Math.floor(Math.log2(x));
    return `0x1.${(BigInt(Math.round((x / 2 ** exponent - 1) * 2 ** 52)) | (1n << 52n)).toString(16).slice(1)}p+${exponent}`;
  };

  const whole = { steps: TOTAL, diverges: null, samples: null };
  const withSamples = { ...whole, samples: [names.length, names.length] as const };
  const oneWrong = { ...whole, samples: [names.length, names.length - 1] as const };

  return [
    { title: 'the loss before the step', log: all((s, l) => `loss=${l} at step ${s}`), due: whole },
    {
      title: 'a counter in brackets, without its word',
      log: all((s, l) => `[${s}/1000] train_loss: ${l}`),
      due: whole,
    },
    {
      title: "torch's tensors",
      log: all((s, l) => `it ${s} - loss: tensor(${fixed(l)}, grad_fn=<MeanBackward0>)`),
      due: whole,
    },
    { title: "jax's arrays", log: all((s, l) => `step=${s} loss=Array(${l}, dtype=float64)`), due: whole },
    { title: "Rust's Some", log: all((s, l) => `step ${s} loss: Some(${l})`), due: whole },
    {
      title: 'batches that start again with each epoch',
      log: all((s, l) => `Epoch ${Math.ceil(s / 250)}/4 | batch ${((s - 1) % 250) + 1}/250 | loss ${fixed(l)}`),
      due: whole,
    },
    { title: 'an epoch that stays', log: all((_, l) => `epoch: 0, loss: ${l}`), due: whole },
    {
      title: 'evaluations whose word stands before the step',
      log: all((s, l) => own(s, l) + (s % 100 === 0 ? `\n[eval] step ${s} / 1000 | loss 2.3333` : '')),
      due: whole,
    },
    {
      title: 'as many evaluations as losses, from 0',
      log: every(
        10,
        (s, l) => `step ${s - 1}: train loss 2.5, val loss 2.6\niter ${s - 1}: loss ${fixed(l)}, time 3 ms`,
      ).replace(/^/, `iter 0: loss ${fixed(losses[0])}, time 3 ms\n`),
      due: { ...whole, steps: 101 },
    },
    { title: 'UTF-16 of the other order, without its mark', log: swapped(utf16(all(own))), due: whole },
    {
      title: 'UTF-16 behind UTF-8, wrong in the second part',
      log: joined(
        utf8(
          all((s, l) => own(s, l))
            .split('\n')
            .slice(0, WRONG_FROM - 1)
            .join('\r\n'),
        ),
        utf8('\r\n'),
        utf16(
          all((s, l) => own(s, wrongLate(s, l)))
            .split('\n')
            .slice(WRONG_FROM - 1)
            .join('\r\n'),
        ),
      ),
      due: { ...whole, diverges: WRONG_FROM },
    },
    {
      title: "docker's JSON lines around losses and samples",
      log:
        all((s, l) => json({ log: `${own(s, l)}\r\n`, stream: 'stdout', time: '2026-01-02T03:04:05.6Z' })) +
        named((i, name) => json({ log: `${sample(i, wrongSecond(i, name))}\n`, stream: 'stdout' })),
      due: oneWrong,
    },
    {
      title: 'a notebook, wrong late, whose code prints a loss too',
      log: JSON.stringify(
        {
          cells: [
            { cell_type: 'markdown', source: ['    step 1 / 1000 | loss 9.9999\n'] },
            {
              cell_type: 'code',
              source: ['print(f"step {step+1} / {num_steps} | loss {loss.data:.4f}", end="\\r")\n'],
              outputs: [
                {
                  output_type: 'stream',
                  name: 'stdout',
                  text: ['num docs: 32033\n', lines((s, l) => own(s, wrongLate(s, l))).join('\r')],
                },
                { output_type: 'stream', name: 'stdout', text: `\n${heading}${named(sample)}` },
              ],
            },
          ],
          nbformat: 4,
        },
        null,
        1,
      ),
      due: { ...withSamples, diverges: WRONG_FROM },
    },
    {
      title: 'trainer_state.json of transformers',
      log: JSON.stringify(
        {
          epoch: 5,
          log_history: [
            ...losses.flatMap((loss, i) => [
              { epoch: Number((i / 200).toFixed(2)), learning_rate: 0.01, loss, step: i + 1 },
              ...((i + 1) % 500 === 0 ? [{ epoch: i / 200, eval_loss: 2.4, step: i + 1 }] : []),
            ]),
            { step: TOTAL, total_flos: 1e9, train_loss: 2.5, train_runtime: 3.1 },
          ],
          max_steps: TOTAL,
        },
        null,
        2,
      ),
      due: whole,
    },
    {
      title: "TensorBoard's CSV, from 0",
      log: `Wall time,Step,Value\n${all((s, l) => `1771318${String(s).padStart(3, '0')}.25,${s - 1},${l}`)}`,
      due: whole,
    },
    {
      title: "TensorBoard's JSON",
      log: json(losses.map((loss, i) => [1771318000.5 + i, i + 1, loss])),
      due: whole,
    },
    {
      title: "Weights & Biases' history",
      log: all((s, l) =>
        json({ _step: s - 1, _runtime: s / 7, _timestamp: 1771318000 + s, 'train/loss': l, lr: 0.01 }),
      ),
      due: whole,
    },
    {
      title: "Lightning's metrics.csv, with rows of a validation",
      log: `epoch,step,train_loss_step,val_loss\n${all((s, l) => `0,${s - 1},${l},${s % 200 ? '' : `\n0,${s - 1},,2.4`}`)}`,
      due: whole,
    },
    {
      title: 'a data frame as pandas prints it',
      log: `      step      loss\n${all((s, l) => `${String(s - 1).padEnd(4)}  ${String(s).padStart(4)}  ${l.toFixed(6)}`)}`,
      due: whole,
    },
    {
      title: "a data frame's to_json",
      log: json({
        step: Object.fromEntries(losses.map((_, i) => [i, i + 1])),
        loss: Object.fromEntries(losses.map((loss, i) => [i, loss])),
      }),
      due: whole,
    },
    {
      title: 'a Markdown table in a quotation',
      log: `> | Step | Loss | Time |\n> |-----:|:----:|------|\n${all((s, l) => `> | ${s} | **${fixed(l)}** | 3 ms |`)}`,
      due: whole,
    },
    {
      title: 'an HTML table, all in one line',
      log: `<table><tr><th>step</th><th>loss</th></tr>${all((s, l) => `<tr><td>${s}</td><td class="n">${fixed(l)}</td></tr>`, '')}</table>`,
      due: whole,
    },
    {
      title: 'comments of C, a sample wrong',
      log: (all(own) + heading + named((i, n) => sample(i, wrongSecond(i, n)))).replace(/^/gm, '// '),
      due: oneWrong,
    },
    {
      title: 'a list of code spans',
      log: all((s, l) => `- \`${own(s, l)}\``) + named((i, name) => `* \`${sample(i, name)}\``),
      due: withSamples,
    },
    {
      title: 'Arabic digits',
      log: all((s, l) => digits(`step ${s} / 1000 | loss ${fixed(l).replace('.', '٫')}`, 0x660)),
      due: whole,
    },
    {
      title: 'full-width digits',
      log: all((s, l) => digits(`step ${s} / 1000 | loss ${fixed(l)}`, 0xff10)),
      due: whole,
    },
    { title: 'hexadecimal floats', log: all((s, l) => `step ${s} loss ${hex(l)}`), due: whole },
    { title: 'literals of Rust', log: all((s, l) => `step ${s} loss ${l}_f64`), due: whole },
    {
      title: 'groups of thousands in step and total, wrong late',
      log: all(
        (s, l) => `iter ${s === THOUSAND ? '1.000' : s} of 1.000: loss ${fixed(wrongLate(s, l)).replace('.', ',')}`,
      ),
      due: { ...whole, diverges: WRONG_FROM },
    },
    {
      title: 'two runs, the second wrong throughout',
      log: all(own) + heading + named(sample) + all((s, l) => own(s, l + 1)) + heading + named(() => 'wrong'),
      due: withSamples,
    },
    {
      title: 'carriage returns as syslog writes them, prefixes before all',
      log: `Feb 17 10:00:00 box train[77]: ${lines(own).join('#015')}\n${named((i, name) => `Feb 17 10:00:09 box train[77]: ${sample(i, wrongSecond(i, name))}`)}`,
      due: oneWrong,
    },
    {
      title: 'ranks, as mpirun tags them, names bare',
      log: (all(own) + heading + named((_, name) => name)).replace(/^/gm, '[1,0]<stdout>:'),
      due: withSamples,
    },
    {
      title: 'a list in Python over many lines',
      log: `losses = [\n${all((_, l) => `    ${l},`)}]\nsamples = ['${names.join("', '")}']\n`,
      due: withSamples,
    },
    {
      title: 'step and loss in turn, ten on a line',
      log: all((s, l) => `${s}: ${fixed(l)}${s % 10 ? '  ' : '\n'}`, ''),
      due: whole,
    },
    {
      title: 'two columns of steps and losses by name',
      log: lines((s, l) => `step ${s} loss ${fixed(l)}`)
        .slice(0, 500)
        .map((left, i) => `${left}   step ${i + 501} loss ${fixed(losses[i + 500])}\n`)
        .join(''),
      due: whole,
    },
    {
      title: 'samples in two columns, with remarks',
      log:
        all(own) +
        names
          .slice(0, 10)
          .map((name, i) => `sample ${i + 1} (T=0.5): ${name}\tsample ${i + 11} (T=0.5): ${names[i + 10]}\n`)
          .join(''),
      due: withSamples,
    },
    {
      title: 'names in columns, one wrong',
      log: `${all(own)}Generated names:\n${names.map((name, i) => `${i + 1}) ${wrongSecond(i + 1, name)}${(i + 1) % 4 ? '\t' : '\n'}`).join('')}`,
      due: oneWrong,
    },
    {
      title: 'the last loss alone, and the samples',
      log: `training done. final loss: ${fixed(losses[TOTAL - 1])}\nSamples:\n${named((i, name) => `${i}. ${name}`)}`,
      due: { ...withSamples, steps: 1 },
    },
    {
      title: 'steps 0 to the last, both there',
      log: `iter 0/1000 loss 3.2958\n${every(50, (s, l) => `iter ${s}/1000 loss ${fixed(l)}`)}`,
      due: { ...whole, steps: 20 },
    },
    {
      title: 'losses that are not numbers yet',
      log: all((s, l) => `step ${s} / 1000 | loss ${s % 3 === 0 ? 'n/a' : fixed(l)}`),
      due: { ...whole, steps: 667 },
    },
    {
      title: 'a bar of tqdm that shows each loss twice',
      log: lines((s, l) => {
        const bar = (n: number) =>
          `\r ${Math.floor(n / 10)}%|##        | ${n}/1000 [00:01<00:09, 99.1it/s, loss=${fixed(l)}]`;
        return bar(s - 1) + bar(s);
      }).join(''),
      due: whole,
    },
    {
      title: "transformers' dictionaries, with a fraction of an epoch",
      log: all((s, l) => `{'loss': ${fixed(l)}, 'grad_norm': 1.5, 'epoch': ${(s / 200).toFixed(s % 200 ? 2 : 1)}}`),
      due: whole,
    },
    { title: "R's vectors", log: all((_, l) => `[1] ${l.toFixed(6)}`), due: whole },
    {
      title: "numpy's array over many lines",
      log: `array([${lines((s, l) => l.toFixed(8) + (s % 6 ? '' : '\n')).join(', ')}], dtype=float32)\n`,
      due: whole,
    },
    {
      title: 'containers, names bare, one wrong',
      log: (all(own) + heading + named(wrongSecond)).replace(/^/gm, 'train-1  | '),
      due: oneWrong,
    },
    {
      title: 'a result in JSON',
      log: JSON.stringify({ schema: 1, config: { n_layer: 1, seed: 42 }, losses, samples: names }, null, 2),
      due: withSamples,
    },
    {
      title: 'NaN of old Windows from step 501 on',
      log: all((s, l) => `Step: ${s}, Loss: ${s < WRONG_FROM ? fixed(l) : '-1.#IND00'}`),
      due: { ...whole, diverges: WRONG_FROM },
    },
    {
      title: 'a table with decimal commas between commas',
      log: `step,loss\n${all((s, l) => `${s},${fixed(l).replace('.', ',')}`)}`,
      due: whole,
    },
    {
      title: 'a line of losses in a list',
      log: `losses = [${losses.join(', ')}]\n`,
      due: whole,
    },
    {
      title: 'names alone, without a loss',
      log: `samples:\n${named((_, name) => name)}`,
      due: { ...withSamples, steps: 0 },
    },
  ];
}
