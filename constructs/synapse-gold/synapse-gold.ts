import { Construct } from 'constructs';
import {
  COLLATION,
  compileGold,
  type LakeSource,
  type SqlAccess,
  type SqlBatch,
  type SqlPrincipal,
  bracketed,
  GOLD_SCHEMA,
  createIfNotExists,
  lakeSourceName,
  loginScript,
  LONGEST_READER,
  workspaceCredential,
} from '../../compilers/internal';
import {
  type CompanyGraph,
  type Department,
  listed,
  type OwnedTable,
  type PlatformEstimate,
  type Readable,
  type Table,
  zoneOf,
  type Mistake,
} from '../../model';
import { graphFor, throwAt, zoneContainer } from '../core';
import type { IDepartmentIdentity, ISynapseWorkspace } from '../hosts';
import type { ILakehouse } from '../lakehouse';
import { GoldReaders } from './readers';

/** What a department's gold is made of. */
export interface SynapseGoldProps {
  /** Whose gold it is. */
  readonly department: Department;
  /** Finds tables of other departments. @default for a department that reads nobody else's */
  readonly graph?: CompanyGraph;
  /** The workspace that answers SQL. */
  readonly synapse: Pick<ISynapseWorkspace, 'name' | 'serverlessEndpoint' | 'identityPrincipalId'>;
  /** The department's zones. */
  readonly lakehouse: ILakehouse;
  /** Where the lake of another department answers. @default where the department's own does */
  readonly lakeUrl?: (owner: Department) => string;
  /** Whom the pipelines act as that deploy gold. */
  readonly identity: Pick<IDepartmentIdentity, 'name'>;
  /**
   * The query of what the platform is estimated to cost, for gold that reads it; a token, where that is known at synthesis only.
   * @default one without rows
   */
  readonly estimate?: (estimate: PlatformEstimate) => string;
}

/** Name of the data source over a department's own gold container. */
const GOLD_SOURCE = 'gold';

/**
 * A department's database on Synapse serverless: views over silver Delta, and procedures that store results.
 *
 * Terraform knows no serverless objects: this makes the grants of the workspace's identity and the T-SQL, which the
 * department's pipelines deploy. The database and its logins are on the list of manual steps.
 */
export class SynapseGold extends Construct {
  /** The database. */
  readonly database: string;
  /** Where it answers, e.g. `syn-acme-dev-ondemand.sql.azuresynapse.net`. */
  readonly server: string;
  /** The workspace that the server belongs to, whose identity the database reads the lake with. */
  readonly workspace: string;
  /** The gold tables, each after those it reads. */
  readonly tables: readonly Table[];
  private readonly readers = new GoldReaders();
  private readonly props: SynapseGoldProps;
  private readonly graph: CompanyGraph;
  private definitions?: readonly SqlBatch[];

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the hosts it uses.
   * @throws LakehouseError when a table reads something that nobody fills.
   */
  constructor(scope: Construct, id: string, props: SynapseGoldProps) {
    super(scope, id);
    this.props = props;
    const { department, synapse, lakehouse } = props;
    const graph = graphFor(this, department, props.graph);
    this.graph = graph;
    this.server = synapse.serverlessEndpoint;
    this.workspace = synapse.name;
    this.database = department.name.replaceAll('-', '_');
    this.tables = graph.inOrderOf(department).filter(({ zone }) => zone === 'gold');
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

  /**
   * Everything that deploys gold and the access granted so far, in order; running it again changes nothing. A `PipelineSet`
   * that is given this construct deploys what was granted later as well.
   */
  get deployment(): readonly SqlBatch[] {
    if (this.tables.length === 0) return [];
    this.definitions ??= compileGold(this.tables, {
      sources: this.sources(),
      goldSource: GOLD_SOURCE,
      locate: (readable) => this.locate(readable),
      estimate: this.props.estimate,
    });
    return [...this.definitions, ...this.readers.batches];
  }

  /**
   * Lets somebody read single gold tables, or columns of them, and nothing else: a group, an application, or the pipelines of
   * another department from a database of their own on the same server.
   *
   * Their login and their user are made by {@link bootstrap}: until it has run, the grants wait, and hold nothing else up.
   * What is no longer granted is taken back by the next deployment. Asking twice is harmless, and asking late is as good: the
   * deployment is written when the stack is synthesized.
   *
   * @param tables what is granted, view by view.
   * @param principal who is let in, and why.
   * @param columns of a table, the columns that are granted; by default all.
   * @throws LakehouseError when a table or a column is none of this database's, or a name is too long for SQL.
   */
  grantRead(
    tables: readonly Table[],
    principal: SqlPrincipal,
    columns: (table: Table) => readonly string[] = columnNames,
  ): void {
    throwAt(this, [
      ...nameIssues(principal),
      ...tables.flatMap((table) => this.grantIssues(principal, table, columns)),
    ]);
    for (const table of tables) this.readers.add(principal, table, columns(table));
  }

  /** What nobody would deploy must not look granted. */
  private grantIssues(
    { name }: SqlPrincipal,
    table: Table,
    columns: (table: Table) => readonly string[],
  ): Mistake[] {
    if (!this.tables.includes(table)) {
      return [
        {
          code: 'LH6021',
          prop: table.name,
          got: `is granted to ${name}, and is no gold table of ${this.props.department.name}`,
          allowed: listed(this.tables.map((own) => own.name)),
          change: 'grant one of these, or ask the owner of the table to grant it',
        },
      ];
    }
    const granted = columns(table);
    const unknown = granted.filter((column) => !columnNames(table).includes(column));
    if (granted.length > 0 && unknown.length === 0) return [];
    return [
      {
        code: 'LH6021',
        prop: table.name,
        got:
          granted.length === 0
            ? `is granted to ${name} without a column`
            : `has no column ${listed(unknown)}, which ${name} is to read`,
        allowed: listed(columnNames(table)),
        change: 'name columns of the table',
      },
    ];
  }

  /**
   * What an administrator runs before the first deployment, and again when somebody begins to read gold: the database, and the
   * logins and users of the pipelines that deploy into it and of everybody who reads. Running it again changes nothing.
   */
  get bootstrap(): string {
    return this.loginScript().text;
  }

  /** Names of everybody whose logins {@link bootstrap} makes, so far. */
  get logins(): readonly string[] {
    return [this.owner(), ...this.readers.principals].map(({ name }) => name);
  }

  /** Whether anybody reads gold, so that the script of logins grows with them. */
  get hasReaders(): boolean {
    return this.readers.principals.length > 0;
  }

  /** Everybody that the deployment and the bootstrap let in to SQL, and to what. */
  get access(): readonly SqlAccess[] {
    const { sources, tables } = this.props.department;
    // Without pipelines nobody logs in.
    if (sources.length === 0 && tables.length === 0) return [];
    const deployed = this.deployment.flatMap(({ access }) => access ?? []);
    return [...this.loginScript().access, this.workspaceAccess(), ...deployed];
  }

  /**
   * Whoever owns a database can make a credential with the workspace's identity in it, and so read what the workspace reads
   * ("Control storage account access for serverless SQL pool": it takes CONTROL on the database). External tables take the
   * same rights, so the pipelines cannot do without.
   */
  private workspaceAccess(): SqlAccess {
    const reason = `owns the database ${this.database}, where the workspace's identity reads the lake`;
    return {
      principal: { ...this.owner(), reason },
      on: 'workspace',
      right: 'act as',
      by: 'workspace identity',
    };
  }

  private owner(): SqlPrincipal {
    const { department, identity } = this.props;
    const reason = `pipelines of ${department.name} deploy gold`;
    return { name: identity.name, kind: 'pipeline identity', reason };
  }

  private loginScript(): ReturnType<typeof loginScript> {
    const { synapse } = this.props;
    const statement = `CREATE DATABASE ${bracketed(this.database)} COLLATE ${COLLATION}`;
    return loginScript({
      server: synapse.serverlessEndpoint,
      database: this.database,
      create: createIfNotExists('sys.databases', this.database, 'database', statement),
      prepare: this.tables.length > 0 ? workspaceCredential() : [],
      owner: this.owner(),
      readers: this.readers.principals,
    });
  }

  private sources(): LakeSource[] {
    const { graph } = this;
    const { lakehouse, lakeUrl } = this.props;
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
    const found = this.graph.tableOf(readable);
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
  return lakeSourceName(zoneOf(table), department);
}

/** A reader has a role of its own, named after it. */
function nameIssues({ name }: SqlPrincipal): Mistake[] {
  if (name.length <= LONGEST_READER) return [];
  return [
    {
      code: 'LH6001',
      prop: name,
      got: `has ${name.length} characters`,
      allowed: `1 to ${LONGEST_READER}, so that the name of its role in SQL has no more than 128`,
      change: 'grant to a group or an identity with a shorter name',
    },
  ];
}

function columnNames({ columns }: Table): readonly string[] {
  return columns.map(({ name }) => name);
}
