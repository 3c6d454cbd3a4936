import { readFileSync, writeFileSync } from 'node:fs';
import { strengthFigure } from '../figures/strengthFigure.ts';
import { renewSections } from '../numerics/sections.ts';
import { recordLines } from '../recordLines.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { killsOf } from './kills.ts';
import { readStrength, recordOf, STRENGTH_FILE, type Strength } from './record.ts';
import { strengthPage } from './strengthPage.ts';
import { shareText, summaryOf } from './summary.ts';
import { sweep } from './sweep.ts';
import { toleranceSection } from './tolerances.ts';

/**
 * `npm run strength`: puts the suite to every known mistake, impostor and correct variant, and writes spec/measured/strength.json,
 * spec/measured/strength.md and the figure. Results are kept in .strength/ until the checks that gave them change. With `--render` it
 * makes page and figure anew from the JSON file.
 */
const PAGE = new URL('../../../spec/measured/strength.md', import.meta.url);
const NUMERICS = new URL('../../../spec/numerics.md', import.meta.url);
const FIGURE = new URL('../../../spec/figures/strength.svg', import.meta.url);

/** What is made from a record. */
export function strengthFiles(strength: Strength): [url: URL, text: string][] {
  return [
    [PAGE, strengthPage(strength)],
    [FIGURE, strengthFigure(killsOf(strength))],
    [NUMERICS, renewSections(readFileSync(NUMERICS, 'utf8'), { tolerances: toleranceSection(strength) }, 'strength')],
  ];
}

async function main(render: boolean): Promise<void> {
  const tree = treeNow('strength');
  const strength = render ? readStrength() : recordOf(await sweep((line) => process.stderr.write(`${line}\n`)));
  if (!render) {
    writeFileSync(STRENGTH_FILE, recordLines(strength));
    noteTree('strength', tree);
  }
  for (const [url, text] of strengthFiles(strength)) writeFileSync(url, text);
  writeFirstLines();
  const { deviations, programs, alarms, correctRuns } = summaryOf(strength);
  for (const [name, catalogue] of Object.entries({ deviations, programs })) {
    if (catalogue === null) continue;
    const { killed, mistakes, ownChapterFirst, byLaw, byCore } = catalogue;
    process.stdout.write(
      `${name}: killed ${shareText(killed, mistakes)}, first by their chapter ${shareText(ownChapterFirst, mistakes)}, by laws ${shareText(byLaw, mistakes)}, in core ${byCore === null ? 'not measured yet' : shareText(byCore, mistakes)}\n`,
    );
  }
  process.stdout.write(`correct ports: failed in ${shareText(alarms, correctRuns)} runs\n`);
}

if (process.argv[1] === import.meta.filename) await main(process.argv.includes('--render'));
