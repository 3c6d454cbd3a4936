import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { patchedReference } from '../../deviations/compiledReference.ts';
import { referencePort } from '../../port/reference.ts';
import { wrapped } from '../../port/wrapped.ts';
import { NOTING, noteInside } from './inside.ts';
import { Recorder } from './record.ts';
import { RECORDS } from './recording.ts';
import type { Answered } from './request.ts';

/** What `run --module` tests to learn what is asked: the reference, which notes each request that it answers. */

const folder = process.env[RECORDS];
if (folder === undefined) throw new Error(`recorderModule: ${RECORDS} names no folder`);
const file = join(folder, `${randomUUID()}.json`);
const recorder = new Recorder();
let test = '';

export default wrapped(referencePort('0', await patchedReference(NOTING)), (op, ask) => (...args) => {
  const inside = noteInside();
  const result = ask(...args);
  const title = expect.getState().currentTestName ?? '';
  // Nothing tells the last test of a process, so that what was noted is written down behind each.
  if (title !== test) onTestFinished(() => writeFileSync(file, JSON.stringify(recorder.record)));
  test = title;
  const [clause] = title.split(' ', 1);
  recorder.note(op, { args, result, inside } as unknown as Answered<typeof op>, clause);
  return result;
});
