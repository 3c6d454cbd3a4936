import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { OPS, SPEC_CHAPTERS } from '../port/ops.ts';
import type { OpName, Port } from '../port/port.ts';
import type { PortChoice } from '../protocol/select.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { claiming } from './claims.fixture.ts';
import { ECHOES } from './echoes.fixture.ts';
import { LANGUAGES, MODULE_TEMPLATE, readModuleTemplate, readTemplate } from './languages.ts';
import { ECHOED } from './requests.fixture.ts';

// Templates of JavaScript whose every function is the reference's, or answers with what it was given.

const FOLDER = mkdtempSync(join(tmpdir(), 'microgpt-module-'));
const DEADLINE_MS = 30_000;
const RUNS = 3;
const EVERY = Object.keys(OPS) as OpName[];
const DIST = pathToFileURL(fileURLToPath(new URL('../../dist', import.meta.url))).href;
const [JAVASCRIPT] = LANGUAGES.filter(({ name }) => name === 'js');

afterAll(() => rmSync(FOLDER, { recursive: true }));

test('the module as it is written says that nothing is claimed, and what to do', async () => {
  const loaded = imported(written('bare', readModuleTemplate()));
  await expect(loaded).rejects.toThrow('no operation is claimed yet; uncomment the line of one of your functions');
});

test('the module says who it is', async () => {
  const port = await imported(written('one', claiming(MODULE_TEMPLATE, readModuleTemplate(), ['exp'], '')));
  expect(port).toMatchObject({ name: 'mygpt', lang: 'JavaScript', version: '0.1.0', dtype: 'f64' });
  expect(Object.keys(port).filter((name) => name in OPS)).toEqual(['exp']);
});

test('the module gives every function what it was called with, and gives back what that gives', async () => {
  const functions = fixture('port.fixture.mjs');
  const port = await imported(written('echoes', claiming(MODULE_TEMPLATE, readModuleTemplate(), EVERY, functions)));
  const asked = (of: Partial<Port>) =>
    Object.entries(ECHOED).map(([op, requests]) => [
      op,
      requests.map((args) => Reflect.apply(Reflect.get(of, op), of, structuredClone(args))),
    ]);
  expect(asked(port)).toEqual(asked(ECHOES));
});

test('the module conforms around the functions of the reference, all of them claimed', async () => {
  const text = claiming(MODULE_TEMPLATE, readModuleTemplate(), EVERY, ofReference());
  expect(await failed({ kind: 'module', file: written('reference', text), deadline: DEADLINE_MS })).toEqual([]);
});

test('the adapter in JavaScript conforms around the functions of the reference, all of them claimed', async () => {
  const text = claiming(JAVASCRIPT, readTemplate(JAVASCRIPT, 'full'), EVERY, ofReference());
  const command = [process.execPath, written('adapter', text)];
  expect(await failed({ kind: 'process', command, deadline: DEADLINE_MS })).toEqual([]);
});

function written(name: string, text: string): string {
  const folder = join(FOLDER, name);
  mkdirSync(folder);
  writeFileSync(join(folder, MODULE_TEMPLATE.file), text);
  return join(folder, MODULE_TEMPLATE.file);
}

async function imported(file: string): Promise<Partial<Port>> {
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)).default;
}

function fixture(name: string): string {
  return readFileSync(new URL(`./js/${name}`, import.meta.url), 'utf8');
}

function ofReference(): string {
  return fixture('reference.fixture.mjs').replaceAll('DIST', DIST);
}

/** Titles of the checks that fail, or that were not asked. */
async function failed(port: PortChoice): Promise<string[]> {
  const { checks, faults } = await runVitest({
    port,
    sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
    chapters: SPEC_CHAPTERS,
    reporters: [],
    onCheck: () => {},
  });
  expect(faults).toEqual([]);
  expect(checks.length).toBeGreaterThan(EVERY.length);
  return checks.filter(({ status }) => status === 'failed' || status === 'not-claimed').map(({ title }) => title);
}
