import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};
const [FOUND, NOT_FOUND] = [200, 404];

/** A folder on this machine's own address, in a folder of the server as GitHub has it. */
export interface Served {
  readonly address: string;
  readonly server: Server;
}

/**
 * Serves a folder's files; whoever calls it closes the server.
 *
 * @param base - the server's folder, with a slash at both ends
 */
export async function served(folder: string, base: string): Promise<Served> {
  const server = createServer(({ url = '' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const file = join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : '');
    const found = path.startsWith(base) && existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? FOUND : NOT_FOUND, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    });
    if (found) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}${base}`, server };
}
