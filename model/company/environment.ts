import { type CostSettings } from './cost';
import { type ModelBinding } from '../machine-learning/model-run';
import { type AllowedChange } from './allowed-change';
import { type Cadence } from './cadence';
import { type Budget, type Notify } from './notification';
import { type CustomerManagedKey } from './customer-managed-key';
import { type Landing } from './landing';
import { type LandingZone } from './landing-zone';
import { type Network } from './network';
import { type DepartmentSettings, type Settings } from './settings';
import { type StateStore } from './state';

/** An Entra principal, by name and object id. */
export interface Principal {
  /** Display name in Entra ID. */
  readonly name: string;
  /** Object id (UUID) in Entra ID; of an application, that of its service principal, not the client id. */
  readonly objectId: string;
}

/** Sizes of a Fabric capacity, by their capacity units: F2 has two. Source: "Microsoft Fabric concepts and licenses". */
export const FABRIC_SKUS = Object.freeze([
  'F2',
  'F4',
  'F8',
  'F16',
  'F32',
  'F64',
  'F128',
  'F256',
  'F512',
  'F1024',
  'F2048',
] as const);

/** One of the {@link FABRIC_SKUS}. */
export type FabricSku = (typeof FABRIC_SKUS)[number];

/** A capacity that Power BI's content runs in; it bills by the hour, used or not. */
export interface PowerBiCapacity {
  /** Its size; F64 and above lets people without a Power BI licence of their own look at reports. */
  readonly sku: FabricSku;
  /** Who administers it: user principal names of people, object ids of service principals. */
  readonly administrators: readonly string[];
  /** Why the licences of the people who look at reports do not do. */
  readonly reason: string;
}

/** What is decided for one department in one environment; it counts more than what its environment or the department itself decides. */
export interface DepartmentInEnvironment {
  /** What is decided. @default as for the department */
  readonly settings?: DepartmentSettings;
  /** The subscription (UUID) that the department's own stack makes its resources in; what it makes in the platform's services is in the platform's. @default the environment's */
  readonly subscriptionId?: string;
  /** Whether it has a pipeline that takes one row through every layer. @default as for the environment */
  readonly smokeTest?: boolean;
}

/** What applies when nobody decides otherwise. */
export const RUNNING_DEFAULTS = Object.freeze({
  /** Windows of all triggers together that a first start runs without a reason. */
  maxFirstWindows: 2000,
});

/** Since when triggers and streaming jobs of an environment run, and that everything is ready for it. */
export interface Running {
  /**
   * The day, `YYYY-MM-DD`, with whose beginning in UTC the first window of every trigger begins that is not in `since`. Another day makes
   * new triggers, which run every window since; what is before it comes by the backfill pipelines.
   */
  readonly from: string;
  /**
   * First days of what was added later, by what it is, `<department>.<source or table>`, or by the name of one trigger: the day of the
   * deployment that makes it. What is before that day comes by the backfill pipelines. @default everything is there since `from`
   */
  readonly since?: Readonly<Record<string, string>>;
  /** Manual steps that are done, by their ids: `<stack>/<step>`, as the list of manual steps has them. */
  readonly acknowledged: readonly string[];
  /** Stops triggers and jobs for a while: triggers keep their day, and what they have run. @default false */
  readonly paused?: boolean;
  /** Windows of all triggers together that the first start may run without a reason. @default {@link RUNNING_DEFAULTS} */
  readonly maxFirstWindows?: number;
  /** Why the first start may run more windows than that. @default it may not */
  readonly backlog?: { readonly reason: string };
}

/** Whether triggers and streaming jobs of an environment run. */
export function isRunning({ running }: { readonly running?: Pick<Running, 'paused'> | undefined }): boolean {
  return running !== undefined && !(running.paused ?? false);
}

/** Major versions of Terraform's azurerm provider that stacks can be written for. */
export const AZURERM_MAJORS = Object.freeze([4, 5] as const);

/** One of the {@link AZURERM_MAJORS}. */
export type AzurermMajor = (typeof AZURERM_MAJORS)[number];

/** The one that the engine's bindings are of. */
export const AZURERM_DEFAULT: AzurermMajor = 4;

/** One copy of the platform. */
export interface Environment {
  /** Short name, 2 to 8 lower-case letters or digits: it becomes part of resource names. */
  readonly name: string;
  /** Azure region, e.g. `westeurope`. */
  readonly location: string;
  /** Private endpoints, or public ones with a reason; there is no default. */
  readonly network: Network;
  /** Where Terraform keeps its states: a local file, a container in Azure, or any other backend. */
  readonly state: StateStore;
  /** The subscription (UUID) that everything is in. @default the one that whoever deploys has chosen, `ARM_SUBSCRIPTION_ID` */
  readonly subscriptionId?: string;
  /** Entra tenant (UUID). */
  readonly tenantId: string;
  /** The Entra group that administers Synapse SQL; its members run the script of the manual steps. */
  readonly sqlAdministrators: Principal;
  /** Major version of Terraform's azurerm provider that its stacks are written for; the way from 4 to 5 is in `docs/engines.md`. @default 4 */
  readonly azurerm?: AzurermMajor;
  /** Object ids of the groups that consumers name. */
  readonly groups: Readonly<Record<string, string>>;
  /** What is behind each scored table here: a model, or for now its fallback. @default {}, for companies without models */
  readonly models?: Readonly<Record<string, ModelBinding>>;
  /** Lets triggers and streaming jobs run, from a day on; a running job bills by the hour. @default they are stopped */
  readonly running?: Running;
  /**
   * Counts for nothing, and is said at synth.
   *
   * @deprecated Use `running.from`, with the manual steps that are done. Ends in 1.0.
   */
  readonly startDate?: string;
  /**
   * How often it runs at most: every window of sources and tables is at least that long here, and alerts follow. Definitions say how
   * fresh people need things, an environment whether it delivers that. @default as often as definitions say
   */
  readonly cadence?: Cadence;
  /** Whether jobs that only land streams run all day, or once a day. @default all day */
  readonly landing?: Landing;
  /** Whom alerts go to: `{ email: ['data-platform@example.com'] }`, or `{ nobody: { reason } }`. @default none, where nothing runs; what is running says it */
  readonly notify?: Notify;
  /** What it may cost in a month before people are notified. @default no budget, because no amount fits every company */
  readonly budget?: Budget;
  /** How its bill is computed, and what it may come to. @default the library's prices and assumptions, and no limit */
  readonly cost?: CostSettings;
  /** What is decided for this environment. @default as the company decides */
  readonly settings?: Settings;
  /** What is decided for single departments in this environment, by their names. @default nothing */
  readonly departments?: Readonly<Record<string, DepartmentInEnvironment>>;
  /** Whether each department has a pipeline that takes one row through every layer, for `lakehouse smoke`; where no row can go through alone it has none. @default false */
  readonly smokeTest?: boolean;
  /** A capacity for Power BI, which bills by the hour. @default none: people use their own licences */
  readonly powerBiCapacity?: PowerBiCapacity;
  /** What everything in it has to keep: regions, tags, names, no public endpoints. @default no rules */
  readonly landingZone?: LandingZone;
  /** A key of your own that storage accounts encrypt with, the lakes and those of models, and other services on request. @default keys that Microsoft manages */
  readonly customerManagedKey?: CustomerManagedKey;
  /** What plans may do although the guard stops it, each with a reason. @default []: nothing */
  readonly allowedChanges?: readonly AllowedChange[];
  /** Lets Terraform destroy what holds data; it also needs `ALLOW_DESTROY=<environment>` at synth. */
  readonly destroyable?: { readonly reason: string };
}
