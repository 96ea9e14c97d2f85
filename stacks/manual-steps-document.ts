import {
  expectationText,
  MANUAL_STEPS_FORMAT,
  type ManualStep,
  type Proof,
  type Proofs,
  shellLine,
} from '../compilers/internal';
import {
  duplicateMistakes,
  ENGINE,
  type Environment,
  formMistakes,
  type Issue,
  placed,
  throwIssues,
} from '../model';
import { inOrderOfDeployment } from './deployment-order';
import { markdownTable } from './markdown-table';
import { idsOf, type StackWithSteps, stepId } from './stack-with-steps';

/** The manual steps of an environment, for programs: `manual-steps/<environment>.json`. */
export interface ManualStepsDocument {
  /** {@link MANUAL_STEPS_FORMAT}. */
  readonly format: number;
  /** The environment. */
  readonly environment: string;
  /** Its tenant: answers of another one are about something else. */
  readonly tenantId?: string;
  /** Its subscription, where one was decided on. */
  readonly subscriptionId?: string;
  /** In the order in which they are done. */
  readonly steps: readonly WrittenStep[];
  /** What pipelines do after each deployment, and nobody by hand. @default nothing: they do not deploy the environment */
  readonly byPipelines?: readonly WrittenStep[];
}

/** A manual step, as it is written for programs. */
export interface WrittenStep {
  /** The stack that it belongs to. */
  readonly stack: string;
  /** What it is about. */
  readonly title: string;
  /** How it is acknowledged before anything runs; none, where nothing waits for it. */
  readonly ids: readonly string[];
  /** Which of them the environment has acknowledged. */
  readonly acknowledged: readonly string[];
  /** Why neither Terraform nor a pipeline does it; absent where nobody said. */
  readonly byHand?: string;
  /** What is to be done, as Markdown. */
  readonly steps: readonly string[];
  /** The lines of shell that do it. */
  readonly commands: readonly string[];
  /** How it is seen that it is done. */
  readonly proof: Proofs;
  /** Files that it refers to, from this document's folder. */
  readonly files: readonly string[];
}

/**
 * The manual steps of an environment: `<environment>.md`, the same as `<environment>.json`, and the files it refers to, in `<environment>/`.
 *
 * @throws LakehouseError when two stacks have files of one name, a name is a path, or a stack has two steps of one id.
 */
export function manualStepFiles(
  environment: string,
  stacks: readonly StackWithSteps[],
): Record<string, string> {
  const items = stacks.flatMap((stack) =>
    stack.manualSteps.map((item) => ({ stack: stack.node.id, in: stack.environment, item })),
  );
  if (items.length === 0) return {};
  throwIssues(`manual steps of ${environment}`, [...stacks.flatMap(idIssues), ...fileIssues(items)]);
  const files = items.flatMap(({ item }) => Object.entries(item.files ?? {}));
  const written = Object.fromEntries(files.map(([name, content]) => [`${environment}/${name}`, content]));
  const pages = {
    [`${environment}.json`]: `${JSON.stringify(forPrograms(environment, items), undefined, 2)}\n`,
    [`${environment}.md`]: document(environment, stacks, items),
  };
  return Object.assign(pages, written);
}

interface Item {
  readonly stack: string;
  readonly in: Environment;
  readonly item: ManualStep;
}

function forPrograms(environment: string, items: readonly Item[]): ManualStepsDocument {
  const automatic = items.filter((item) => !isByHand(item));
  return {
    format: MANUAL_STEPS_FORMAT,
    environment,
    ...(items[0] && { tenantId: items[0].in.tenantId }),
    ...(items[0]?.in.subscriptionId !== undefined && { subscriptionId: items[0].in.subscriptionId }),
    steps: written(environment, items.filter(isByHand)),
    ...(automatic.length > 0 && { byPipelines: written(environment, automatic) }),
  };
}

function isByHand({ item }: Item): boolean {
  return item.byPipeline === undefined;
}

function written(environment: string, items: readonly Item[]): WrittenStep[] {
  return items.map(({ stack, in: { running }, item }) => {
    const ids = idsOf(item).map((id) => stepId(stack, id));
    return {
      stack,
      title: item.title,
      ...(item.byHand !== undefined && { byHand: item.byHand }),
      ids,
      acknowledged: ids.filter((id) => running?.acknowledged.includes(id)),
      steps: item.steps,
      commands: [...item.steps.flatMap(shellIn), ...(item.commands ?? [])],
      proof: item.proof ?? NOT_SAID,
      files: Object.keys(item.files ?? {})
        .sort()
        .map((name) => `${environment}/${name}`),
    };
  });
}

const NOT_SAID = { none: 'nobody said how it is seen' };

/** The lines of shell in a step. */
function shellIn(step: string): string[] {
  return [...step.matchAll(/```sh\n([\s\S]*?)\n```/g)].flatMap(([, lines = '']) => lines.split('\n'));
}

function document(environment: string, stacks: readonly StackWithSteps[], items: readonly Item[]): string {
  const intro = [
    `# Manual steps: ${environment}`,
    '',
    'What Terraform cannot do. Once, after the first deployment, in this order. A step with an id has to be done before',
    `anything runs: acknowledge it in \`running\` of environment "${environment}". \`lakehouse doctor --environment ${environment}\``,
    'runs the proofs, which read and change nothing.',
    '',
    ...overview(items),
    ...deploymentOrder(stacks),
  ];
  const sections = items.filter(isByHand).flatMap(({ stack, item }) => [
    `## ${item.title}`,
    '',
    item.acknowledgedAs === undefined
      ? `Stack \`${stack}\`.`
      : `Stack \`${stack}\`. Before anything runs: ${idsOf(item)
          .map((id) => `\`${stepId(stack, id)}\``)
          .join(', ')}.`,
    '',
    ...item.steps.map((step, index) => `${index + 1}. ${indented(step)}`),
    '',
    ...commandsOf(item),
    ...proofOf(item),
    ...filesOf(environment, item),
  ]);
  return [...intro, ...sections, ...byPipelines(items)].join('\n').trimEnd() + '\n';
}

/** Each step once, with why it is left to people. */
function overview(items: readonly Item[]): string[] {
  const rows = items
    .filter(isByHand)
    .map(({ stack, item }) => [`\`${stack}\``, item.title, item.byHand ?? 'not said']);
  return ['## Why by hand', '', ...markdownTable(['stack', 'step', 'by hand, because'], rows), ''];
}

/** What is no manual step, for whoever deploys without pipelines, or wonders who did it. */
function byPipelines(items: readonly Item[]): string[] {
  const automatic = items.flatMap(({ stack, item }) =>
    item.byPipeline === undefined ? [] : [{ stack, item, does: item.byPipeline }],
  );
  if (automatic.length === 0) return [];
  return [
    '## What pipelines do',
    '',
    'After each deployment, again and again without changing anything more. Whoever deploys by hand runs the same lines, as who may approve there.',
    '',
    ...automatic.flatMap(({ stack, item, does: { script, options } }) => [
      `### ${item.title}, of ${stack}`,
      '',
      '```sh',
      [script, ...options].join(' '),
      '```',
      '',
      ...proofOf(item),
    ]),
  ];
}

function commandsOf({ commands = [] }: ManualStep): string[] {
  return commands.length === 0 ? [] : ['```sh', ...commands, '```', ''];
}

/** How it is seen that a step is done. */
function proofOf({ proof }: ManualStep): string[] {
  if (proof === undefined) return [];
  if ('none' in proof) return [`Proof: none, because ${proof.none}.`, ''];
  return [
    `Proof${proof.some(({ inside }) => inside) ? ', from where the private network is reached' : ''}: ${proof.map(claim).join('; ')}.`,
    '',
    '```sh',
    ...proof.map(({ program, options }) => shellLine(program, options)),
    '```',
    '',
  ];
}

function claim({ shows, expected }: Proof): string {
  return `${shows} (prints ${expectationText(expected)})`;
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
  const ids = manualSteps.flatMap(idsOf);
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
