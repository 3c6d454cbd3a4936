import { readOwnText } from '../port/ownText.ts';

/** A repository on GitHub, as `npm run tarball` and npm itself write it. */
const GITHUB = /^(?:git\+)?https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/;
/** What GitHub leaves out of a heading's anchor. */
const UNANCHORED = /[^\p{L}\p{N}\p{M}\s_-]/gu;

/** Where a clause can be read: its address on the web. */
export type SpecAddress = (clause: { readonly id: string; readonly title: string }) => string;

/** Where the specification of this package can be read; null where package.json has no repository. */
export function specAddress(): SpecAddress | null {
  return addressIn(JSON.parse(readOwnText(new URL('../../package.json', import.meta.url))));
}

/**
 * The same of a package.json that is read.
 *
 * @returns null where it names no repository on GitHub: then there is no address that could be given
 */
export function addressIn(manifest: unknown): SpecAddress | null {
  const [, name] = GITHUB.exec(text(at(at(manifest, 'repository'), 'url'))) ?? [];
  if (name === undefined) return null;
  const folder = `https://github.com/${name}/blob/v${text(at(manifest, 'version'))}/spec`;
  return ({ id, title }) => `${folder}/${encodeURIComponent(id.split('.')[0])}.md#${anchorOf(`${id} ${title}`)}`;
}

function at(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
}

function text(json: unknown): string {
  return typeof json === 'string' ? json : '';
}

/**
 * A heading's anchor, as GitHub makes it.
 *
 * @param heading - its text, without its marks
 */
export function anchorOf(heading: string): string {
  return encodeURIComponent(heading.toLowerCase().replace(UNANCHORED, '').replaceAll(' ', '-'));
}
