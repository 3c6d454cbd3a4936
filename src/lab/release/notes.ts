import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageVersion } from '../../port/packageVersion.ts';
import { releaseNotes } from './changelog.ts';
import { ROOT } from './sources.ts';

/** `npm run --silent notes`: what CHANGELOG.md says of this version, for the page of its release. */
process.stdout.write(releaseNotes(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), packageVersion()));
