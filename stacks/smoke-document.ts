import { SMOKE_ROW, SMOKE_WINDOW } from '../compilers/internal';
import { zoneContainer } from '../constructs/core';
import { zoneOf } from '../model';
import { DepartmentStack } from './department-stack';
import type { LakehouseStack } from './lakehouse-stack';

/** The version of the JSON of smoke tests; a higher one may mean something else. */
export const SMOKE_FORMAT = 1;

/** The smoke tests of an environment: `smoke/<environment>.json`. */
export interface SmokeDocument {
  /** {@link SMOKE_FORMAT}. */
  readonly format: number;
  /** The environment. */
  readonly environment: string;
  /** One for each department that has one. */
  readonly tests: readonly SmokeTestPlace[];
  /** Where marked events are sent to. */
  readonly streams: readonly SmokeStream[];
}

/** A hub, and where its events land. */
export interface SmokeStream {
  /** The department. */
  readonly department: string;
  /** The hub, which is the source. */
  readonly hub: string;
  /** Host name of the namespace. */
  readonly namespace: string;
  /** The account that holds landing. */
  readonly lake: string;
  /** The container that is landing. */
  readonly landing: string;
}

/** A smoke test, and the names of all that it goes through. */
export interface SmokeTestPlace {
  /** The department. */
  readonly department: string;
  /** The data factory. */
  readonly factory: string;
  /** The pipeline. */
  readonly pipeline: string;
  /** Names of its parameters, the window that it takes, and the row. */
  readonly parameters: { readonly row: string; readonly window: string };
  /** The source whose row it is. */
  readonly source: string;
  /** The silver table. */
  readonly table: string;
  /** The gold view. @default none reads the table alone */
  readonly gold?: string;
  /** Whether the silver row is read back. */
  readonly readsSilver: boolean;
  /** The account that holds the zones. */
  readonly lake: string;
  /** The containers, by layer. */
  readonly containers: { readonly landing: string; readonly bronze: string; readonly silver: string };
  /** Where serverless SQL answers, and the database. */
  readonly sql: { readonly server: string; readonly database: string; readonly workspace: string };
  /** Name of the identity that it acts as. */
  readonly identity: string;
}

/** The smoke tests of an environment; nothing, where there are none. */
export function smokeDocument(
  environment: string,
  stacks: readonly LakehouseStack[],
): SmokeDocument | undefined {
  const departments = stacks.filter((stack) => stack instanceof DepartmentStack);
  const tests = departments.flatMap(testOf);
  const streams = departments.flatMap(streamsOf);
  if (tests.length + streams.length === 0) return undefined;
  return { format: SMOKE_FORMAT, environment, tests, streams };
}

function streamsOf({ department, namespace, lakehouse }: DepartmentStack): SmokeStream[] {
  return department.sources
    .filter(({ delivery }) => delivery.kind === 'stream')
    .map(({ name: hub }) => ({
      department: department.name,
      hub,
      namespace,
      lake: lakehouse.lake.name,
      landing: zoneContainer(department.name, 'landing'),
    }));
}

function testOf({
  department,
  hosts,
  lakehouse,
  gold,
  identity,
  pipelines,
}: DepartmentStack): SmokeTestPlace[] {
  const { smokeTest } = pipelines.definition;
  if (smokeTest === undefined) return [];
  const { source, table, gold: view, readable, pipeline } = smokeTest;
  return [
    {
      department: department.name,
      factory: hosts.dataFactory.name,
      pipeline,
      parameters: { row: SMOKE_ROW, window: SMOKE_WINDOW },
      source: source.name,
      table: table.name,
      ...(view && { gold: view.name }),
      readsSilver: readable,
      lake: lakehouse.lake.name,
      containers: {
        landing: zoneContainer(department.name, 'landing'),
        bronze: zoneContainer(department.name, 'bronze'),
        silver: zoneContainer(department.name, zoneOf(table)),
      },
      sql: { server: gold.server, database: gold.database, workspace: gold.workspace },
      identity: identity.name,
    },
  ];
}
