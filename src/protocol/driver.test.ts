import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { Driver, NotImplemented, Rejection } from './driver.ts';
import { NotAsked, PortFault } from './portFault.ts';
import { refusal } from './refusal.ts';

const FIXTURE = fileURLToPath(new URL('./misbehaving.fixture.mjs', import.meta.url));
/** Long enough for a port to start while all cores are busy. */
const OPTIONS = { deadline: 2000, window: 16 };

const drivers: Driver[] = [];

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

describe('a port that answers is heard, whatever else it prints', () => {
  test.each(['ok', 'slow', 'stray', 'crlf', 'bytes', 'flood-stderr-and-answer'])('%s', async (behaviour) => {
    const driver = start();
    expect(await driver.ask(behaviour)).toEqual(['1']);
    expect(await driver.ask('ok')).toEqual(['1']);
  });

  test('no is an operation that is not there', async () => {
    await expect(start().ask('no')).rejects.toThrow(new NotImplemented('not here'));
  });

  test('err is an input that is rejected', async () => {
    await expect(start().ask('err')).rejects.toThrow(new Rejection('domain math domain error'));
  });
});

describe('a port that fails is blamed by name, and answers the next request', () => {
  test.each([
    ['exit-at-once', 'exited with status 3'],
    ['exit-0', 'exited with status 0'],
    ['crash', 'crashed with SIGSEGV (11), asked "1 crash"; its last words: "about to fall"'],
    ['hang', 'did not answer within 2 s'],
    ['garbage', 'answered "@1 perhaps"; due is "@1 ok", "no" or "err"'],
    ['wrong-id', 'answered "@2 ok 1"; due is "@1 ok"'],
    ['half-a-line', 'exited with status 0'],
    ['endless-line', 'bytes without an end'],
    ['flood-stdout', 'did not answer within 2 s'],
    ['flood-stderr', 'did not answer within 2 s'],
    ['child-keeps-pipe', 'exited with status 0'],
  ])('%s', async (behaviour, message) => {
    const driver = start();
    await expect(driver.ask(behaviour)).rejects.toThrow(PortFault);
    await expect(start().ask(behaviour)).rejects.toThrow(message);
    expect(await driver.ask('ok')).toEqual(['1']);
  });

  test('an answer that comes after its time is not taken for the next one', async () => {
    const driver = start();
    await expect(driver.ask('late')).rejects.toThrow('did not answer within 2 s');
    await expect(driver.ask('no')).rejects.toThrow(NotImplemented);
    await new Promise((resolve) => setTimeout(resolve, 1400));
    await expect(driver.ask('err')).rejects.toThrow(Rejection);
  });

  test('a command that is not there says how to call it', async () => {
    await expect(start(['./no-such-port']).ask('ok')).rejects.toThrow(
      'PORT: ./no-such-port did not start: there is no command ./no-such-port',
    );
  });

  test('a file that is not executable says so', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'port-')), 'port');
    writeFileSync(file, 'not a program');
    chmodSync(file, 0o644);
    await expect(start([file]).ask('ok')).rejects.toThrow('is not executable');
  });
});

describe('many requests', () => {
  test('of 1000 with a crash, a hang, a flood and a lie in a row, these four are blamed and 996 answered', async () => {
    const driver = start();
    const faulty: Readonly<Record<number, string>> = { 137: 'crash', 138: 'hang', 139: 'flood-stdout', 140: 'garbage' };
    const behaviours = Array.from({ length: 1000 }, (_, i) => faulty[i] ?? 'ok');
    const outcomes = await Promise.allSettled(behaviours.map((behaviour) => driver.ask(behaviour)));
    const failed = outcomes.flatMap((outcome, i) =>
      outcome.status === 'rejected' ? [[i, String(outcome.reason)]] : [],
    );
    expect(failed).toEqual([
      [137, expect.stringContaining('crashed with SIGSEGV (11), asked "138 crash"')],
      [138, expect.stringContaining('did not answer within 2 s, asked "139 hang"')],
      [139, expect.stringContaining('did not answer within 2 s, asked "140 flood-stdout"')],
      [140, expect.stringContaining('answered "@141 perhaps"')],
    ]);
  });

  test('memory stays bounded under a flood', async () => {
    const driver = start();
    const before = memoryOfThread();
    await driver.ask('flood-stdout').catch(() => {});
    await driver.ask('endless-line').catch(() => {});
    expect(memoryOfThread() - before).toBeLessThan(200 * 2 ** 20);
  });
});

describe('a port that times out again and again', () => {
  const ofOne = 'did not answer hang in time, 3 times; it is not asked for it again';

  test('is not asked for the operation any more behind three times, and for others it is', async () => {
    const driver = start(undefined, 300);
    for (let i = 0; i < 3; i++) await expect(driver.ask('hang 1')).rejects.toThrow('did not answer within 0.3 s');
    await expect(driver.ask('hang 2')).rejects.toThrow(ofOne);
    await expect(driver.ask('hang 3')).rejects.toBeInstanceOf(NotAsked);
    expect(await driver.ask('ok', 5000)).toEqual(['1']);
  });

  test('has the requests that wait refused too', async () => {
    const driver = start(undefined, 300);
    const asked = Array.from({ length: 8 }, () => driver.ask('hang'));
    const outcomes = await Promise.allSettled([...asked, driver.ask('ok', 5000)]);
    const faults = outcomes.map((outcome) => (outcome.status === 'rejected' ? String(outcome.reason) : 'answered'));
    expect(faults.filter((fault) => fault.includes(ofOne))).toHaveLength(5);
    expect(faults.at(-1)).toBe('answered');
  });

  test('is given up for good behind ten times in all', () => {
    const ten = ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e'];
    expect(refusal('./port', ten.slice(1), 'f')).toBeNull();
    expect(refusal('./port', ten, 'f')).toBe(
      'PORT: ./port did not answer in time, 10 times in all; it is not asked again',
    );
  });
});

describe('nothing is left running', () => {
  test('a closed driver leaves no process, though the port ignores the end of input', async () => {
    const driver = start();
    await driver.ask('ok');
    driver.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const mine = processes().filter((line) => line.includes(`${FIXTURE} nothing-is-left`));
    expect(mine).toEqual([]);
  });

  test('the child of a port goes with it', async () => {
    await start()
      .ask('child-keeps-pipe')
      .catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(processes().filter((line) => line.includes('sleep 30'))).toEqual([]);
  });
});

function start(command: readonly string[] = [process.execPath, FIXTURE, 'nothing-is-left'], deadline = 2000): Driver {
  const driver = new Driver(command, { ...OPTIONS, deadline });
  drivers.push(driver);
  return driver;
}

function processes(): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
}

/** Bytes that this thread holds; the whole process has other tests' too. */
function memoryOfThread(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
