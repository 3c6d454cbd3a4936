import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolOptions, PoolWorker } from 'vitest/node';
import { ForksPoolWorker } from 'vitest/node';
import { GROUPS_FOLDER } from '../protocol/groups.ts';
import { type Hang, notedHang } from '../protocol/hang.ts';
import { HANG_NOTE } from '../protocol/moduleWatch.ts';

type Request = Parameters<PoolWorker['send']>[0];
type Run = Extract<Request, { type: 'run' }>;

/** A pool of vitest's that it does not have itself; the name is compared only. */
const NAME = 'watched-forks';

/** Milliseconds in which a process that has run its files must say that it is done. */
const STOP_MS = 5000;
const STOPPED = { type: 'stopped', __vitest_worker_response__: true };

/** What happens to a process of vitest's: what it sends, that it fails, that it is gone. */
const EVENTS = ['message', 'error', 'exit'] as const;

/**
 * vitest's pool of processes, but for one thing: a process that its watch has ended for a hang (moduleWatch.ts) is replaced
 * by a fresh one, which runs the file again, in which the check that hung fails at once, and then those behind it.
 */
export function watchedForks() {
  const hangs: Hang[] = [];
  return { name: NAME, createPoolWorker: (options: PoolOptions) => new WatchedFork(options, hangs) };
}

class WatchedFork implements PoolWorker {
  readonly name = NAME;
  readonly cacheFs = true;
  readonly #options: PoolOptions;
  /** Of all processes of the run. */
  readonly #all: Hang[];
  /** Those that were known when vitest asked, and those of this process since: the others have come in between. */
  #hangs: Hang[] = [];
  readonly #events = new EventEmitter();
  #fork: ForksPoolWorker;
  #note = '';
  #start: Request | null = null;
  #run: Run | null = null;
  #replacing = false;
  #stopTimer: NodeJS.Timeout | null = null;

  constructor(options: PoolOptions, hangs: Hang[]) {
    this.#options = options;
    this.#all = hangs;
    this.#fork = this.#fresh();
  }

  on(event: string, callback: (arg: unknown) => void): void {
    this.#events.on(event, callback);
  }

  off(event: string, callback: (arg: unknown) => void): void {
    this.#events.off(event, callback);
  }

  deserialize(data: unknown): unknown {
    return data;
  }

  async start(): Promise<void> {
    await this.#fork.start();
    this.#listen();
  }

  send(request: Request): void {
    if (request.type === 'start') this.#start = request;
    if (request.type === 'stop') {
      this.#stopTimer = setTimeout(() => this.#events.emit('message', STOPPED), STOP_MS);
    }
    if (request.type !== 'run') {
      this.#fork.send(request);
      return;
    }
    this.#hangs = [...this.#all];
    this.#run = request;
    this.#fork.send(this.#withHangs(request));
  }

  async stop(): Promise<void> {
    if (this.#stopTimer !== null) clearTimeout(this.#stopTimer);
    await this.#fork.stop();
    rmSync(this.#note, { force: true });
  }

  #fresh(): ForksPoolWorker {
    const folder = process.env[GROUPS_FOLDER] ?? tmpdir();
    this.#note = join(folder, `hang-${randomUUID()}.json`);
    return new ForksPoolWorker({ ...this.#options, env: { ...this.#options.env, [HANG_NOTE]: this.#note } });
  }

  #listen(): void {
    const fork = this.#fork;
    for (const event of EVENTS) fork.on(event, (arg) => fork === this.#fork && this.#happened(event, arg));
  }

  #happened(event: (typeof EVENTS)[number], arg: { readonly type?: unknown } | undefined): void {
    const hang = event === 'exit' ? notedHang(this.#note) : null;
    if (hang !== null && this.#run !== null) {
      this.#replace(hang, this.#run).catch((error) => this.#events.emit('error', error));
    } else if (this.#replacing && event === 'message' && arg?.type === 'started') {
      this.#replacing = false; // vitest has heard it once, and has asked since
      if (this.#run !== null) this.#fork.send(this.#withHangs(this.#run));
    } else {
      this.#events.emit(event, arg);
    }
  }

  async #replace(noted: Hang, run: Run): Promise<void> {
    const again = this.#hangs.some(({ check }) => check === noted.check);
    const hang = again ? { ...noted, again } : noted;
    this.#all.push(hang);
    this.#hangs.push(hang);
    rmSync(this.#note, { force: true });
    const { files } = run.context;
    const at = files.findIndex(({ filepath }) => filepath === hang.file);
    this.#run = { ...run, context: { ...run.context, files: files.slice(Math.max(0, at)) } };
    this.#fork = this.#fresh();
    this.#replacing = true;
    await this.start();
    if (this.#start !== null) this.#fork.send(this.#start);
  }

  #withHangs(run: Run): Run {
    const { providedContext } = run.context;
    const port = { ...providedContext.port, hangs: this.#hangs };
    return { ...run, context: { ...run.context, providedContext: { ...providedContext, port } } };
  }
}
