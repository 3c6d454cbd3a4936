import { readOwnText } from '../port/ownText.ts';

/** A worked exchange of spec/protocol.md: a request, and the reference's reply. */
export interface Exchange {
  readonly op: string;
  readonly request: string;
  readonly reply: string;
}

const PROTOCOL_FILE = new URL('../../spec/protocol.md', import.meta.url);
const EXCHANGE = /```exchange\n(.+)\n(.+)\n```/g;

/** Every worked exchange of spec/protocol.md, in its order. */
export function readExchanges(): Exchange[] {
  const text = readOwnText(PROTOCOL_FILE);
  return [...text.matchAll(EXCHANGE)].map(([, request, reply]) => ({ op: request.split(' ')[1], request, reply }));
}
