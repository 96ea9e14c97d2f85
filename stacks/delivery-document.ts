import { type Company, DEFAULT_BRANCH, type Environment, isApproved } from '../model';
import { DepartmentStack } from './department-stack';
import { inOrderOfDeployment } from './deployment-order';
import type { LakehouseStack } from './lakehouse-stack';

/** A pipeline of a data factory that deploys a department's gold. */
export interface GoldDeployment {
  /** The factory. */
  readonly factory: string;
  /** Its pipeline. */
  readonly pipeline: string;
}

/** How pipelines deploy an environment: `delivery/<environment>.json`. */
export interface DeliveryDocument {
  /** The environment. */
  readonly environment: string;
  /** All that are deployed, the first one first. */
  readonly environments: readonly string[];
  /** Whether somebody agrees before it is deployed. */
  readonly approval: boolean;
  /** The branch that is deployed. */
  readonly branch: string;
  /** Its stacks, each after those that come before it. */
  readonly stacks: readonly string[];
  /** The managed private endpoints that are approved once the stacks are deployed, as `<factory>/<endpoint>`. @default none */
  readonly approvals?: readonly string[];
  /** What is run once the stacks are deployed; none, where nothing runs yet. */
  readonly gold: readonly GoldDeployment[];
  /** Whether a smoke test is run after gold is deployed. */
  readonly smoke: boolean;
  /** The repository on GitHub. @default not used */
  readonly github?: string;
  /** The service connections of Azure DevOps. @default not used */
  readonly azureDevOps?: { readonly deploy: string; readonly plan: string };
}

/** How pipelines deploy an environment; nothing, where they do not. */
export function deliveryDocument(
  { delivery }: Company,
  environment: Environment,
  stacks: readonly LakehouseStack[],
): DeliveryDocument | undefined {
  const delivered = delivery?.environments.find(({ name }) => name === environment.name);
  if (delivery === undefined || delivered === undefined) return undefined;
  const order = inOrderOfDeployment(stacks).map(({ stack }) => stack);
  const inOrder = order.flatMap((name) => stacks.filter(({ node }) => node.id === name));
  const approvals = inOrder.flatMap(({ manualSteps }) =>
    manualSteps.flatMap(({ byPipeline }) => byPipeline?.options ?? []),
  );
  const connections = delivery.azureDevOps?.connections[environment.name];
  return {
    environment: environment.name,
    environments: delivery.environments.map(({ name }) => name),
    approval: isApproved(delivered, environment),
    branch: delivery.branch ?? DEFAULT_BRANCH,
    stacks: order,
    ...(approvals.length > 0 && { approvals }),
    // Where nothing runs yet, nobody has made the logins that gold is deployed with.
    gold: environment.running === undefined ? [] : inOrder.flatMap(goldOf),
    smoke: environment.running !== undefined && inOrder.some(isSmokeTested),
    ...(delivery.github && { github: delivery.github.repository }),
    ...(connections && { azureDevOps: { deploy: connections.deploy.name, plan: connections.plan.name } }),
  };
}

function goldOf(stack: LakehouseStack): GoldDeployment[] {
  if (!(stack instanceof DepartmentStack)) return [];
  const factory = stack.hosts.dataFactory.name;
  return Object.keys(stack.pipelines.pipelines)
    .filter((pipeline) => pipeline.endsWith('_deploy_gold'))
    .map((pipeline) => ({ factory, pipeline }));
}

function isSmokeTested(stack: LakehouseStack): boolean {
  return stack instanceof DepartmentStack && stack.pipelines.definition.smokeTest !== undefined;
}
