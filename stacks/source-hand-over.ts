import { bracketed, tsqlText } from '../compilers';
import { zoneContainer } from '../constructs/core';
import type { IDepartmentIdentity } from '../constructs/hosts';
import { type DataContract, DEFAULT_SQL_SCHEMA, type SqlOrigin } from '../model';
import type { AccessLine } from './access-line';
import type { HandOver } from './lakehouse-stack';

/** Who reaches a source, and from where. */
export interface SourceReader {
  /** Name of the department's stack, which begins the names of files. */
  readonly stack: string;
  /** Name of the department. */
  readonly department: string;
  /** Whom its pipelines act as. */
  readonly identity: IDepartmentIdentity;
  /** Name of the account that holds landing. */
  readonly lake: string;
}

/** What the owner of a source does once, outside of Terraform, so that pipelines can read it. */
export function sourceHandOver(source: DataContract, reader: SourceReader): HandOver[] {
  const { delivery, name } = source;
  if (delivery.kind !== 'batch') return [];
  const { from } = delivery;
  const { identity, department } = reader;
  switch (from.kind) {
    case 'http':
      return [];
    case 'rest':
      if (from.authentication === undefined) return [];
      return [
        {
          title: `Access to ${name} of ${department}`,
          steps: [
            `Let the identity \`${identity.name}\` read \`${from.baseUrl}\`: it comes with a token for \`${from.authentication.resource}\`.`,
          ],
        },
      ];
    case 'sql': {
      const file = `${reader.stack}-${name}.sql`;
      return [
        {
          title: `Access to ${name} of ${department}`,
          steps: [
            `Run \`${file}\`, beside this file, as an Entra administrator of \`${from.server}\`, connected to the database \`${from.database}\`. It makes a user that reads one table; running it again changes nothing.`,
            `Let the data factory reach \`${from.server}\`: its networking has to allow Azure services, or, where the factory has a managed network, approve a managed private endpoint for it.`,
          ],
          files: { [file]: sqlGrant(from, identity.name) },
        },
      ];
    }
    case 'files': {
      const container = zoneContainer(department, 'landing');
      return [
        {
          title: `Files of ${name} of ${department}`,
          steps: [
            `Let whoever delivers them write ${from.format === 'csv' ? 'CSV files with a header (`.csv`)' : 'JSON Lines files (`.jsonl`)'} into the folder \`${name}/\` of the container \`${container}\` of \`${reader.lake}\`, in any sub-folder: by the role Storage Blob Data Contributor on that container, for an Entra identity. A window takes what was written in it; nothing is renamed or overwritten afterwards.`,
          ],
        },
      ];
    }
  }
}

/** What the script of a database's owner lets the department's pipelines do there; nothing for other sources. */
export function sourceAccess(source: DataContract, reader: SourceReader): AccessLine[] {
  const { delivery, name } = source;
  if (delivery.kind !== 'batch' || delivery.from.kind !== 'sql') return [];
  const { server, database, schema, table } = delivery.from;
  const place = `${server}/${database}`;
  const line = {
    principal: reader.identity.name,
    kind: 'pipeline identity',
    stack: reader.stack,
    why: `pipelines of ${reader.department} extract ${name}`,
  } as const;
  return [
    { ...line, on: place, right: 'connect', by: 'SQL user' },
    { ...line, on: `${place}/${schema ?? DEFAULT_SQL_SCHEMA}.${table}`, right: 'SELECT', by: 'SQL grant' },
  ];
}

function sqlGrant({ schema, table }: SqlOrigin, principal: string): string {
  const user = bracketed(principal);
  return [
    `IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = ${tsqlText(principal)})`,
    `  CREATE USER ${user} FROM EXTERNAL PROVIDER;`,
    `GRANT SELECT ON OBJECT::${bracketed(schema ?? DEFAULT_SQL_SCHEMA)}.${bracketed(table)} TO ${user};`,
    'GO',
    '',
  ].join('\n');
}
