import type { ManualStep } from '../compilers';
import { type Issue, throwIssues } from '../model';
import type { LakehouseStack } from './lakehouse-stack';

/** The stacks that have manual steps. */
type Stack = Pick<LakehouseStack, 'manualSteps' | 'node'>;

/**
 * The manual steps of an environment: `<environment>.md`, and the files it refers to, in `<environment>/`.
 *
 * @throws LakehouseError when two stacks have files of one name, or a name is a path.
 */
export function manualStepFiles(environment: string, stacks: readonly Stack[]): Record<string, string> {
  const items = stacks.flatMap((stack) => stack.manualSteps.map((item) => ({ stack: stack.node.id, item })));
  if (items.length === 0) return {};
  throwIssues(`manual steps of ${environment}`, fileIssues(items));
  const files = items.flatMap(({ item }) => Object.entries(item.files ?? {}));
  const written = Object.fromEntries(files.map(([name, content]) => [`${environment}/${name}`, content]));
  return Object.assign({ [`${environment}.md`]: document(environment, items) }, written);
}

interface Item {
  readonly stack: string;
  readonly item: ManualStep;
}

function document(environment: string, items: readonly Item[]): string {
  const intro = [
    `# Manual steps: ${environment}`,
    '',
    'What Terraform cannot do. Once, after the first deployment, in this order.',
    '',
  ];
  const sections = items.flatMap(({ stack, item }) => [
    `## ${item.title}`,
    '',
    `Stack \`${stack}\`.`,
    '',
    ...item.steps.map((step, index) => `${index + 1}. ${indented(step)}`),
    '',
    ...filesOf(environment, item),
  ]);
  return [...intro, ...sections].join('\n').trimEnd() + '\n';
}

function filesOf(environment: string, { files }: ManualStep): string[] {
  const names = Object.keys(files ?? {}).sort();
  if (names.length === 0) return [];
  return ['Files:', '', ...names.map((name) => `- [${name}](${environment}/${name})`), ''];
}

function indented(step: string): string {
  return step.replaceAll('\n', '\n   ').replaceAll(/^ +$/gm, '');
}

function fileIssues(items: readonly Item[]): Issue[] {
  const owners = new Map<string, string>();
  return items.flatMap(({ stack, item }) =>
    Object.keys(item.files ?? {}).flatMap((name): Issue[] => {
      const prop = `manualSteps.files["${name}"]`;
      const owner = owners.get(name);
      owners.set(name, stack);
      if (owner !== undefined) {
        return [
          {
            code: 'LH0003',
            at: stack,
            prop,
            got: `is a file of ${owner} as well`,
            allowed: 'each name once in an environment',
            change: 'rename one',
          },
        ];
      }
      if (/^[a-zA-Z0-9][\w.-]*$/.test(name)) return [];
      return [
        {
          code: 'LH0001',
          at: stack,
          prop,
          got: 'is no plain name',
          allowed: 'letters, digits, dots, dashes and underscores',
          change: 'rename it',
        },
      ];
    }),
  );
}
