import type { TerraformStack } from 'cdktf';
import { zoneContainer, ZONES } from '../constructs/core';
import { connectorOf } from '../compilers/internal';
import { SynapseGold } from '../constructs/synapse-gold';
import { SCORES_CONTAINER } from '../constructs/machine-learning';
import { type Department, scoreOf, zoneOf } from '../model';
import { groupBy } from '../model/collections';
import type { AccessLine } from './access-line';
import { DepartmentStack } from './department-stack';
import { nodesOf } from './environment-stacks';
import { ACT_AS } from './indirect-access';
import { markdownTable } from './markdown-table';

/** Something that a principal can reach, by its own rights or by those of others that it can act as. */
export interface ReachLine {
  /** Name of who reaches it. */
  readonly principal: string;
  /** What the principal is. */
  readonly kind: AccessLine['kind'];
  /** What is reached: a container, a hub, a database, a view with its columns. */
  readonly resource: string;
  /** What may be done there. */
  readonly right: string;
  /** The tables and sources of which rows lie there; empty where it holds none. */
  readonly tables: readonly string[];
  /** The steps between them, each the right that leads to the next; empty for a right of one's own. */
  readonly chain: readonly string[];
}

/** Rights on a principal, or on a service that holds one, which let somebody do whatever it may. */
const LEADS_ON: ReadonlySet<string> = new Set([ACT_AS, 'SQL administrator', 'AzureML Data Scientist']);

/** Rights that reach no data by themselves: coming in, and the use of a credential by what is read through views. */
const REACHES_NOTHING: ReadonlySet<string> = new Set(['connect', 'REFERENCES']);

/** The closure of rights, and the tables behind each. */
export function reachIn(
  lines: readonly AccessLine[],
  tables: ReadonlyMap<string, readonly string[]>,
): ReachLine[] {
  const rights = groupBy(lines, ({ principal }) => principal);
  return [...rights.entries()].flatMap(([principal, own]) => {
    const kind = own[0]?.kind ?? 'service identity';
    return chainsFrom(principal, rights)
      .map(({ line: { scope, right }, chain }) => ({
        principal,
        kind,
        resource: scope,
        right,
        tables: tables.get(placeOf(scope)) ?? [],
        chain,
      }))
      .sort((a, b) => compare(keyOf(a), keyOf(b)));
  });
}

interface Found {
  readonly line: AccessLine;
  readonly chain: readonly string[];
}

/** Breadth first, so that the first chain to something is the shortest; nobody is visited twice, so that circles end. */
function chainsFrom(start: string, rights: ReadonlyMap<string, readonly AccessLine[]>): Found[] {
  const found = new Map<string, Found>();
  const visited = new Set([start]);
  const waiting: { readonly principal: string; readonly chain: readonly string[] }[] = [
    { principal: start, chain: [] },
  ];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { principal, chain } = next;
    for (const line of rights.get(principal) ?? []) {
      if (REACHES_NOTHING.has(line.right)) continue;
      const key = JSON.stringify([line.scope, line.right]);
      if (!found.has(key)) found.set(key, { line, chain });
      if (!LEADS_ON.has(line.right) || visited.has(line.scope)) continue;
      visited.add(line.scope);
      waiting.push({
        principal: line.scope,
        chain: [...chain, `${line.right} ${line.scope} (${line.mechanism})`],
      });
    }
  }
  return [...found.values()];
}

/** A view without its columns. */
function placeOf(scope: string): string {
  return scope.replace(/ \(.+\)$/, '');
}

function keyOf({ resource, right }: ReachLine): string {
  return JSON.stringify([resource, right]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The tables and sources whose rows lie in each container, database and view of the stacks. */
export function tablesOf(stacks: readonly TerraformStack[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const stack of stacks) {
    if (stack instanceof DepartmentStack) {
      for (const zone of ZONES)
        found.set(zoneContainer(stack.department.name, zone), inZone(stack.department, zone));
    }
    if (stack instanceof DepartmentStack)
      for (const [place, held] of outsideTheLake(stack)) found.set(place, held);
    for (const gold of nodesOf(stack).filter((node) => node instanceof SynapseGold)) {
      const database = `${gold.server}/${gold.database}`;
      found.set(
        database,
        gold.tables.map(({ name }) => name),
      );
      for (const { name } of gold.tables) found.set(`${database}/gold.${name}`, [name]);
    }
  }
  return found;
}

/** What lies in hubs of streams, in the databases that sources are extracted from, and in the storage of models. */
function outsideTheLake({ department, machineLearning }: DepartmentStack): [string, readonly string[]][] {
  const scored = department.tables.filter((table) => scoreOf(table)).map(({ name }) => name);
  const { storage } = machineLearning ?? {};
  return [
    ...department.sources.flatMap((source): [string, readonly string[]][] => [
      ...(source.delivery.kind === 'stream'
        ? [[source.name, [source.name]] satisfies [string, string[]]]
        : []),
      ...(connectorOf(source)?.externalGrants() ?? []).map(({ scope }): [string, readonly string[]] => [
        scope,
        [source.name],
      ]),
    ]),
    ...(storage ? [storage.name, `${storage.name}/${SCORES_CONTAINER}`] : []).map(
      (place): [string, readonly string[]] => [place, scored],
    ),
  ];
}

function inZone({ sources, tables }: Department, zone: (typeof ZONES)[number]): string[] {
  switch (zone) {
    case 'landing':
    case 'bronze':
      return sources.map(({ name }) => name);
    case 'quarantine':
      return tables.filter((table) => table.zone === 'silver').map(({ name }) => name);
    case 'gold':
      return tables.filter((table) => table.zone === 'gold' && table.materialized).map(({ name }) => name);
    case 'secrets':
      return [];
    default:
      return tables.filter((table) => zoneOf(table) === zone).map(({ name }) => name);
  }
}

/** What each principal reaches, for people. */
export function reachPage(environment: string, lines: readonly ReachLine[]): string {
  return [
    `# Who can reach what: ${environment}`,
    '',
    `Whatever a principal can reach by any chain of the rights in \`${environment}.md\`, with the tables and sources whose rows lie there. Where several chains lead to the same, the shortest is listed.`,
    'An identity is reached by whoever can act as it: a service that holds it, the owner of a database that reads the lake by it, a platform whose tokens it trusts.',
    'Who may change the services themselves (in Azure, or by Terraform) is not in it, nor what was granted by hand.',
    '',
    ...markdownTable(
      ['principal', 'kind', 'resource', 'right', 'tables', 'by way of'],
      lines.map(({ principal, kind, resource, right, tables, chain }) => [
        principal,
        kind,
        resource,
        right,
        tables.join(', '),
        chain.join(', then '),
      ]),
    ),
    '',
  ].join('\n');
}
