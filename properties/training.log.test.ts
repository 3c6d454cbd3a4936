import {
  canonicalConfig,
  canonicalDataset,
  canonicalLosses,
  canonicalOutput,
  canonicalSamples,
} from '../src/golden/canonical.ts';
import { openGolden } from '../src/golden/folder.ts';
import { headerText, INFERENCE_HEADING, sampleText, stepText } from '../src/golden/runOutput.ts';
import { readChapter } from '../src/spec/clauses.ts';
import { check } from './harness/check.ts';
import { equal } from './harness/expect.ts';
import { provided } from './harness/provided.ts';

/** Behind a line end of either kind. */
const LINE = /(?<=[\r\n])/;
const TEXT_BLOCK = /^```text\n([\s\S]*?)^```$/m;

// Catches a step counted from 0, other widths, and ties that are rounded away from the even digit.
check(
  'vector',
  'training.15 golden: the text that microgpt.py printed, from its losses and samples',
  [],
  () => {
    const golden = openGolden();
    const { num_docs, vocab_size, num_params } = canonicalDataset(golden);
    const { num_steps } = canonicalConfig(golden);
    const header = headerText(num_docs, vocab_size, num_params);
    const steps = canonicalLosses(golden).map((loss, step) => stepText(step + 1, num_steps, loss));
    const samples = canonicalSamples(golden).map(({ name }, i) => sampleText(i + 1, name));
    const whole = [header, ...steps, INFERENCE_HEADING, ...samples].join('');
    equal(whole.split(LINE), canonicalOutput(golden).split(LINE), 'lines of the text');
    const shown = [header, ...steps.slice(0, 2), INFERENCE_HEADING, ...samples.slice(0, 2)].join('');
    equal(shown.replaceAll('\r', '\n'), clauseText(), "the clause's own example");
  },
  {
    notApplicable:
      provided('port').kind === 'reference'
        ? null
        : 'an adapter answers with numbers and prints no log; diff reads one',
  },
);

function clauseText(): string | undefined {
  const clause = readChapter('training').find(({ id }) => id === 'training.15');
  return TEXT_BLOCK.exec(clause?.text ?? '')?.[1];
}
