/** A page of the repository, by its path, and how the navigation calls it where its heading is too long; or all other pages of a folder. */
export type Page = string | readonly [path: string, name: string];

/** A group of pages in the side bar. */
export interface Group {
  readonly title: string;
  readonly pages: readonly Page[];
  /** Folded until somebody opens it. */
  readonly folded?: boolean;
}

/** Every page of the site that is written by hand or made by `npm run docs`; a page of docs/ that is missing here fails the build. */
export const GROUPS: readonly Group[] = [
  {
    title: 'Begin',
    pages: [
      'docs/start.md',
      ['docs/tutorial.md', 'Tutorial'],
      'docs/concepts.md',
      ['docs/getting-started.md', 'Getting started by hand'],
      'docs/adding-a-department.md',
      'docs/first-look.md',
      ['examples/online-retail/README.md', 'Example: a real shop'],
    ],
  },
  {
    title: 'Decide',
    pages: [
      'docs/alternatives.md',
      'docs/not-for.md',
      'docs/limits.md',
      'docs/lasting.md',
      ['docs/faq.md', 'Questions and answers'],
    ],
  },
  {
    title: 'Layers',
    pages: [
      'docs/architecture.md',
      'docs/layers/ingestion-layer.md',
      'docs/layers/lakehouse.md',
      'docs/layers/pipeline-set.md',
      'docs/layers/synapse-gold.md',
      'docs/layers/consumer-access.md',
    ],
  },
  {
    title: 'Define',
    pages: [
      'docs/flows.md',
      'docs/cookbook.md',
      'docs/formats.md',
      'docs/streams.md',
      'docs/semantics.md',
      'docs/changing-a-table.md',
      'docs/page.md',
    ],
  },
  { title: 'Test', pages: ['docs/testing.md', 'docs/lineage.md', 'docs/diagrams.md', 'bench/README.md'] },
  {
    title: 'Deploy',
    pages: [
      'docs/deploying.md',
      'docs/existing-resources.md',
      ['examples/layers-in-your-own-stack/README.md', 'Example: layers in a stack'],
      ['examples/departments-on-a-central-platform/README.md', 'Example: a central platform'],
      'docs/private-environment.md',
      'docs/engines.md',
    ],
  },
  {
    title: 'Operate',
    pages: ['docs/operating.md', 'docs/cost.md', 'docs/upkeep.md', 'docs/erasure.md'],
  },
  {
    title: 'Runbooks',
    folded: true,
    pages: [['docs/runbooks/README.md', 'Alerts and runbooks'], 'docs/runbooks/'],
  },
  {
    title: 'Security',
    pages: ['docs/security.md', 'docs/access.md', 'docs/threat-model.md', 'docs/policies.md', 'SECURITY.md'],
  },
  {
    title: 'Reference',
    pages: [
      'docs/command.md',
      'docs/outputs.md',
      'docs/settings.md',
      'docs/support-matrix.md',
      'docs/azure-limits.md',
      'docs/errors.md',
      'docs/stability.md',
      'CHANGELOG.md',
    ],
  },
  { title: 'Not proven', pages: ['docs/unproven.md', ['docs/prove-it/README.md', 'Experiments']] },
  { title: 'Contribute', pages: ['CONTRIBUTING.md', '__tests__/emulators/README.md'] },
  {
    title: 'Decisions',
    folded: true,
    pages: [['docs/decisions/README.md', 'All decisions'], 'docs/decisions/'],
  },
];
