import { writeFileSync } from 'node:fs';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { domainPage } from './domainPage.ts';
import { recorded } from './recording.ts';

/** `npm run measure:domain`: notes what a whole run asks, and writes spec/measured/domain.md. */

const PAGE = new URL('../../../spec/measured/domain.md', import.meta.url);

const tree = treeNow('domain');
writeFileSync(PAGE, domainPage(await recorded()));
noteTree('domain', tree);
writeFirstLines();
