import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { readOwnText } from '../../port/ownText.ts';
import { documentText, hashOf } from '../../report/page/document.ts';
import { html, Markup } from '../../report/page/markup.ts';
import { packedFiles } from './packedFiles.ts';
import { workerCode } from './workerCode.ts';

/** What the page is called in the folder of compiled modules. */
const FILE = 'try.html';
const WORKER = 'src/try/worker.js';

/**
 * The page that judges a log without Node: one file, with the code of `diff` and the golden data in it. Its policy lets it run its own
 * script and a worker made of it, which evaluates the reference with known mistakes put in ('unsafe-eval'); it can ask for nothing.
 *
 * @param compiled - the folder of compiled modules
 */
export async function tryPage(compiled: string): Promise<string> {
  const script = ['report/page/page.js', 'try/try.js'].map(source).join('');
  const style = ['report/page/page.css', 'try/try.css'].map(source).join('');
  const texts = packedFiles(compiled);
  const packed = deflated(JSON.stringify({ worker: await workerCode(WORKER), texts }));
  const policy = [
    "default-src 'none'",
    "connect-src 'none'",
    `script-src ${hashOf(script)} 'unsafe-eval'`,
    'worker-src blob:',
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return documentText(
    { title: 'microgpt-spec: try a log', policy, style },
    html`${new Markup(source('try/body.html').replace('id="version">', `id="version">${texts.version}`))}
<script type="application/octet-stream" id="packed">${new Markup(packed)}</script>
<script>${new Markup(script)}</script>`,
  );
}

function source(name: string): string {
  return readOwnText(new URL(`../../../src/${name}`, import.meta.url));
}

function deflated(text: string): string {
  return deflateRawSync(text, { level: constants.Z_BEST_COMPRESSION }).toString('base64');
}

if (process.argv[1] === import.meta.filename) {
  const compiled = join(import.meta.dirname, '../..');
  writeFileSync(join(compiled, FILE), await tryPage(compiled));
}
