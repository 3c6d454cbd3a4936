import { writeFileSync } from 'node:fs';
import { bookPages } from './bookPages.ts';

/** `npm run book`: writes what the book has from programs, but for its figures. */
for (const { url, text } of bookPages()) writeFileSync(url, text);
