import {
  type DataContract,
  describeType,
  listed,
  type Mistake,
  type SqlConnector,
  suggestion,
  type Form,
  formMistakes,
} from '../../model';
import { expression } from '../data-factory/activities';
import { copy } from '../data-factory/copy';
import { queryAnswer } from '../data-factory/copy-sources';
import { tableDataset } from '../data-factory/datasets';
import { sqlConnectionString } from '../data-factory/linked-service';
import { windowEnd, windowStart } from '../data-factory/window';
import { type ConnectorKind } from './connector';
import { databaseSteps } from './sql-access';
import { DEFAULT_SCHEMA, extractQuery, QUERY_END, QUERY_START } from './sql-extract';
import { bronzeFile, metadataColumns } from './to-bronze';

/** Name of the pipeline parameter that holds a query: an expression could not be that long. */
const QUERY = 'query';
/** A timestamp without an offset, as T-SQL reads it by style 126. */
const SQL_TIMESTAMP_FORMAT = 'yyyy-MM-ddTHH:mm:ss';

const SERVER: Form = {
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.database\.windows\.net$/,
  allowed: 'the full name of an Azure SQL server, <name>.database.windows.net, in lower case',
};
const SERVER_ID =
  /^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/resourceGroups\/[\w().-]{0,89}[\w()-]\/providers\/Microsoft\.Sql\/servers\/([a-z0-9-]+)$/i;
/** Semicolons and quotes would end the connection string's value. */
const DATABASE: Form = {
  pattern: /^[A-Za-z0-9_](?:[A-Za-z0-9_ .-]{0,126}[A-Za-z0-9_-])?$/,
  allowed: '1 to 128 letters, digits, blanks, dots, dashes and underscores',
};
const NAME: Form = {
  pattern: /^[A-Za-z_](?:[A-Za-z0-9_$# -]{0,126}[A-Za-z0-9_$#-])?$/,
  allowed:
    '1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema',
};

/** Extracts the rows that changed in each window, as a user of the database who reads one table. */
export const sql: ConnectorKind<SqlConnector> = (from, contract) => ({
  format: 'csv',
  hasTypes: true,
  issues: () => [
    ...formMistakes('server', from.server, SERVER),
    ...serverIdMistakes(from),
    ...formMistakes('database', from.database, DATABASE),
    ...(from.schema === undefined ? [] : formMistakes('schema', from.schema, NAME)),
    ...formMistakes('table', from.table, NAME),
    ...watermarkIssues(from, contract),
  ],
  lands: false,
  privateLinkTarget: from.serverId,
  connection: (credential) => ({
    type: 'AzureSqlDatabase',
    typeProperties: { connectionString: sqlConnectionString(from.server, from.database), credential },
  }),
  copy: ({ connection, datasets }) => {
    const { every } = contract.delivery;
    const query = expression(
      `@replace(replace(pipeline().parameters.${QUERY}, '${QUERY_START}', ${windowStart(SQL_TIMESTAMP_FORMAT)}), ` +
        `'${QUERY_END}', ${windowEnd(every, SQL_TIMESTAMP_FORMAT)})`,
    );
    const table = tableDataset(
      `${connection}_table`,
      'AzureSqlTable',
      connection,
      schemaOf(from),
      from.table,
    );
    const extract = copy({
      name: 'ExtractToBronze',
      source: queryAnswer('AzureSqlSource', query),
      input: { dataset: datasets.add(table) },
      output: bronzeFile(contract, datasets),
      columns: Object.keys(contract.columns).map((column) => ({ source: column, sink: column })),
      added: metadataColumns(tableName(from)),
    });
    return {
      what:
        contract.snapshot === undefined ? 'Extracts the rows that changed in a window' : 'Extracts all rows',
      activities: [extract],
      parameters: { [QUERY]: extractQuery(contract, from) },
    };
  },
  manualSteps: (reader) => databaseSteps([{ from, name: contract.name }], reader),
  externalGrants: () => [
    { scope: `${from.server}/${from.database}`, right: 'connect', mechanism: 'SQL user' },
    { scope: tableName(from), right: 'SELECT', mechanism: 'SQL grant' },
  ],
});

/** Another server's id would make an endpoint that nothing goes through. */
function serverIdMistakes({ server, serverId }: SqlConnector): Mistake[] {
  if (serverId === undefined) return [];
  const name = SERVER_ID.exec(serverId)?.[1];
  const own = server.replace(/\.database\.windows\.net$/, '');
  if (name?.toLowerCase() === own) return [];
  return [
    {
      code: 'LH0001',
      prop: 'serverId',
      got: name === undefined ? `is "${serverId}"` : `is the id of ${name}`,
      allowed: `an id of the form /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Sql/servers/${own}, in full`,
      change: 'copy the id from the JSON view of the server in the portal',
    },
  ];
}

function watermarkIssues(
  { watermark }: SqlConnector,
  { columns, snapshot, delivery: { every } }: DataContract,
): Mistake[] {
  const prop = 'watermark';
  if ((watermark === undefined) !== (snapshot !== undefined)) {
    return [
      {
        code: 'LH1445',
        prop,
        got: watermark === undefined ? 'is missing' : `is "${watermark}", and the source is a snapshot`,
        allowed:
          'the column that says when a row last changed, and none for a snapshot, which is the whole table',
        change:
          watermark === undefined ? 'name the column, or say snapshot: {} in the contract' : 'leave it out',
      },
    ];
  }
  if (watermark === undefined) return [];
  const timestamps = Object.entries(columns)
    .filter(([, { type }]) => type.kind === 'timestamp' || type.kind === 'date')
    .map(([name]) => name);
  const type = columns[watermark]?.type;
  if (!type || !timestamps.includes(watermark)) {
    return [
      {
        code: 'LH1204',
        prop,
        got: type
          ? `is "${watermark}", a ${describeType(type)}`
          : `is "${watermark}", which is no column${suggestion(watermark, timestamps)}`,
        allowed: `a timestamp or date of the contract: ${listed(timestamps)}`,
        change: 'name the column that says when a row last changed',
      },
    ];
  }
  // A date is the midnight of its day: later windows of the day would never see what changed in them.
  if (type.kind === 'date' && every.minutes % (24 * 60) !== 0) {
    return [
      {
        code: 'LH1205',
        prop,
        got: `is "${watermark}", a date, in windows of ${every.minutes} minutes`,
        allowed: 'a timestamp, or a date in windows of whole days',
        change: 'choose a timestamp, or change delivery.every',
      },
    ];
  }
  return [];
}

function schemaOf({ schema }: SqlConnector): string {
  return schema ?? DEFAULT_SCHEMA;
}

/** The table as people write it, `<server>/<database>/<schema>.<table>`. */
function tableName(from: SqlConnector): string {
  return `${from.server}/${from.database}/${schemaOf(from)}.${from.table}`;
}
