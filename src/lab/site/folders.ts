import { join } from 'node:path';
import { ROOT } from '../release/sources.ts';

const MADE = join(ROOT, '.site');

/** Pages as VitePress reads them, made anew by each `npm run site`. */
export const PAGES_FOLDER = join(MADE, 'pages');
/** What VitePress keeps between two builds. */
export const WORK_FOLDER = join(MADE, 'cache');
/** The site, to be served from any folder of a server. */
export const SITE_FOLDER = join(MADE, 'html');
/** Where `.vitepress/` lies. */
export const CONFIG_FOLDER = join(ROOT, 'src/lab/site');
/** The compiled modules, which pages bring along where they run them. */
export const COMPILED = join(ROOT, 'dist');
/** The page that judges a log, which the site has where it was built. */
export const TRY_PAGE = join(COMPILED, 'try.html');
