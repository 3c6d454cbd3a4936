import { flatten } from '../../port/flatten.ts';
import type { Start } from '../../reference/microgpt.ts';
import { headerText, INFERENCE_HEADING, sampleText, stepText } from '../runOutput.ts';
import { jsonDocument } from './jsonDocument.ts';
import { type RecordedRun, type Recording, recordRun } from './recordedRun.ts';

/** A file of a recording. */
export interface RecordedFile {
  /** Its path in the folder. */
  readonly path: string;
  readonly text: string;
}

/**
 * Records a run, in the files that canonical/ has (spec/traces.md, "golden record").
 *
 * @param start - the run before its first step; its stream is used up
 * @returns each file as soon as it is known
 * @throws RangeError where microgpt.py raises
 */
export async function* recordedFiles(start: Start, recording: Recording): AsyncGenerator<RecordedFile> {
  const { config, docs, tokenizer, state_dict } = start;
  const { uchars, BOS, vocab_size } = tokenizer;
  const num_params = flatten(state_dict).length;
  const documents = Array.from({ length: recording.steps }, (_, step) => docs[step % docs.length]);
  const constants = { ...config, seed: typeof config.seed === 'bigint' ? String(config.seed) : config.seed };
  yield { path: 'config.json', text: jsonDocument(constants) };
  const dataset = { num_docs: docs.length, vocab_size, num_params, BOS, uchars, documents };
  yield { path: 'dataset.json', text: jsonDocument(dataset) };
  yield { path: 'initial.json', text: jsonDocument(state_dict) };
  const run = recordRun(start, recording);
  let next = await run.next();
  while (next.done !== true) {
    yield { path: `steps/${next.value.step}.json`, text: jsonDocument({ ...next.value, config: constants }) };
    next = await run.next();
  }
  const { losses, final, samples } = next.value;
  yield { path: 'losses.json', text: jsonDocument(losses) };
  yield { path: 'final.json', text: jsonDocument(final) };
  yield { path: 'samples.json', text: jsonDocument(samples.map((sample) => ({ ...sample }))) };
  yield { path: 'output.txt', text: `${headerText(docs.length, vocab_size, num_params)}${outputOf(next.value)}` };
}

function outputOf({ config, losses, samples }: RecordedRun): string {
  const steps = losses.map((loss, i) => stepText(i + 1, config.num_steps, loss));
  return [...steps, INFERENCE_HEADING, ...samples.map(({ name }, i) => sampleText(i + 1, name))].join('');
}
