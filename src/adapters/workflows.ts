import { readOwnText } from '../port/ownText.ts';

/** A file that has a port checked in continuous integration. */
export interface Workflow {
  /** Whose it is. */
  readonly title: string;
  /** Where it belongs in a repository. */
  readonly path: string;
  readonly text: string;
  /** What is left to do. */
  readonly note: string;
}

/** Where a workflow gets the suite from. */
export type Source =
  /** What `npm install` takes, as a word of a shell: a tarball, an address of git, or a name and a version. */
  | { readonly kind: 'package'; readonly spec: string }
  /** The repository's own dependencies. */
  | { readonly kind: 'dependency' }
  /** The GitHub action, `owner/microgpt-spec@v1`. GitLab has none, and takes the package as the repository's dependency. */
  | { readonly kind: 'action'; readonly action: string };

/** What is asked of a workflow. */
export interface WorkflowRequest {
  readonly source: Source;
  /** Of the specification. */
  readonly revision: number;
  /** Ports that are checked side by side, each in so many parts; null for the one. */
  readonly matrix: { readonly ports: readonly string[]; readonly shards: number } | null;
}

const TEMPLATES = new URL('../../src/adapters/ci/', import.meta.url);
/** Beside the port, so that its own package.json is left alone. */
const PREFIX = '.microgpt-spec';
/** The branch that has the badges, and nothing else: it is written anew each time. */
const BADGE_BRANCH = 'microgpt-spec-badge';

/**
 * Lines of Markdown for a port's README: the badges that the workflow for GitHub publishes.
 *
 * @param repository - `owner/name`
 * @param ports - of a matrix; null for the one port
 */
export function badgeLines(repository: string, ports: readonly string[] | null): string[] {
  const files = ports === null ? ['badge.json'] : ports.map((port) => `badge-${port}.json`);
  const address = `https://raw.githubusercontent.com/${repository}/${BADGE_BRANCH}`;
  return files.map((file) => `![microgpt-spec](https://img.shields.io/endpoint?url=${address}/${file})`);
}

/** The workflows: for GitHub and GitLab; of many ports, and with the action, for GitHub alone. */
export function workflows({ source, revision, matrix }: WorkflowRequest): Workflow[] {
  const text = (name: string) => filled(readOwnText(new URL(name, TEMPLATES)), { source, revision, matrix });
  const github = {
    title: 'GitHub Actions',
    path: '.github/workflows/microgpt-spec.yml',
    text: text(matrix !== null ? 'github-matrix.yml' : source.kind === 'action' ? 'github-action.yml' : 'github.yml'),
    note: 'say in it how your adapter is built and called',
  };
  const gitlab = {
    title: 'GitLab',
    path: '.gitlab/microgpt-spec.yml',
    text: text('gitlab.yml'),
    note: "say the same in it, and include it in .gitlab-ci.yml: include: [{ local: '.gitlab/microgpt-spec.yml' }]",
  };
  return matrix !== null || source.kind === 'action' ? [github] : [github, gitlab];
}

function filled(text: string, { source, revision, matrix }: WorkflowRequest): string {
  const { install, npx } = commandsOf(source);
  const shards = matrix?.shards ?? 1;
  const values: Readonly<Record<string, string>> = {
    INSTALL: install,
    NPX: npx,
    REVISION: String(revision),
    ACTION: source.kind === 'action' ? source.action : '',
    PORTS: `[${matrix?.ports.join(', ') ?? ''}]`,
    NUMBERS: `[${Array.from({ length: shards }, (_, i) => i + 1).join(', ')}]`,
    SHARDS: String(shards),
    BADGE_BRANCH,
  };
  return text.replace(/\b(INSTALL|NPX|REVISION|ACTION|PORTS|NUMBERS|SHARDS|BADGE_BRANCH)\b/g, (name) => values[name]);
}

function commandsOf(source: Source): { readonly install: string; readonly npx: string } {
  if (source.kind !== 'package') return { install: 'npm ci', npx: 'npx microgpt-spec' };
  return {
    install: `npm install --no-audit --no-fund --prefix ${PREFIX} ${source.spec}`,
    npx: `${PREFIX}/node_modules/.bin/microgpt-spec`,
  };
}
