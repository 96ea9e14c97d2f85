import type {
  AzurermBackendConfig,
  ConsulBackendConfig,
  CosBackendConfig,
  GcsBackendConfig,
  HttpBackendConfig,
  OssBackendConfig,
  PgBackendConfig,
  S3BackendConfig,
} from 'cdktf';
import { TerraformOutput } from 'cdktf';
import { ResourceGroup } from '../../constructs/hosts';
import { STATE_RULES, type StateKind, type StateStore } from '../../model';
import { LakehouseStack } from '../../stacks';
import { dev, smallCompany } from '../support/small-company';
import { synth, testApp } from '../support/synth';

function stacksWith(
  state: StateStore,
  ids: readonly string[] = ['platform-dev', 'sales-dev'],
): LakehouseStack[] {
  const environment = { ...dev, state };
  const app = testApp();
  const company = smallCompany({ environments: [environment] });
  return ids.map(
    (id) =>
      new LakehouseStack(app, id, {
        company,
        environment,
        ...(id.startsWith('sales') && { department: 'sales' }),
      }),
  );
}

const OTHER: StateStore = { kind: 'local' };

describe.each<[StateStore, object]>([
  [{ kind: 'local' }, { local: { path: '../../../terraform.sales-dev.tfstate' } }],
  [
    { kind: 'local', key: ({ stack }) => `states/${stack}` },
    { local: { path: '../../../states/sales-dev' } },
  ],
  [
    { kind: 'azurerm', storageAccountName: 'ststate', containerName: 'state' },
    {
      azurerm: {
        storage_account_name: 'ststate',
        container_name: 'state',
        key: 'sales-dev.tfstate',
        use_azuread_auth: true,
      },
    },
  ],
  [
    {
      kind: 'azurerm',
      resourceGroupName: 'rg',
      storageAccountName: 'ststate',
      containerName: 'state',
      subscriptionId: 'sub',
      tenantId: 'tenant',
      useOidc: true,
      useAzureadAuth: false,
      key: ({ department = 'platform', environment }) => `lakehouse/${environment}/${department}`,
    },
    {
      azurerm: {
        resource_group_name: 'rg',
        storage_account_name: 'ststate',
        container_name: 'state',
        subscription_id: 'sub',
        tenant_id: 'tenant',
        use_oidc: true,
        use_azuread_auth: false,
        key: 'lakehouse/dev/sales',
      },
    },
  ],
  [
    {
      kind: 's3',
      bucket: 'states',
      region: 'eu-central-1',
      dynamodbTable: 'locks',
      assumeRole: { roleArn: 'arn' },
    },
    {
      s3: {
        bucket: 'states',
        region: 'eu-central-1',
        dynamodb_table: 'locks',
        assume_role: { role_arn: 'arn' },
        key: 'sales-dev.tfstate',
        encrypt: true,
      },
    },
  ],
  [
    { kind: 's3', bucket: 'states', encrypt: false },
    { s3: { bucket: 'states', key: 'sales-dev.tfstate', encrypt: false } },
  ],
  [{ kind: 'gcs', bucket: 'states' }, { gcs: { bucket: 'states', prefix: 'sales-dev' } }],
  [
    { kind: 'remote', organization: 'acme', hostname: 'tfe.example.com' },
    { remote: { organization: 'acme', hostname: 'tfe.example.com', workspaces: { name: 'sales-dev' } } },
  ],
  [
    { kind: 'pg', connStr: 'postgres://db/terraform', skipSchemaCreation: true },
    { pg: { conn_str: 'postgres://db/terraform', schema_name: 'sales-dev', skip_schema_creation: true } },
  ],
  [
    {
      kind: 'http',
      address: ({ stack }) => `https://states/${stack}`,
      lockAddress: ({ stack }) => `https://states/${stack}/lock`,
      unlockAddress: ({ stack }) => `https://states/${stack}/lock`,
      lockMethod: 'POST',
      unlockMethod: 'DELETE',
    },
    {
      http: {
        address: 'https://states/sales-dev',
        lock_address: 'https://states/sales-dev/lock',
        unlock_address: 'https://states/sales-dev/lock',
        lock_method: 'POST',
        unlock_method: 'DELETE',
      },
    },
  ],
  [{ kind: 'consul', address: 'consul:8500' }, { consul: { address: 'consul:8500', path: 'sales-dev' } }],
  [
    { kind: 'cos', bucket: 'states', prefix: 'a' },
    { cos: { bucket: 'states', prefix: 'a', key: 'sales-dev.tfstate', encrypt: true } },
  ],
  [
    { kind: 'oss', bucket: 'states', encrypt: false },
    { oss: { bucket: 'states', key: 'sales-dev.tfstate', encrypt: false } },
  ],
])('a state %j', (state, backend) => {
  test('is kept there, under a name of its own and without a secret', () => {
    const [, sales] = stacksWith(state);
    expect(synth(sales!).terraform.backend).toEqual(backend);
  });

  test('is read there by other stacks', () => {
    const [platform, sales] = stacksWith(state);
    const group = new ResourceGroup(platform!, 'Group', platform!.placement);
    new TerraformOutput(sales!, 'id', { value: group.id });
    const [read] = Object.values(synth(sales!).data?.terraform_remote_state ?? {});
    const [kind] = Object.keys(backend);
    expect(read?.backend).toBe(kind);
    expect(JSON.stringify(read?.config)).toContain('platform');
  });
});

test('a workspace of HCP Terraform is a cloud block', () => {
  const [, sales] = stacksWith({ kind: 'cloud', organization: 'acme', project: 'data' });
  expect(synth(sales!).terraform.cloud).toEqual({
    organization: 'acme',
    workspaces: { name: 'sales-dev', project: 'data' },
  });
});

test('two stacks that were named so that they share a state fail', () => {
  const key = ({ stack = '' }) => stack.replace(/\W/g, '');
  const [first, second] = stacksWith(Object.assign({ key }, OTHER), ['sales-dev', 'salesdev']);
  expect(() => synth(second!)).toThrow(
    '"state" is kept where sales-dev keeps its own; allowed: a state of its own for each stack; ' +
      'let state.key of environment "dev" tell the stacks apart',
  );
  expect(() => synth(first!)).toThrow('"state" is kept where salesdev keeps its own');
});

/** What the engine takes, by kind; `cloud` and `remote` are few words. */
type Engine = {
  azurerm: AzurermBackendConfig;
  s3: S3BackendConfig;
  gcs: GcsBackendConfig;
  pg: PgBackendConfig;
  http: HttpBackendConfig;
  consul: ConsulBackendConfig;
  cos: CosBackendConfig;
  oss: OssBackendConfig;
};
/** What it takes and nobody needs: under another name here, or deprecated. */
type Left = {
  azurerm: never;
  s3:
    | 'endpoint'
    | 'sharedCredentialsFile'
    | 'roleArn'
    | 'assumeRolePolicy'
    | 'assumeRolePolicyArns'
    | 'assumeRoleTags'
    | 'assumeRoleTransitiveTagKeys'
    | 'externalId'
    | 'sessionName'
    | 'dynamodbEndpoint'
    | 'iamEndpoint'
    | 'stsEndpoint'
    | 'forcePathStyle'
    // The successor's alone.
    | 'useLockfile';
  // Misspelt in the engine, which Terraform would refuse.
  gcs: 'prefix' | 'storeageCustomEndpoint';
  pg: 'schemaName';
  http: never;
  consul: 'path';
  // A role needs its session in seconds, which the engine writes as another block.
  cos: 'assumeRole';
  oss: 'assumeRole';
};
type Told<Kind extends StateKind> = keyof Extract<StateStore, { readonly kind: Kind }>;
type Secret =
  | 'accessKey'
  | 'sasToken'
  | 'clientSecret'
  | 'clientCertificatePassword'
  | 'oidcRequestToken'
  | 'oidcToken'
  | 'secretKey'
  | 'token'
  | 'sseCustomerKey'
  | 'credentials'
  | 'accessToken'
  | 'encryptionKey'
  | 'username'
  | 'password'
  | 'clientPrivateKeyPem'
  | 'httpAuth'
  | 'secretId'
  | 'securityToken';
type Forgotten = { [Kind in keyof Engine]: Exclude<keyof Engine[Kind], Told<Kind> | Left[Kind] | Secret> };

test('no option of a backend is forgotten, and none is a secret', () => {
  // Does not compile where the engine takes an option that a state does not.
  const forgotten: Partial<{ [Kind in keyof Forgotten]: Forgotten[Kind] }> = {};
  const none: { [Kind in keyof Forgotten]: [Forgotten[Kind]] extends [never] ? true : false } = {
    azurerm: true,
    s3: true,
    gcs: true,
    pg: true,
    http: true,
    consul: true,
    cos: true,
    oss: true,
  };
  expect([forgotten, Object.values(none).every(Boolean)]).toEqual([{}, true]);
  for (const { needs, may, secrets } of Object.values(STATE_RULES))
    expect([...needs, ...may].filter((option) => option in secrets)).toEqual([]);
});
