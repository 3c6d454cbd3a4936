import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { diffJson } from '../diff/diffJson.ts';
import { diffLog } from '../diff/diffLog.ts';
import { readTrace } from '../diff/log/readLog.ts';
import { GOLDEN_FOLDER } from '../golden/folder.ts';
import { decodeArguments, decodeResult } from '../port/jsonValues.ts';
import { firstMismatch } from '../port/mismatch.ts';
import { OPS, type Part, type Signature, type ValueType } from '../port/ops.ts';
import type { OpName } from '../port/port.ts';
import { referencePort } from '../port/reference.ts';
import { CANONICAL } from '../reference/config.ts';
import { diffSources } from '../report/diffSources.ts';
import { clauseStatus, type RunResult } from '../report/result.ts';

const PAGE = readFileSync(new URL('../../spec/traces.md', import.meta.url), 'utf8');
const CLI = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const ALL = { steps: 1000, samples: 20 };
const DRAWS = ['random', 'getrandbits', 'gauss', 'shuffle', 'choices'];
const port = referencePort('0');

/** Fenced blocks with this info string. */
function blocks(info: string): string[] {
  return [...PAGE.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === info)
    .map((match) => match[2]);
}

/** Logs, each with what the comment above it says is in it. */
function logs(): { losses: number; samples: number; text: string }[] {
  const pattern = /^<!-- log: (\d+) losses, (\d+) samples -->\n\n```text\n([\s\S]*?)^```$/gm;
  return [...PAGE.matchAll(pattern)].map(([, losses, samples, text]) => ({
    losses: Number(losses),
    samples: Number(samples),
    text,
  }));
}

/** Names in the first column of the table under a heading. */
function namesUnder(heading: string): string[] {
  const section = PAGE.split(`${heading}\n`)[1].split(/^##/m)[0];
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
}

interface Vector {
  readonly op: OpName;
  readonly title: string;
  readonly args: readonly unknown[];
  readonly value?: unknown;
  readonly raises?: string;
}

function vectors(wanted: (vector: Vector) => boolean): Vector[] {
  const lines = blocks('jsonl vectors').flatMap((text) => text.trim().split('\n'));
  return lines.map((line): Vector => JSON.parse(line)).filter(wanted);
}

async function ask(op: OpName, args: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(port[op], port, decodeArguments(op, args));
}

function typesOf(result: Signature['result']): ValueType[] {
  return typeof result.type === 'string' ? [result.type] : Object.values(result).map((part: Part) => part.type);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function json(path: string): object {
  return JSON.parse(readFileSync(`${GOLDEN_FOLDER}${path}`, 'utf8'));
}

describe('spec/traces.md, logs', () => {
  test.each(logs())('the example with $losses losses and $samples samples is read as such', async (log) => {
    const trace = await readTrace(bytesOf(log.text), ALL);
    expect([trace.losses.size, trace.samples.size]).toEqual([log.losses, log.samples]);
  });

  test('steps that end with carriage returns read the same', async () => {
    const [log] = logs();
    const returned = log.text.replaceAll(/^(step.*)\n/gm, '$1\r');
    expect(returned).toContain('\rstep    2');
    const trace = await readTrace(bytesOf(returned), ALL);
    expect([trace.losses.size, trace.samples.size]).toEqual([log.losses, log.samples]);
  });

  test('there are two of them', () => expect(logs().length).toBe(2));
});

describe('spec/traces.md, values', () => {
  test('every type of an argument or result is described, and no other', () => {
    const used = Object.values(OPS).flatMap(({ args, result }) => [...args, ...typesOf(result)]);
    const described = namesUnder('## JSON forms of values').filter((name) => !name.startsWith('{'));
    expect(described.sort()).toEqual([...new Set(used)].sort());
  });

  test.each(vectors(({ raises }) => raises === undefined))('$op, $title: the value', async ({ op, args, value }) => {
    expect(firstMismatch(OPS[op].result, decodeResult(op, value), await ask(op, args), 'f64')).toBeNull();
  });

  test.each(vectors(({ raises }) => raises !== undefined))('$op, $title: $raises', async ({ op, args }) => {
    await expect(ask(op, args)).rejects.toThrow();
  });

  test.each(
    namesUnder('## JSON forms of values').filter((name) => name.startsWith('{"kind": ')),
  )('%s is a node or a draw', (line) => {
    const item = JSON.parse(line);
    const call: [op: OpName, args: unknown[]] = DRAWS.includes(item.kind)
      ? ['random', ['42', [item]]]
      : ['autograd', [[item]]];
    expect(decodeArguments(...call).at(-1)).toEqual([item]);
  });
});

describe('spec/traces.md, golden files', () => {
  test('canonical/ has the files named, and no others', () => {
    const named = namesUnder('### canonical/').map((name) => name.replace('steps/N.json', 'steps'));
    expect(readdirSync(`${GOLDEN_FOLDER}canonical`).sort()).toEqual(named.sort());
  });

  test('their names are those described', () => {
    expect(Object.keys(json('manifest.json'))).toEqual(namesUnder('### manifest.json'));
    expect(Object.keys(json('small/two_layers.json'))).toEqual(namesUnder('### small/').slice(0, 10));
    for (const name of Object.keys(json('canonical/dataset.json'))) expect(PAGE).toContain(`\`${name}\``);
    for (const name of Object.keys(json('canonical/steps/1.json'))) expect(PAGE).toContain(`\`${name}\``);
  });
});

describe('spec/traces.md, results', () => {
  test('run: the example is a result', () => {
    const result: RunResult = JSON.parse(blocks('json run')[0]);
    const schema = JSON.parse(readFileSync(new URL('../../spec/result.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020().compile(schema);
    expect(validate(result) ? [] : validate.errors).toEqual([]);
    expect(Object.keys(result)).toEqual([schema.required[0], 'date', ...schema.required.slice(1)]); // older results have no date
    const section = PAGE.split('```json run')[1].split('### diff')[0];
    expect(schema.required.filter((name: string) => !section.includes(`\`${name}\``))).toEqual([]);
    expect(result.clauses.map(({ status }) => status)).toEqual(
      result.clauses.map(({ checks }) => clauseStatus(checks)),
    );
  });

  test('diff: the example is the result for the first log', async () => {
    const diff = await diffLog(bytesOf(logs()[0].text), {
      ...diffSources(),
      config: CANONICAL,
      stepsGiven: false,
      diagnosis: 'none',
      onProgress: () => {},
    });
    expect(diffJson(diff)).toEqual(JSON.parse(blocks('json diff')[0]));
  });

  test('train: the example is what the command writes', () => {
    const args = ['train', '--steps', '1', '--num_samples', '2', '--json', '-'];
    const { stdout } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
    const { losses, ...rest } = JSON.parse(blocks('json train')[0]);
    // Another V8 may round the loss otherwise in its last bit.
    expect(JSON.parse(stdout)).toEqual({ ...rest, losses: [expect.closeTo(losses[0], 12)] });
  });
});
