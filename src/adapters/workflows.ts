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

const TEMPLATES = new URL('../../src/adapters/ci/', import.meta.url);

/**
 * The workflows for GitHub and GitLab.
 *
 * @param version - of the package that they run
 * @param action - the GitHub action to use, `owner/microgpt-spec@v1`; null for the package from npm
 */
export function workflows(version: string, action: string | null): Workflow[] {
  const text = (name: string) =>
    readOwnText(new URL(name, TEMPLATES))
      .replaceAll('VERSION', version)
      .replaceAll('ACTION', action ?? '');
  return [
    {
      title: 'GitHub Actions',
      path: '.github/workflows/microgpt-spec.yml',
      text: text(action === null ? 'github.yml' : 'github-action.yml'),
      note: 'say in it how your adapter is built and called',
    },
    {
      title: 'GitLab',
      path: '.gitlab/microgpt-spec.yml',
      text: text('gitlab.yml'),
      note: "say the same in it, and include it in .gitlab-ci.yml: include: [{ local: '.gitlab/microgpt-spec.yml' }]",
    },
  ];
}
