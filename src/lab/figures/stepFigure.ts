import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findingsOf } from '../../diff/step/findings.ts';
import { judgeSteps } from '../../diff/step/judgeStep.ts';
import { readOwnText } from '../../port/ownText.ts';
import { flowPicture } from '../../report/page/step/flowPicture.ts';
import { mistakenDumps } from '../step/mistakes/mistakenDumps.ts';
import { STEP_MISTAKES } from '../step/mistakes/stepMistakes.ts';
import { CANONICAL_SIZES } from '../step/starts.ts';

/** A gradient that is wrong alone, and one that comes back wrong through the activation. */
const MISTAKES = ['wq-gradient-transposed', 'hidden-gradient-unmasked'];

/** Rules of the page's style, and those among them that are the picture's, in light and in dark. */
const RULE = /^(?:[^@\s{}][^{}]*\{[^}]*\}|@media \(prefers-color-scheme: dark\) \{\n(?: .*\n)*\})/gm;
const OWN = /^(?::root|@media|\.flow|\.stage)(?![-\w])/;

/** The picture of a step with two mistakes, as the page of `diff --step --html` has it, with the page's style. */
export async function stepFigure(): Promise<string> {
  const mistakes = STEP_MISTAKES.filter(({ id }) => MISTAKES.includes(id));
  const dumps = await mistakenDumps(mistakes, CANONICAL_SIZES);
  const [{ stages }] = judgeSteps((dumps ?? []).slice(0, 1), CANONICAL_SIZES.config, 'f64');
  const picture = flowPicture({ stages, findings: findingsOf(stages), anchors: new Map() }).text;
  const page = readOwnText(new URL('../../../src/report/page/page.css', import.meta.url));
  const style = (page.match(RULE) ?? []).filter((rule) => OWN.test(rule)).join('\n');
  return picture
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replace('>', `>\n<style>\n${style}\n</style>`)
    .concat('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('../../../spec/figures/step.svg', import.meta.url), await stepFigure());
}
