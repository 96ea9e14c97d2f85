import { type Environment, type Issue, isRunning, listed, suggestion } from '../model';
import { idsOf, type StackWithSteps, stepId } from './stack-with-steps';

/** Everything that keeps an environment from running: steps that nobody has acknowledged, and acknowledged ones that there are not. */
export function runningIssues(environment: Environment, stacks: readonly StackWithSteps[]): Issue[] {
  const { running, name } = environment;
  if (running === undefined) return [];
  const at = `environment ${name}`;
  const known = new Set(stacks.flatMap((stack) => stepsOf(stack).map(({ id }) => id)));
  const unknown = running.acknowledged.filter((id) => !known.has(id));
  return [
    ...stacks.flatMap((stack) => unacknowledged(stack)),
    ...unknown.map((id): Issue => ({
      code: 'LH5011',
      at,
      prop: 'running.acknowledged',
      got: `has "${id}", which is no step of this environment${suggestion(id, known)}`,
      allowed: listed(known),
      change: 'correct it, or take it out',
    })),
  ];
}

/** The steps of a stack that have to be done before anything runs, and are not acknowledged, where something is to run. */
export function unacknowledged(stack: StackWithSteps): Issue[] {
  const { environment } = stack;
  if (!isRunning(environment)) return [];
  const done = new Set(environment.running?.acknowledged);
  return stepsOf(stack)
    .filter(({ id, isAutomatic }) => !isAutomatic && !done.has(id))
    .map(({ id, title }) => ({
      code: 'LH5010',
      at: `environment ${environment.name}`,
      prop: 'running.acknowledged',
      got: `lacks "${id}": ${title}`,
      allowed: 'every step that has to be done before anything runs',
      change: 'do it, then add its id; until then leave running out, or set running.paused',
    }));
}

interface Acknowledgeable {
  readonly id: string;
  readonly title: string;
  /** Whether pipelines do it: nobody has to say that it is done, and who has said so before need not take it back. */
  readonly isAutomatic: boolean;
}

function stepsOf({ manualSteps, node }: StackWithSteps): Acknowledgeable[] {
  return manualSteps.flatMap((step) =>
    idsOf(step).map((id) => ({
      id: stepId(node.id, id),
      title: step.title,
      isAutomatic: step.byPipeline !== undefined,
    })),
  );
}
