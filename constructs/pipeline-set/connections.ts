import type { DepartmentPipelines } from '../../compilers';
import type { BatchOrigin } from '../../model';

/** What connections are made of. */
export interface ConnectionTarget {
  /** The name by which linked services refer to the department's identity. */
  readonly credentialName: string;
  /** Where the lake answers. */
  readonly dfsEndpoint: string;
  /** Where lakes of other departments answer, by the name of the connection. */
  readonly otherLakes: readonly { readonly name: string; readonly dfsEndpoint: string }[];
  /** Where serverless SQL answers. */
  readonly serverlessEndpoint: string;
  /** The department's database on it. */
  readonly database: string;
  /** Whether something is deployed by SQL, beside what the datasets say. */
  readonly deploys: boolean;
}

/** A connection as plain data. */
export interface Connection {
  /** Unique in a factory. */
  readonly name: string;
  /** Data Factory's type. */
  readonly type: string;
  /** Where it leads, and as whom: never with a key or a password. */
  readonly typeProperties: Readonly<Record<string, unknown>>;
}

/** The connections that something uses: to the lake and to SQL as the department, to each batch source as it says. */
export function connections(definition: DepartmentPipelines, target: ConnectionTarget): Connection[] {
  const { linkedServices, datasets, dataFlows } = definition;
  const credential = { referenceName: target.credentialName, type: 'CredentialReference' };
  const uses = (name: string): boolean => datasets.some((dataset) => dataset.linkedService === name);
  const made: Connection[] = [];
  if (dataFlows.length > 0 || uses(linkedServices.lake)) {
    const typeProperties = { url: target.dfsEndpoint, credential };
    made.push({ name: linkedServices.lake, type: 'AzureBlobFS', typeProperties });
  }
  for (const { name, dfsEndpoint } of target.otherLakes)
    made.push({ name, type: 'AzureBlobFS', typeProperties: { url: dfsEndpoint, credential } });
  if (target.deploys || uses(linkedServices.sql)) {
    const connectionString = sqlConnection(target.serverlessEndpoint, target.database);
    made.push({
      name: linkedServices.sql,
      type: 'AzureSqlDW',
      typeProperties: { connectionString, credential },
    });
  }
  for (const [{ delivery }, name] of linkedServices.sources)
    if (delivery.kind === 'batch') made.push(...sourceConnection(name, delivery.from, credential));
  return [...made, ...definition.modelServices];
}

function sourceConnection(
  name: string,
  from: BatchOrigin,
  credential: Readonly<Record<string, string>>,
): Connection[] {
  switch (from.kind) {
    case 'http': {
      const typeProperties = {
        url: from.baseUrl,
        authenticationType: 'Anonymous',
        enableServerCertificateValidation: true,
      };
      return [{ name, type: 'HttpServer', typeProperties }];
    }
    case 'rest': {
      const { baseUrl: url, authentication } = from;
      const typeProperties =
        authentication === undefined
          ? { url, enableServerCertificateValidation: true, authenticationType: 'Anonymous' }
          : {
              url,
              enableServerCertificateValidation: true,
              authenticationType: 'ManagedServiceIdentity',
              aadResourceId: authentication.resource,
              credential,
            };
      return [{ name, type: 'RestService', typeProperties }];
    }
    case 'sql': {
      const connectionString = sqlConnection(from.server, from.database);
      return [{ name, type: 'AzureSqlDatabase', typeProperties: { connectionString, credential } }];
    }
    case 'files':
      return [];
  }
}

/** A connection string without a user: the credential beside it says who. */
function sqlConnection(server: string, database: string): string {
  return [
    'Integrated Security=False',
    'Encrypt=True',
    'Connection Timeout=30',
    `Data Source=${server}`,
    `Initial Catalog=${database}`,
  ].join(';');
}
