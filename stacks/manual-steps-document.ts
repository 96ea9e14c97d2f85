import type { ManualStep } from '../compilers/internal';
import { duplicateMistakes, ENGINE, formMistakes, type Issue, placed, throwIssues } from '../model';
import { inOrderOfDeployment } from './deployment-order';
import { type StackWithSteps, stepId } from './stack-with-steps';

/**
 * The manual steps of an environment: `<environment>.md`, and the files it refers to, in `<environment>/`.
 *
 * @throws LakehouseError when two stacks have files of one name, a name is a path, or a stack has two steps of one id.
 */
export function manualStepFiles(
  environment: string,
  stacks: readonly StackWithSteps[],
): Record<string, string> {
  const items = stacks.flatMap((stack) => stack.manualSteps.map((item) => ({ stack: stack.node.id, item })));
  if (items.length === 0) return {};
  throwIssues(`manual steps of ${environment}`, [...stacks.flatMap(idIssues), ...fileIssues(items)]);
  const files = items.flatMap(({ item }) => Object.entries(item.files ?? {}));
  const written = Object.fromEntries(files.map(([name, content]) => [`${environment}/${name}`, content]));
  return Object.assign({ [`${environment}.md`]: document(environment, stacks, items) }, written);
}

interface Item {
  readonly stack: string;
  readonly item: ManualStep;
}

function document(environment: string, stacks: readonly StackWithSteps[], items: readonly Item[]): string {
  const intro = [
    `# Manual steps: ${environment}`,
    '',
    'What Terraform cannot do. Once, after the first deployment, in this order. A step with an id has to be done before',
    `anything runs: acknowledge it in \`running\` of environment "${environment}".`,
    '',
    ...deploymentOrder(stacks),
  ];
  const sections = items.flatMap(({ stack, item }) => [
    `## ${item.title}`,
    '',
    item.acknowledgedAs === undefined
      ? `Stack \`${stack}\`.`
      : `Stack \`${stack}\`. Before anything runs: \`${stepId(stack, item.acknowledgedAs)}\`.`,
    '',
    ...item.steps.map((step, index) => `${index + 1}. ${indented(step)}`),
    '',
    ...filesOf(environment, item),
  ]);
  return [...intro, ...sections].join('\n').trimEnd() + '\n';
}

function deploymentOrder(stacks: readonly StackWithSteps[]): string[] {
  if (stacks.length < 2) return [];
  const lines = inOrderOfDeployment(stacks).map(({ stack, after }, index) => {
    const waits = after.map((other) => `\`${other}\``).join(', ');
    return `${index + 1}. \`${stack}\`${waits && `, after ${waits}`}`;
  });
  return [
    '## Order of deployment',
    '',
    `The stacks say it too; \`${ENGINE.engine} deploy\` keeps to it.`,
    '',
    ...lines,
    '',
  ];
}

function idIssues({ node, manualSteps }: StackWithSteps): Issue[] {
  const ids = manualSteps.flatMap(({ acknowledgedAs }) => acknowledgedAs ?? []);
  const prop = 'manualSteps.acknowledgedAs';
  const form = {
    pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    allowed: 'lower-case letters, digits and single dashes',
  };
  return placed(node.id, [
    ...ids.flatMap((id) => formMistakes(prop, id, form)),
    ...duplicateMistakes(prop, ids),
  ]);
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
