import { type Environment } from './environment';

/** A workflow's repository on GitHub, whose tokens Entra ID trusts. */
export interface GitHubDelivery {
  /** `<owner>/<repository>`. */
  readonly repository: string;
}

/** Who a service connection of Azure DevOps says it is: both are shown when the connection is made, with workload identity federation. */
export interface ServiceConnection {
  /** The connection's name. */
  readonly name: string;
  /** Who issues its tokens, e.g. `https://login.microsoftonline.com/<tenant>/v2.0`. */
  readonly issuer: string;
  /** Whom a token of it is for, e.g. `sc://<organisation>/<project>/<connection>`. */
  readonly subject: string;
}

/** The two service connections of an environment: what plans must not be able to deploy. */
export interface ServiceConnections {
  /** Of the pipelines that deploy. */
  readonly deploy: ServiceConnection;
  /** Of the pipelines that plan, also from a pull request. */
  readonly plan: ServiceConnection;
}

/** Service connections of Azure DevOps, whose tokens Entra ID trusts. */
export interface AzureDevOpsDelivery {
  /** The connections, by the name of the environment. */
  readonly connections: Readonly<Record<string, ServiceConnections>>;
}

/** An environment that pipelines deploy. */
export interface DeliveredEnvironment {
  /** Its name. */
  readonly name: string;
  /** Whether somebody agrees before it is deployed. @default true, except where the environment is `destroyable` */
  readonly approval?: boolean;
}

/** How a change gets from a pull request into environments, without anybody's own rights. */
export interface Delivery {
  /** The environments that pipelines deploy, the first one first. */
  readonly environments: readonly DeliveredEnvironment[];
  /** The branch that is deployed. @default 'main' */
  readonly branch?: string;
  /** GitHub Actions. @default not used */
  readonly github?: GitHubDelivery;
  /** Azure Pipelines. @default not used */
  readonly azureDevOps?: AzureDevOpsDelivery;
}

/** The branch that is deployed when a company does not say. */
export const DEFAULT_BRANCH = 'main';

/** Whether somebody agrees before an environment is deployed. */
export function isApproved(
  { approval }: Pick<DeliveredEnvironment, 'approval'>,
  { destroyable }: Pick<Environment, 'destroyable'>,
): boolean {
  return approval ?? destroyable === undefined;
}
