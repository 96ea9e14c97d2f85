import { listed, type SqlConnector } from '../../model';
import { type ManualStep } from '../core/manual-step';
import { type Proof, sqlProof, sqlScriptLine } from '../core/proof';
import { bracketed, tsqlText } from '../tsql/literals';
import { type SourceReader } from './connector';
import { DEFAULT_SCHEMA } from './sql-extract';

/** A source in a database. */
interface DatabaseSource {
  /** Name of the source. */
  readonly name: string;
  /** Where it lies. */
  readonly from: SqlConnector;
}

/** What the owner of a database does once for all sources in it: one script, one user. Each source keeps the id of its step. */
export function databaseSteps(
  sources: readonly [DatabaseSource, ...DatabaseSource[]],
  { department, stack, identity, privateNetwork }: SourceReader,
): ManualStep[] {
  const [{ from, name }, ...others] = sources;
  const { server, database } = from;
  const file = others.length === 0 ? `${stack}-${name}.sql` : `${stack}-${plain(server, database)}.sql`;
  const tables = others.length === 0 ? 'one table' : `${sources.length} tables`;
  return [
    {
      title: `Access to ${listed(sources.map((source) => source.name))} of ${department}`,
      byHand: 'the source belongs to somebody else, who gives the right to read it',
      acknowledgedAs: `access-to-${name}`,
      ...(others.length > 0 && { acknowledgedToo: others.map((other) => `access-to-${other.name}`) }),
      commands: [sqlScriptLine(server, database, file)],
      proof: [grantProof(sources, identity)],
      steps: [
        `Run \`${file}\`, beside this file, as an Entra administrator of \`${server}\`, connected to the database \`${database}\`. It makes a user that reads ${tables}; running it again changes nothing.`,
        reach(from, privateNetwork),
      ],
      files: { [file]: grantScript(sources, identity) },
    },
  ];
}

/** The sources of a department by their databases, in the order of the first of each. */
export function byDatabase(sources: readonly DatabaseSource[]): [DatabaseSource, ...DatabaseSource[]][] {
  const groups = new Map<string, [DatabaseSource, ...DatabaseSource[]]>();
  for (const source of sources) {
    const key = JSON.stringify([source.from.server, source.from.database]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [source]);
    else group.push(source);
  }
  return [...groups.values()];
}

function plain(server: string, database: string): string {
  return `${server.split('.')[0] ?? ''}-${database}`.replaceAll(/[^\w.-]/g, '-');
}

/** The rights on all tables, and so the user too. */
function grantProof(sources: readonly [DatabaseSource, ...DatabaseSource[]], principal: string): Proof {
  const [{ from }] = sources;
  const tables = sources.map((source) => `OBJECT_ID(${tsqlText(tableOf(source))})`).join(', ');
  const permissions =
    'sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id';
  return sqlProof(
    `${principal} may read ${listed(sources.map((source) => source.from.table))} of ${from.database}`,
    { server: from.server, database: from.database, inside: false },
    {
      query: `SELECT COUNT(DISTINCT p.major_id) FROM ${permissions} WHERE u.name = ${tsqlText(principal)} AND p.major_id IN (${tables}) AND p.permission_name = 'SELECT' AND p.state IN ('G', 'W')`,
      atLeast: new Set(sources.map(tableOf)).size,
    },
  );
}

function tableOf({ from }: DatabaseSource): string {
  return `${bracketed(from.schema ?? DEFAULT_SCHEMA)}.${bracketed(from.table)}`;
}

/** What lets a data factory through to the server. */
function reach({ server, serverId }: SqlConnector, privateNetwork: boolean): string {
  if (!privateNetwork)
    return `Let the data factory reach \`${server}\`: its networking has to allow Azure services.`;
  return serverId === undefined
    ? `Let the data factory reach \`${server}\`: its networking has to allow Azure services. Where its public access is off, give the source its \`serverId\`: a managed private endpoint to it is made then.`
    : `The data factory reaches \`${server}\` by a managed private endpoint: its owner approves it, see the private endpoints that wait for approval.`;
}

function grantScript(sources: readonly DatabaseSource[], principal: string): string {
  const user = bracketed(principal);
  return [
    `IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = ${tsqlText(principal)})`,
    `  CREATE USER ${user} FROM EXTERNAL PROVIDER;`,
    ...sources.map((source) => `GRANT SELECT ON OBJECT::${tableOf(source)} TO ${user};`),
    'GO',
    '',
  ].join('\n');
}
