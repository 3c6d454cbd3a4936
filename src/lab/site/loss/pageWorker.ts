import { withBase } from 'vitepress';

/** A worker, as a page has it. */
export interface PageWorker {
  /** Blobs go by reference. */
  readonly postMessage: (message: object) => void;
  readonly terminate: () => void;
}

/** Whom a worker tells what; faults are of its files, or its own. */
export interface Told {
  readonly onMessage: (data: unknown) => void;
  readonly onFault: (said: string) => void;
}

/**
 * Starts a worker of the site, which first gets the package's texts that it reads.
 *
 * @param name - its file in live/
 */
export async function pageWorker(name: 'trainer' | 'logJudge', { onMessage, onFault }: Told): Promise<PageWorker> {
  // A page has workers, and Node, whose types these files have, has not.
  const { Worker } = Object(globalThis);
  const worker = new Worker(withBase(`/live/${name}.js`));
  worker.addEventListener('message', ({ data }: { readonly data: unknown }) => onMessage(data));
  worker.addEventListener('error', () => onFault(`live/${name}.js does not run; reload the page`));
  try {
    const response = await fetch(withBase(`/live/${name}.json`));
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    worker.postMessage({ kind: 'texts', texts: await response.json() });
  } catch (error) {
    onFault(`live/${name}.json cannot be read (${error}); reload the page`);
  }
  return worker;
}
