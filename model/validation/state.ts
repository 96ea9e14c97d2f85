import { type Company } from '../company/company';
import { type Environment } from '../company/environment';
import { type StateKind, type StateOf, type StateStore } from '../company/state';
import { type StateKey, type StateKeyParts } from '../company/state-key';
import { stateKey } from '../company/state-names';
import { type Issue, listed, suggestion } from '../errors';
import { nameIssues, type NameRule } from './names';

/** What a backend has for options. */
interface StateRule<Kind extends StateKind> {
  /** What has to be said. */
  readonly needs: readonly Extract<keyof StateOf<Kind>, string>[];
  /** What may be said besides. */
  readonly may: readonly Extract<keyof StateOf<Kind>, string>[];
  /** What the engine takes too, and nobody writes down: secrets, by the variable that Terraform reads instead. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The same of any backend. */
interface AnyStateRule {
  readonly needs: readonly string[];
  readonly may: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
}

const WEB_IDENTITY = 'assumeRoleWithWebIdentity';

/** What each backend has for options, which are Terraform's own. */
export const STATE_RULES: { readonly [Kind in StateKind]: StateRule<Kind> } = Object.freeze({
  local: { needs: [], may: ['key'], secrets: {} },
  azurerm: {
    needs: ['storageAccountName', 'containerName'],
    may: [
      'resourceGroupName',
      'key',
      'useAzureadAuth',
      'subscriptionId',
      'tenantId',
      'environment',
      'endpoint',
      'metadataHost',
      'snapshot',
      'useMsi',
      'msiEndpoint',
      'clientId',
      'clientCertificatePath',
      'useOidc',
      'oidcRequestUrl',
      'oidcTokenFilePath',
      'useMicrosoftGraph',
    ],
    secrets: {
      accessKey: 'ARM_ACCESS_KEY',
      sasToken: 'ARM_SAS_TOKEN',
      clientSecret: 'ARM_CLIENT_SECRET',
      clientCertificatePassword: 'ARM_CLIENT_CERTIFICATE_PASSWORD',
      oidcRequestToken: 'ARM_OIDC_REQUEST_TOKEN',
      oidcToken: 'ARM_OIDC_TOKEN',
    },
  },
  s3: {
    needs: ['bucket'],
    may: [
      'region',
      'key',
      'encrypt',
      'acl',
      'kmsKeyId',
      'dynamodbTable',
      'profile',
      'workspaceKeyPrefix',
      'endpoints',
      'assumeRole',
      WEB_IDENTITY,
      'allowedAccountIds',
      'forbiddenAccountIds',
      'customCaBundle',
      'ec2MetadataServiceEndpoint',
      'ec2MetadataServiceEndpointMode',
      'httpProxy',
      'httpsProxy',
      'noProxy',
      'insecure',
      'retryMode',
      'maxRetries',
      'sharedConfigFiles',
      'sharedCredentialsFiles',
      'stsRegion',
      'usePathStyle',
      'skipCredentialsValidation',
      'skipRegionValidation',
      'skipRequestingAccountId',
      'skipMetadataApiCheck',
      'skipS3Checksum',
      'useLegacyWorkflow',
    ],
    secrets: {
      accessKey: 'AWS_ACCESS_KEY_ID',
      secretKey: 'AWS_SECRET_ACCESS_KEY',
      token: 'AWS_SESSION_TOKEN',
      sseCustomerKey: 'AWS_SSE_CUSTOMER_KEY',
    },
  },
  gcs: {
    needs: ['bucket'],
    may: ['key', 'impersonateServiceAccount', 'impersonateServiceAccountDelegates', 'kmsEncryptionKey'],
    secrets: {
      credentials: 'GOOGLE_BACKEND_CREDENTIALS',
      accessToken: 'GOOGLE_OAUTH_ACCESS_TOKEN',
      encryptionKey: 'GOOGLE_ENCRYPTION_KEY',
    },
  },
  remote: {
    needs: ['organization'],
    may: ['hostname', 'key'],
    secrets: { token: 'TF_TOKEN_app_terraform_io' },
  },
  cloud: {
    needs: ['organization'],
    may: ['hostname', 'project', 'key'],
    secrets: { token: 'TF_TOKEN_app_terraform_io' },
  },
  pg: {
    needs: ['connStr'],
    may: ['key', 'skipSchemaCreation', 'skipTableCreation', 'skipIndexCreation'],
    secrets: {},
  },
  http: {
    needs: ['address'],
    may: [
      'lockAddress',
      'unlockAddress',
      'updateMethod',
      'lockMethod',
      'unlockMethod',
      'skipCertVerification',
      'retryMax',
      'retryWaitMin',
      'retryWaitMax',
      'clientCertificatePem',
      'clientCaCertificatePem',
    ],
    secrets: {
      username: 'TF_HTTP_USERNAME',
      password: 'TF_HTTP_PASSWORD',
      clientPrivateKeyPem: 'TF_HTTP_CLIENT_PRIVATE_KEY_PEM',
    },
  },
  consul: {
    needs: [],
    may: ['key', 'address', 'scheme', 'datacenter', 'gzip', 'lock', 'caFile', 'certFile', 'keyFile'],
    secrets: { accessToken: 'CONSUL_HTTP_TOKEN', httpAuth: 'CONSUL_HTTP_AUTH' },
  },
  cos: {
    needs: ['bucket'],
    may: ['region', 'prefix', 'key', 'encrypt', 'acl', 'accelerate', 'endpoint', 'domain'],
    secrets: {
      secretId: 'TENCENTCLOUD_SECRET_ID',
      secretKey: 'TENCENTCLOUD_SECRET_KEY',
      securityToken: 'TENCENTCLOUD_SECURITY_TOKEN',
    },
  },
  oss: {
    needs: ['bucket'],
    may: [
      'region',
      'prefix',
      'key',
      'encrypt',
      'acl',
      'endpoint',
      'stsEndpoint',
      'tablestoreEndpoint',
      'tablestoreTable',
      'ecsRoleName',
      'profile',
      'sharedCredentialsFile',
      'assumeRoleRoleArn',
      'assumeRolePolicy',
      'assumeRoleSessionName',
      'assumeRoleSessionExpiration',
    ],
    secrets: {
      accessKey: 'ALICLOUD_ACCESS_KEY',
      secretKey: 'ALICLOUD_SECRET_KEY',
      securityToken: 'ALICLOUD_SECURITY_TOKEN',
    },
  },
});

const STORAGE_ACCOUNT: NameRule = {
  pattern: /^[a-z0-9]{3,24}$/,
  allowed: '3 to 24 lower-case letters and digits',
  change: 'give the name of the account',
};

/** Everything wrong with where the environments keep their states. */
export function stateIssues(company: Company): Issue[] {
  const issues = company.environments.flatMap((environment) => storeIssues(environment));
  return issues.length > 0 ? issues : sharedIssues(company);
}

function storeIssues({ name, state }: Environment): Issue[] {
  const at = `environment ${name}`;
  if (!Object.hasOwn(STATE_RULES, state?.kind)) {
    const unknown = (state as { readonly kind?: string } | undefined)?.kind ?? 'missing';
    return [
      {
        code: 'LH0005',
        at,
        prop: 'state.kind',
        got: `is "${unknown}"${suggestion(unknown, Object.keys(STATE_RULES))}`,
        allowed: listed(Object.keys(STATE_RULES)),
        change: "choose a backend of Terraform's",
      },
    ];
  }
  const { needs, may, secrets }: AnyStateRule = STATE_RULES[state.kind];
  const values = new Map<string, unknown>(Object.entries(state));
  const missing = needs.filter((option) => values.get(option) === undefined || values.get(option) === '');
  const known: readonly string[] = ['kind', ...needs, ...may];
  return [
    ...missing.map((option) => ({
      code: 'LH5006' as const,
      at,
      prop: `state.${option}`,
      got: 'is missing',
      allowed: `what a state of kind "${state.kind}" needs: ${listed(needs)}`,
      change: 'say it',
    })),
    ...[...values.keys()]
      .filter((option) => !known.includes(option) && values.get(option) !== undefined)
      .map((option) => unknownIssue(at, state.kind, option, secrets[option], [...needs, ...may])),
    ...(state.kind === 'azurerm' && typeof state.storageAccountName === 'string'
      ? nameIssues(at, 'state.storageAccountName', state.storageAccountName, STORAGE_ACCOUNT)
      : []),
    ...(state.kind === 'pg' ? passwordIssues(at, 'state.connStr', state.connStr) : []),
    ...keyIssues(at, state, name, missing),
  ];
}

function unknownIssue(
  at: string,
  kind: StateKind,
  option: string,
  variable: string | undefined,
  known: readonly string[],
): Issue {
  const prop = `state.${option}`;
  if (variable !== undefined) {
    return {
      code: 'LH5007',
      at,
      prop,
      got: 'is a secret, which would be written into the output',
      allowed: `nothing: Terraform reads it from the variable ${variable}`,
      change: 'take it out here, and set the variable where Terraform runs',
    };
  }
  return {
    code: 'LH5006',
    at,
    prop,
    got: `is no option of the backend "${kind}"${suggestion(option, known)}`,
    allowed: listed(known),
    change: 'correct or remove it',
  };
}

function passwordIssues(at: string, prop: string, address: unknown): Issue[] {
  if (typeof address !== 'string' || !/:\/\/[^/@\s]*:[^/@\s]*@|\bpassword=/i.test(address)) return [];
  return [
    {
      code: 'LH5007',
      at,
      prop,
      got: 'holds a password, which would be written into the output',
      allowed: 'an address without one',
      change: 'take it out here, and set the variable PGPASSWORD or TF_HTTP_PASSWORD where Terraform runs',
    },
  ];
}

/** The functions that name states: each a function, with the same text as an answer each time. */
function keyIssues(at: string, state: StateStore, environment: string, missing: readonly string[]): Issue[] {
  const asked: Readonly<Record<string, unknown>> =
    state.kind === 'http'
      ? { address: state.address, lockAddress: state.lockAddress, unlockAddress: state.unlockAddress }
      : { key: state.key };
  const parts = { stack: `platform-${environment}`, environment };
  return Object.entries(asked)
    .filter(([name, key]) => key !== undefined && !missing.includes(name))
    .flatMap(([name, key]): Issue[] => {
      const prop = `state.${name}`;
      const answer = answerOf(key, parts);
      if (answer.name !== undefined) return passwordIssues(at, prop, answer.name);
      return [badKeyIssue(at, prop, answer.got)];
    });
}

function badKeyIssue(at: string, prop: string, got: string): Issue {
  return {
    code: 'LH5008',
    at,
    prop,
    got,
    allowed: 'a function from the stack, the environment and the department to a text, the same each time',
    change: 'correct the function, or leave it out',
  };
}

/** The property that tells the states of one store apart. */
function keyOf({ kind }: StateStore): string {
  return kind === 'http' ? 'state.address' : 'state.key';
}

function answerOf(
  key: unknown,
  parts: StateKeyParts,
): { readonly name: string; readonly got?: undefined } | { readonly name?: undefined; readonly got: string } {
  if (typeof key !== 'function') return { got: `is ${typeof key === 'string' ? `"${key}"` : String(key)}` };
  try {
    const [name, again] = [1, 2].map((): unknown => (key as StateKey)(parts));
    if (typeof name !== 'string' || name === '')
      return { got: `gives ${name === '' ? 'an empty text' : String(name)}` };
    return name === again ? { name } : { got: `gives "${name}", and "${String(again)}" when asked again` };
  } catch (error) {
    return { got: `throws "${error instanceof Error ? error.message : String(error)}"` };
  }
}

/** States that two stacks would share: Terraform would destroy the one's resources when it deploys the other. */
function sharedIssues({ environments, departments }: Company): Issue[] {
  const owners = [undefined, ...departments.map(({ name }) => name)];
  const found = new Map<string, string>();
  return environments.flatMap(({ name: environment, state }) =>
    owners.flatMap((department): Issue[] => {
      const stack = `${department ?? 'platform'}-${environment}`;
      const parts = { stack, environment, ...(department !== undefined && { department }) };
      const { name: key, ...wrong } = answerOf((asked: StateKeyParts) => stateKey(state, asked), parts);
      if (key === undefined)
        return [badKeyIssue(`environment ${environment}`, keyOf(state), `${wrong.got} for ${stack}`)];
      const place = `${stateLocation(state)} ${key}`;
      const before = found.get(place);
      found.set(place, stack);
      // Names that are given twice are mistakes of their own.
      return before === undefined || before === stack
        ? []
        : [sharedIssue(environment, state, before, stack, key)];
    }),
  );
}

function sharedIssue(
  environment: string,
  state: StateStore,
  before: string,
  stack: string,
  key: string,
): Issue {
  return {
    code: 'LH5008',
    at: `environment ${environment}`,
    prop: keyOf(state),
    got: `gives "${key}" to "${before}" and to "${stack}"`,
    allowed: 'a state of its own for each stack of each environment',
    change: 'put the name of the stack into it',
  };
}

/** Where a store is, apart from the names in it: two environments with the same one have the same store. */
export function stateLocation(state: StateStore): string {
  const told = Object.entries(state).filter(
    ([, value]) => typeof value !== 'function' && value !== undefined,
  );
  return JSON.stringify(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}
