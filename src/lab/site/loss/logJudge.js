import { packedText, takeTexts } from '../../../try/packedTexts.ts';
import { pageSources } from '../../../try/pageSources.ts';
import { ownLog } from './ownLog.ts';

/** The worker that judges a log in the page: it takes the package's texts, and logs. */
self.addEventListener('message', async ({ data }) => {
  if (data.kind === 'texts') takeTexts(data.texts);
  if (data.kind !== 'log') return;
  const { id, name, blob } = data;
  try {
    self.postMessage({ kind: 'judged', id, own: await ownLog(name, blob, pageSources(packedText)) });
  } catch (error) {
    const said = error instanceof RangeError ? error.message : `SUITE: ${error.stack ?? error}`;
    self.postMessage({ kind: 'fault', id, said });
  }
});
