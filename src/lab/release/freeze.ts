import { writeFileSync } from 'node:fs';
import { readSpec } from '../../spec/clauses.ts';
import { FROZEN_REVISION, laterClauses } from '../../spec/revisions.ts';

/**
 * `npm run freeze`, once a release: writes the specification's clauses to spec/revisions/, as the next revision. From then
 * on none of them is taken away or renumbered.
 */
const later = laterClauses();
if (later.length === 0) process.stdout.write(`freeze: no clause came after revision ${FROZEN_REVISION}\n`);
else {
  const list = { revision: FROZEN_REVISION + 1, clauses: readSpec().map(({ id }) => id) };
  const file = new URL(`../../../spec/revisions/${list.revision}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify(list, null, 2)}\n`);
  process.stdout.write(
    `freeze: spec/revisions/${list.revision}.json; say in spec/README.md that this is the revision\n`,
  );
}
