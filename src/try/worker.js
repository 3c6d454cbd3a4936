import { exampleLog } from './exampleLog.ts';
import { judge } from './judge.ts';
import { packedText, takeTexts } from './packedTexts.ts';
import { pageSources } from './pageSources.ts';
import { roleOf } from './roles.ts';
import { shareText } from './shareText.ts';

/** Milliseconds between two words on progress. */
const EVERY = 100;
/** Names of what is thrown where an input is at fault, beside RangeError: the last two are the browser's, of files that have gone. */
const OF_INPUT = ['DumpContradiction', 'NotReadableError', 'NotFoundError'];

/** A worker is asked for one thing after the other: it takes the package's texts, sorts files, and judges them. */
self.addEventListener('message', async ({ data }) => {
  if (data.kind === 'texts') takeTexts(data.texts);
  if (data.kind === 'sort') await sort(data);
  if (data.kind === 'example') {
    const { golden, compiled } = pageSources(packedText);
    self.postMessage({ kind: 'example', id: data.id, log: await exampleLog(golden, compiled) });
  }
  if (data.kind === 'judge') await answer(data);
});

async function sort({ id, files }) {
  try {
    self.postMessage({ kind: 'sorted', id, roles: await Promise.all(files.map(roleOf)) });
  } catch (error) {
    self.postMessage({ kind: 'fault', id, said: saidOf(error) });
  }
}

async function answer({ id, request }) {
  let told = 0;
  const tell = (message) => self.postMessage({ id, ...message });
  const onProgress = (said) => {
    if (performance.now() < told + EVERY) return;
    told = performance.now();
    tell({ kind: 'progress', said });
  };
  const onFirst = (judgement) => tell({ kind: 'first', ...plain(judgement) });
  try {
    const judgement = await judge(request, { ...pageSources(packedText), onProgress, onFirst });
    tell({ kind: 'judged', ...plain(judgement) });
  } catch (error) {
    tell({ kind: 'fault', said: saidOf(error) });
  }
}

/** A fault of what is given in its own words; others are the suite's. */
function saidOf(error) {
  const isOfInput = error instanceof RangeError || OF_INPUT.includes(error.name);
  return isOfInput ? error.message : `SUITE: ${error.stack ?? error}`;
}

/** A judgement as it is sent, with its page as text. */
function plain({ lines, json, page }) {
  return {
    ...{ lines, json, title: page.title, header: page.header.text, main: page.main.text },
    markdown: shareText(lines, packedText('version')),
  };
}
