import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BillDocument, type BilledMonth, type BillLine, isElsewhere, linesOf } from '../cost';

/** A resource that was synthesized. */
export interface PicturedResource {
  /** The department whose stack has it, or `platform`. */
  readonly department: string;
  /** Its Terraform type. */
  readonly type: string;
  /** Its path below the stack, e.g. `Ingestion/Hub-orders`. */
  readonly path: string;
  /** Its name in Azure; empty where it has none. */
  readonly name: string;
}

/** A line of a bill. */
export interface PicturedCost {
  /** The department whose stack has it, or `platform`. */
  readonly department: string;
  /** The layer that it is for, e.g. `Ingestion` or `Hosts/EventHubs`. */
  readonly layer: string;
  /** Name of the resource. */
  readonly name: string;
  /** What a month likely costs. */
  readonly amount: number;
  /** Why that is uncertain: its price is missing, from memory, or of another region. @default it is not */
  readonly doubts?: readonly PriceDoubt[];
}

/** What a price can be. */
export type PriceDoubt = 'missing' | 'from memory' | 'of another region';

/** An alert of the platform itself. */
export interface PicturedAlert {
  /** Its name. */
  readonly rule: string;
  /** What it reports. */
  readonly condition: string;
  /** The type of the resource that it looks at. */
  readonly sentBy?: string;
}

/** What a synthesis knows of an environment beside the definitions. */
export interface PlatformFacts {
  /** Of the amounts. */
  readonly currency: string;
  /** Cost of a month in which everything runs. */
  readonly costs: readonly PicturedCost[];
  /** What such a month costs each department, its part of what is shared included. */
  readonly byDepartment: Readonly<Record<string, number>>;
  /** Why that is uncertain, by department. @default it is not */
  readonly doubts?: Readonly<Record<string, readonly PriceDoubt[]>>;
  /** All resources. */
  readonly resources: readonly PicturedResource[];
  /** All alerts of the platform. */
  readonly alerts: readonly PicturedAlert[];
}

interface StackJson {
  readonly resource?: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          { readonly name?: unknown; readonly '//'?: { readonly metadata?: { readonly path?: string } } }
        >
      >
    >
  >;
}

/**
 * What a synthesis wrote of an environment: resources, cost and alerts.
 *
 * @param outdir the folder that it wrote.
 * @param environment the environment.
 * @returns nothing where it was not synthesized there.
 */
export function platformFacts(outdir: string, environment: string): PlatformFacts | undefined {
  const stacks = join(outdir, 'stacks');
  if (!existsSync(stacks)) return undefined;
  const bill = jsonIn(join(outdir, 'cost', `${environment}.json`)) as BillDocument | undefined;
  if (bill === undefined) return undefined;
  const { alerts = [] } = (jsonIn(join(outdir, 'alerts', `${environment}.json`)) ?? {}) as {
    readonly alerts?: readonly PicturedAlert[];
  };
  return factsOf(bill, alerts, (stack) => jsonIn(join(stacks, stack, 'cdk.tf.json')));
}

/** What is read of a bill. */
interface Billed extends Pick<BillDocument, 'region' | 'currency' | 'byDepartment'> {
  readonly running: Pick<BilledMonth, 'lines'>;
}

/**
 * The same, of what whoever asks has already.
 *
 * @param bill the environment's.
 * @param alerts the environment's.
 * @param terraformOf the Terraform JSON of a stack by its name.
 */
export function factsOf(
  bill: Billed,
  alerts: readonly PicturedAlert[],
  terraformOf: (stack: string) => unknown,
): PlatformFacts {
  // Stacks have any name; what is billed of each says whose it is.
  const owners = new Map(bill.running.lines.map(({ stack, department }) => [stack, department]));
  return {
    currency: bill.currency,
    costs: bill.running.lines.map((line) => ({
      department: line.department,
      layer: line.layer,
      name: line.name,
      amount: line.cost.likely,
      doubts: doubtsOf(line, bill.region),
    })),
    byDepartment: Object.fromEntries(
      Object.entries(bill.byDepartment).map(([name, { likely }]) => [name, likely]),
    ),
    doubts: Object.fromEntries(
      Object.keys(bill.byDepartment).map((name) => [
        name,
        [...new Set(linesOf(bill.running, name).flatMap((line) => doubtsOf(line, bill.region)))],
      ]),
    ),
    resources: [...owners]
      .sort()
      .flatMap(([stack, department]) => resourcesOf(department, terraformOf(stack))),
    alerts,
  };
}

function doubtsOf({ price }: Pick<BillLine, 'price'>, region: string): PriceDoubt[] {
  if (price === undefined) return ['missing'];
  return [
    ...(price.certainty === 'from memory' ? (['from memory'] as const) : []),
    ...(isElsewhere(price, region) ? (['of another region'] as const) : []),
  ];
}

function resourcesOf(department: string, terraform: unknown): PicturedResource[] {
  const { resource = {} } = (terraform ?? {}) as StackJson;
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.values(all).map(({ name, '//': note }) => ({
      department,
      type,
      path: belowStack(note?.metadata?.path ?? ''),
      name: typeof name === 'string' ? name : '',
    })),
  );
}

/** A path without the stack that it begins with. */
function belowStack(path: string): string {
  const end = path.indexOf('/');
  return end < 0 ? '' : path.slice(end + 1);
}

function jsonIn(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
