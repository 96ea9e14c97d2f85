import { Construct } from 'constructs';
import {
  type AccessBatch,
  bootstrapScript,
  COLLATION,
  compileGold,
  createUser,
  grantCredential,
  grantSelect,
  ifUser,
  type LakeSource,
  type SqlAccess,
  type SqlBatch,
  type SqlPrincipal,
  bracketed,
  GOLD_SCHEMA,
  unless,
} from '../../compilers';
import {
  type CompanyGraph,
  type Department,
  type OwnedTable,
  type Readable,
  type Table,
  zoneOf,
} from '../../model';
import { zoneContainer } from '../core';
import type { DepartmentIdentity, SynapseWorkspace } from '../hosts';
import type { Lakehouse } from '../lakehouse';

/** What a department's gold is made of. */
export interface SynapseGoldProps {
  /** Whose gold it is. */
  readonly department: Department;
  /** Finds what gold flows read. */
  readonly graph: CompanyGraph;
  /** The workspace that answers SQL. */
  readonly synapse: SynapseWorkspace;
  /** The department's zones. */
  readonly lakehouse: Lakehouse;
  /** Where the lake of another department answers. @default where the department's own does */
  readonly lakeUrl?: (owner: Department) => string;
  /** Whom the pipelines act as that deploy gold. */
  readonly identity: DepartmentIdentity;
}

/** Name of the data source over a department's own gold container. */
const GOLD_SOURCE = 'gold';

/**
 * A department's database on Synapse serverless: views over silver Delta, and procedures that store results.
 *
 * Terraform knows no serverless objects: this makes the grants of the workspace's identity and the T-SQL, which the
 * department's pipelines deploy. The database and its first login are on the hand-over list.
 */
export class SynapseGold extends Construct {
  /** The database. */
  readonly database: string;
  /** Where it answers, e.g. `syn-acme-dev-ondemand.sql.azuresynapse.net`. */
  readonly server: string;
  /** The gold tables, each after those it reads. */
  readonly tables: readonly Table[];
  private readonly accessBatches: AccessBatch[] = [];
  private readonly readers: SqlPrincipal[] = [];
  private readonly props: SynapseGoldProps;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the hosts it uses.
   */
  constructor(scope: Construct, id: string, props: SynapseGoldProps) {
    super(scope, id);
    this.props = props;
    const { department, graph, synapse, lakehouse } = props;
    this.server = synapse.serverlessEndpoint;
    this.database = department.name.replaceAll('-', '_');
    this.tables = graph
      .inOrder()
      .filter((owned) => owned.department === department && owned.table.zone === 'gold')
      .map(({ table }) => table);
    if (this.tables.length === 0) return;
    const workspace = { key: 'Synapse', principalId: synapse.identityPrincipalId, name: synapse.name };
    const read = this.tables
      .flatMap((table) => graph.upstreamOf(table))
      .filter((owned) => owned.department === department)
      .map(({ table }) => zoneOf(table));
    for (const zone of ['silver', 'products'] as const) {
      if (!read.includes(zone)) continue;
      lakehouse.grantRead(zone, { ...workspace, reason: `gold views of ${department.name} read ${zone}` });
    }
    lakehouse.grantWrite('gold', {
      ...workspace,
      reason: `gold procedures of ${department.name} store results`,
    });
  }

  /** Everything that deploys gold and the access to it, in order; running it again changes nothing. */
  get deployment(): readonly SqlBatch[] {
    if (this.tables.length === 0) return [];
    const sources = this.sources();
    return [
      ...compileGold(this.tables, {
        sources,
        goldSource: GOLD_SOURCE,
        locate: (readable) => this.locate(readable),
      }),
      ...this.accessBatches,
    ];
  }

  /**
   * Lets somebody that Entra ID knows read single gold tables, or columns of them, and nothing else. Asking twice is harmless.
   *
   * @param tables what is granted, view by view.
   * @param principal who is let in, and why.
   * @param columns of a table, the columns that are granted; by default all.
   */
  grantRead(
    tables: readonly Table[],
    principal: SqlPrincipal,
    columns?: (table: Table) => readonly string[],
  ): void {
    const batches: AccessBatch[] = [
      createUser(principal, 'Entra ID'),
      grantCredential(principal),
      ...tables.map((table) => {
        const granted = columns?.(table);
        const isPart = granted !== undefined && granted.length < table.columns.length;
        return grantSelect(principal, table.name, isPart ? granted : undefined);
      }),
    ];
    this.addAccess(batches);
  }

  /**
   * Lets the pipelines of another department read single gold tables, from a database of their own on the same server.
   *
   * Their login and their user are made by {@link bootstrap}: until it has run, the grants wait, and hold nothing else up.
   *
   * @param tables what is granted, view by view.
   * @param principal the identity of the other department's pipelines, and why it is let in.
   */
  grantReadAcross(tables: readonly Table[], principal: SqlPrincipal): void {
    if (!this.readers.some(({ name }) => name === principal.name)) this.readers.push(principal);
    const grants = [grantCredential(principal), ...tables.map(({ name }) => grantSelect(principal, name))];
    this.addAccess(grants.map(ifUser));
  }

  private addAccess(batches: readonly AccessBatch[]): void {
    for (const batch of batches)
      if (!this.accessBatches.some(({ sql }) => sql === batch.sql)) this.accessBatches.push(batch);
  }

  /**
   * What an administrator runs once, before the first deployment: the database, the login that deploys into it, and those
   * of other departments that read from their databases. Running it again changes nothing.
   */
  get bootstrap(): string {
    return this.firstLogin().text;
  }

  /** Whether other departments read gold from databases of their own. */
  get hasReaders(): boolean {
    return this.readers.length > 0;
  }

  /** Everybody that the deployment and the bootstrap let in to SQL, and to what. */
  get access(): readonly SqlAccess[] {
    const { sources, tables } = this.props.department;
    // Without pipelines nobody logs in.
    if (sources.length === 0 && tables.length === 0) return [];
    const deployed = this.deployment.flatMap(({ access }) => access ?? []);
    return [...this.firstLogin().access, ...deployed];
  }

  private firstLogin(): ReturnType<typeof bootstrapScript> {
    const { department, identity, synapse } = this.props;
    const statement = `CREATE DATABASE ${bracketed(this.database)} COLLATE ${COLLATION}`;
    return bootstrapScript({
      server: synapse.serverlessEndpoint,
      database: this.database,
      create: unless('sys.databases', this.database, 'database', statement),
      owner: {
        name: identity.name,
        kind: 'pipeline identity',
        reason: `pipelines of ${department.name} deploy gold`,
      },
      readers: this.readers,
    });
  }

  private sources(): LakeSource[] {
    const { graph, lakehouse, lakeUrl } = this.props;
    const read = this.tables
      .flatMap((table) => graph.upstreamOf(table))
      .filter(({ table }) => table.zone === 'silver');
    const silver = read.map((owned) => {
      const url = lakeUrl?.(owned.department) ?? lakehouse.lake.dfsEndpoint;
      const location = `${url}/${zoneContainer(owned.department.name, zoneOf(owned.table))}`;
      return [sourceOf(owned), { name: sourceOf(owned), location }] as const;
    });
    return [
      ...[...new Map(silver).values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      { name: GOLD_SOURCE, location: lakehouse.urlOf('gold') },
    ];
  }

  private locate(readable: Readable): { dataSource: string; folder: string } | string {
    const found = this.props.graph.tableOf(readable);
    if (!found) throw new Error(`not validated: nobody fills "${readable.name}"`);
    const { department, table } = found;
    if (table.zone === 'silver') return { dataSource: sourceOf(found), folder: table.name };
    const view = `${bracketed(GOLD_SCHEMA)}.${bracketed(table.name)}`;
    return department === this.props.department
      ? view
      : `${bracketed(department.name.replaceAll('-', '_'))}.${view}`;
  }
}

/** Name of the data source over the container that a silver table lies in, e.g. `products_web_shop`. */
function sourceOf({ department, table }: OwnedTable): string {
  return `${zoneOf(table)}_${department.name.replaceAll('-', '_')}`;
}
