import {
  connectorOf,
  type CredentialReference,
  type DepartmentPipelines,
  type LinkedService,
  sqlConnectionString,
} from '../../compilers/internal';
import { type Department, type Issue } from '../../model';

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
  /** Where the key vault answers; asked for where a source needs a secret. */
  readonly vaultUri?: string | undefined;
  /** Whether something is deployed by SQL, beside what the datasets say. */
  readonly deploys: boolean;
}

/** The connections that something uses: to the lake and to SQL as the department, to each batch source as it says. */
export function connections(definition: DepartmentPipelines, target: ConnectionTarget): LinkedService[] {
  const { linkedServices, datasets, dataFlows } = definition;
  const credential: CredentialReference = {
    referenceName: target.credentialName,
    type: 'CredentialReference',
  };
  const uses = (name: string): boolean => datasets.some((dataset) => dataset.linkedService === name);
  const made: LinkedService[] = [];
  if (dataFlows.length > 0 || uses(linkedServices.lake)) {
    const typeProperties = { url: target.dfsEndpoint, credential };
    made.push({ name: linkedServices.lake, type: 'AzureBlobFS', typeProperties });
  }
  for (const { name, dfsEndpoint } of target.otherLakes)
    made.push({ name, type: 'AzureBlobFS', typeProperties: { url: dfsEndpoint, credential } });
  if (target.deploys || uses(linkedServices.sql)) {
    const connectionString = sqlConnectionString(target.serverlessEndpoint, target.database);
    made.push({
      name: linkedServices.sql,
      type: 'AzureSqlDW',
      typeProperties: { connectionString, credential },
    });
  }
  const { vault: refersTo } = linkedServices;
  const secretive = [...linkedServices.sources.keys()].some((source) => connectorOf(source)?.needsSecret);
  if (secretive)
    made.push({
      name: refersTo,
      type: 'AzureKeyVault',
      typeProperties: { baseUrl: target.vaultUri, credential },
    });
  for (const [source, name] of linkedServices.sources) {
    const connector = connectorOf(source);
    const connection = connector?.connection?.(credential, refersTo);
    if (connection) made.push({ name, ...(connector?.needsSecret && { refersTo }), ...connection });
  }
  return [...made, ...definition.modelServices];
}

/** Sources of a department that need a secret, where there is no vault. */
export function vaultIssues(
  at: string,
  { department, keyVault }: { readonly department: Department; readonly keyVault?: object },
): Issue[] {
  if (keyVault) return [];
  return department.sources
    .filter((source) => connectorOf(source)?.needsSecret)
    .map(({ name }) => ({
      code: 'LH1417',
      at,
      prop: 'keyVault',
      got: `is missing, and "${name}" needs a key`,
      allowed: 'a vault that holds the keys of sources',
      change: 'give the vault of the hosts',
    }));
}
