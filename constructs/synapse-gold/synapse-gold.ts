import { Construct } from 'constructs';
import {
  COLLATION,
  compileGold,
  CREDENTIAL,
  type LakeSource,
  type SqlBatch,
  bracketed,
  GOLD_SCHEMA,
  unless,
} from '../../compilers';
import type { CompanyGraph, Department, Readable, Table } from '../../model';
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
  /** The gold tables, each after those it reads. */
  readonly tables: readonly Table[];
  private readonly accessBatches: SqlBatch[] = [];
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
    this.database = department.name.replaceAll('-', '_');
    this.tables = graph
      .inOrder()
      .filter((owned) => owned.department === department && owned.table.zone === 'gold')
      .map(({ table }) => table);
    if (this.tables.length === 0) return;
    const workspace = { key: 'Synapse', principalId: synapse.identityPrincipalId, name: synapse.name };
    lakehouse.grantRead('silver', { ...workspace, reason: `gold views of ${department.name} read silver` });
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
   * Lets an Entra group or application read single gold tables, and nothing else. Asking twice is harmless.
   *
   * @param tables what is granted, view by view.
   * @param principal the display name in Entra ID.
   */
  grantRead(tables: readonly Table[], principal: string): void {
    const user = bracketed(principal);
    const batches: SqlBatch[] = [
      unless(
        'sys.database_principals',
        principal,
        `user ${principal}`,
        `CREATE USER ${user} FROM EXTERNAL PROVIDER`,
      ),
      {
        name: `credential for ${principal}`,
        sql: `GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::${bracketed(CREDENTIAL)} TO ${user}`,
      },
      ...tables.map(({ name }) => ({
        name: `${name} for ${principal}`,
        sql: `GRANT SELECT ON OBJECT::${bracketed(GOLD_SCHEMA)}.${bracketed(name)} TO ${user}`,
      })),
    ];
    for (const batch of batches)
      if (!this.accessBatches.some(({ sql }) => sql === batch.sql)) this.accessBatches.push(batch);
  }

  /**
   * What an administrator runs once, before the first deployment: the database, and the login that deploys into it.
   * Running it again changes nothing.
   */
  get bootstrap(): string {
    const database = bracketed(this.database);
    const login = this.props.identity.name;
    const principal = bracketed(login);
    return [
      `-- Run once as a SQL administrator, connected to ${this.props.synapse.serverlessEndpoint}, database master.`,
      `${unless('sys.databases', this.database, 'database', `CREATE DATABASE ${database} COLLATE ${COLLATION}`).sql};`,
      `${unless('sys.server_principals', login, 'login', `CREATE LOGIN ${principal} FROM EXTERNAL PROVIDER`).sql};`,
      'GO',
      `USE ${database};`,
      'GO',
      `${unless('sys.database_principals', login, 'user', `CREATE USER ${principal} FROM LOGIN ${principal}`).sql};`,
      `ALTER ROLE db_owner ADD MEMBER ${principal};`,
      'GO',
      '',
    ].join('\n');
  }

  private sources(): LakeSource[] {
    const { graph, lakehouse } = this.props;
    const owners = new Set(
      this.tables
        .flatMap((table) => graph.upstreamOf(table))
        .filter(({ table }) => table.zone === 'silver')
        .map(({ department }) => department),
    );
    const silver = [...owners].map((owner) => ({
      name: silverSource(owner),
      location: `${lakehouse.lake.dfsEndpoint}/${zoneContainer(owner.name, 'silver')}`,
    }));
    return [
      ...silver.sort((a, b) => (a.name < b.name ? -1 : 1)),
      { name: GOLD_SOURCE, location: lakehouse.urlOf('gold') },
    ];
  }

  private locate(readable: Readable): { dataSource: string; folder: string } | string {
    const found = this.props.graph.tableOf(readable);
    if (!found) throw new Error(`not validated: nobody fills "${readable.name}"`);
    const { department, table } = found;
    if (table.zone === 'silver') return { dataSource: silverSource(department), folder: table.name };
    const view = `${bracketed(GOLD_SCHEMA)}.${bracketed(table.name)}`;
    return department === this.props.department
      ? view
      : `${bracketed(department.name.replaceAll('-', '_'))}.${view}`;
  }
}

function silverSource({ name }: Department): string {
  return `silver_${name.replaceAll('-', '_')}`;
}
