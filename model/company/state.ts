import { type StateKey } from './state-key';

/** A file beside the output folder: for trying things out. */
export interface LocalState {
  readonly kind: 'local';
  /** The file's name. @default `terraform.<stack>.tfstate` */
  readonly key?: StateKey;
}

/** A container of an Azure storage account, reached by identity. Keys and other secrets come from variables (`ARM_…`) only. */
export interface AzurermState {
  readonly kind: 'azurerm';
  /** The account. */
  readonly storageAccountName: string;
  /** The container. */
  readonly containerName: string;
  /** The account's resource group. @default not needed where the account is reached by identity */
  readonly resourceGroupName?: string;
  /** The blob's name. @default `<stack>.tfstate` */
  readonly key?: StateKey;
  /** Whether blobs are reached by identity, and not by the account's key. @default true */
  readonly useAzureadAuth?: boolean;
  /** The account's subscription. @default that of whoever deploys */
  readonly subscriptionId?: string;
  /** The account's tenant. @default that of whoever deploys */
  readonly tenantId?: string;
  /** Azure's cloud: public, china, german, stack or usgovernment. @default public */
  readonly environment?: string;
  /** The Resource Manager of an Azure Stack. */
  readonly endpoint?: string;
  /** Where an Azure Stack describes itself. */
  readonly metadataHost?: string;
  /** Whether a blob is copied before it is used. @default false */
  readonly snapshot?: boolean;
  /** Whether whoever deploys is a managed identity. @default false */
  readonly useMsi?: boolean;
  /** Where managed identities get their tokens. */
  readonly msiEndpoint?: string;
  /** The application that deploys. */
  readonly clientId?: string;
  /** The certificate that the application proves itself by. */
  readonly clientCertificatePath?: string;
  /** Whether the application proves itself by a token of another platform. @default false */
  readonly useOidc?: boolean;
  /** Where that platform gives tokens. */
  readonly oidcRequestUrl?: string;
  /** The file that holds such a token. */
  readonly oidcTokenFilePath?: string;
  /** Whether Microsoft Graph is asked, and not its predecessor. */
  readonly useMicrosoftGraph?: boolean;
}

/** Where AWS answers, if not as usual. */
export interface S3Endpoints {
  /** DynamoDB. */
  readonly dynamodb?: string;
  /** IAM. */
  readonly iam?: string;
  /** S3. */
  readonly s3?: string;
  /** Single sign-on. */
  readonly sso?: string;
  /** Tokens. */
  readonly sts?: string;
}

/** A role of AWS that is taken on. */
export interface S3Role {
  /** Its ARN. */
  readonly roleArn: string;
  /** How long, e.g. `1h`. */
  readonly duration?: string;
  /** What the role's owner asks for. */
  readonly externalId?: string;
  /** A policy that narrows it. */
  readonly policy?: string;
  /** Policies that narrow it. */
  readonly policyArns?: string[];
  /** Name of the session. */
  readonly sessionName?: string;
  /** Who takes it on. */
  readonly sourceIdentity?: string;
  /** Tags of the session. */
  readonly tags?: Record<string, string>;
  /** Tags that go on to further roles. */
  readonly transitiveTagKeys?: string[];
}

/** A role of AWS that is taken on with a token from a file. */
export interface S3WebIdentityRole {
  /** Its ARN. */
  readonly roleArn?: string;
  /** How long, e.g. `1h`. */
  readonly duration?: string;
  /** A policy that narrows it. */
  readonly policy?: string;
  /** Policies that narrow it. */
  readonly policyArns?: string[];
  /** Name of the session. */
  readonly sessionName?: string;
  /** The file that holds the token. */
  readonly webIdentityTokenFile?: string;
}

/** A bucket of S3, or of a service with its protocol. Keys come from variables (`AWS_…`) or profiles only. */
export interface S3State {
  readonly kind: 's3';
  /** The bucket. */
  readonly bucket: string;
  /** Its region. @default from variables */
  readonly region?: string;
  /** The object's name. @default `<stack>.tfstate` */
  readonly key?: StateKey;
  /** Whether objects are encrypted there. @default true */
  readonly encrypt?: boolean;
  /** Access control list of the object. */
  readonly acl?: string;
  /** The key of KMS that objects are encrypted with. */
  readonly kmsKeyId?: string;
  /** The table that locks are kept in. @default states are not locked */
  readonly dynamodbTable?: string;
  /** The profile of whoever deploys. */
  readonly profile?: string;
  /** Prefix of the states of workspaces other than the default. */
  readonly workspaceKeyPrefix?: string;
  /** Where AWS answers. */
  readonly endpoints?: S3Endpoints;
  /** A role that is taken on. */
  readonly assumeRole?: S3Role;
  /** A role that is taken on with a token. */
  readonly assumeRoleWithWebIdentity?: S3WebIdentityRole;
  /** Accounts that it may be in. */
  readonly allowedAccountIds?: string[];
  /** Accounts that it may not be in. */
  readonly forbiddenAccountIds?: string[];
  /** File of certificates. */
  readonly customCaBundle?: string;
  /** Where machines of EC2 describe themselves. */
  readonly ec2MetadataServiceEndpoint?: string;
  /** By which protocol. */
  readonly ec2MetadataServiceEndpointMode?: string;
  /** Proxy for HTTP. */
  readonly httpProxy?: string;
  /** Proxy for HTTPS. */
  readonly httpsProxy?: string;
  /** Hosts without a proxy. */
  readonly noProxy?: string;
  /** Whether certificates go unchecked. @default false */
  readonly insecure?: boolean;
  /** How calls are tried again. */
  readonly retryMode?: string;
  /** How often calls are tried again. */
  readonly maxRetries?: number;
  /** Files of profiles. */
  readonly sharedConfigFiles?: string[];
  /** Files of credentials. */
  readonly sharedCredentialsFiles?: string[];
  /** Region of the service of tokens. */
  readonly stsRegion?: string;
  /** Whether the bucket is in the path, and not in the host's name. @default false */
  readonly usePathStyle?: boolean;
  /** Whether credentials are not checked first. @default false */
  readonly skipCredentialsValidation?: boolean;
  /** Whether the region may be any. @default false */
  readonly skipRegionValidation?: boolean;
  /** Whether the account is not looked up. @default false */
  readonly skipRequestingAccountId?: boolean;
  /** Whether the machine is not asked. @default false */
  readonly skipMetadataApiCheck?: boolean;
  /** Whether objects have no checksum, which some stores do not know. @default false */
  readonly skipS3Checksum?: boolean;
  /** Whether credentials are looked for as earlier versions did. */
  readonly useLegacyWorkflow?: boolean;
}

/** A bucket of Google Cloud Storage. Credentials come from variables (`GOOGLE_…`) only. */
export interface GcsState {
  readonly kind: 'gcs';
  /** The bucket. */
  readonly bucket: string;
  /** The folder of the state. @default the stack's name */
  readonly key?: StateKey;
  /** The account that whoever deploys acts as. */
  readonly impersonateServiceAccount?: string;
  /** Accounts in between. */
  readonly impersonateServiceAccountDelegates?: string[];
  /** The key of Cloud KMS that objects are encrypted with. */
  readonly kmsEncryptionKey?: string;
}

/** Workspaces of HCP Terraform or Terraform Enterprise, by the remote backend. The token comes from `terraform login`. */
export interface RemoteState {
  readonly kind: 'remote';
  /** The organization. */
  readonly organization: string;
  /** Where it answers. @default app.terraform.io */
  readonly hostname?: string;
  /** The workspace's name. @default the stack's name */
  readonly key?: StateKey;
}

/** Workspaces of HCP Terraform or Terraform Enterprise, by the cloud block. The token comes from `terraform login`. */
export interface CloudState {
  readonly kind: 'cloud';
  /** The organization. */
  readonly organization: string;
  /** Where it answers. @default app.terraform.io */
  readonly hostname?: string;
  /** The project that workspaces are made in. */
  readonly project?: string;
  /** The workspace's name. @default the stack's name */
  readonly key?: StateKey;
}

/** A database of PostgreSQL. Users and passwords come from variables (`PGUSER`, `PGPASSWORD`) only. */
export interface PgState {
  readonly kind: 'pg';
  /** Where it is, without a password, e.g. `postgres://db.example.com/terraform`. */
  readonly connStr: string;
  /** The schema of the state. @default the stack's name */
  readonly key?: StateKey;
  /** Whether schemas are there already. @default false */
  readonly skipSchemaCreation?: boolean;
  /** Whether tables are there already. @default false */
  readonly skipTableCreation?: boolean;
  /** Whether indexes are there already. @default false */
  readonly skipIndexCreation?: boolean;
}

/** A service that keeps states by HTTP. Names and passwords come from variables (`TF_HTTP_…`) only. */
export interface HttpState {
  readonly kind: 'http';
  /** The address of a stack's state. */
  readonly address: StateKey;
  /** Where it is locked. @default it is not locked */
  readonly lockAddress?: StateKey;
  /** Where it is unlocked. @default it is not locked */
  readonly unlockAddress?: StateKey;
  /** How it is written. @default POST */
  readonly updateMethod?: string;
  /** How it is locked. @default LOCK */
  readonly lockMethod?: string;
  /** How it is unlocked. @default UNLOCK */
  readonly unlockMethod?: string;
  /** Whether certificates go unchecked. @default false */
  readonly skipCertVerification?: boolean;
  /** How often calls are tried again. @default 2 */
  readonly retryMax?: number;
  /** Seconds before the first further try. @default 1 */
  readonly retryWaitMin?: number;
  /** Most seconds before a further try. @default 30 */
  readonly retryWaitMax?: number;
  /** The certificate of whoever deploys; its key comes from a variable. */
  readonly clientCertificatePem?: string;
  /** The certificates of the service. */
  readonly clientCaCertificatePem?: string;
}

/** The key-value store of Consul. The token comes from `CONSUL_HTTP_TOKEN` only. */
export interface ConsulState {
  readonly kind: 'consul';
  /** Path of the state. @default the stack's name */
  readonly key?: StateKey;
  /** Where it answers. @default from variables */
  readonly address?: string;
  /** `http` or `https`. */
  readonly scheme?: string;
  /** The data centre. */
  readonly datacenter?: string;
  /** Whether states are compressed. @default false */
  readonly gzip?: boolean;
  /** Whether states are locked. @default true */
  readonly lock?: boolean;
  /** File of certificates. */
  readonly caFile?: string;
  /** File of the certificate of whoever deploys. */
  readonly certFile?: string;
  /** File of its key. */
  readonly keyFile?: string;
}

/** A bucket of Tencent Cloud. Secrets come from variables (`TENCENTCLOUD_…`) only. */
export interface CosState {
  readonly kind: 'cos';
  /** The bucket. */
  readonly bucket: string;
  /** Its region. @default from variables */
  readonly region?: string;
  /** The folder of the states. */
  readonly prefix?: string;
  /** The object's name. @default `<stack>.tfstate` */
  readonly key?: StateKey;
  /** Whether objects are encrypted there. @default true */
  readonly encrypt?: boolean;
  /** Access control list of the object. */
  readonly acl?: string;
  /** Whether the bucket is reached by global acceleration. @default false */
  readonly accelerate?: boolean;
  /** Where it answers. */
  readonly endpoint?: string;
  /** The domain of the service. */
  readonly domain?: string;
}

/** A bucket of Alibaba Cloud. Secrets come from variables (`ALICLOUD_…`) or profiles only. */
export interface OssState {
  readonly kind: 'oss';
  /** The bucket. */
  readonly bucket: string;
  /** Its region. @default from variables */
  readonly region?: string;
  /** The folder of the states. @default env: */
  readonly prefix?: string;
  /** The object's name. @default `<stack>.tfstate` */
  readonly key?: StateKey;
  /** Whether objects are encrypted there. @default true */
  readonly encrypt?: boolean;
  /** Access control list of the object. */
  readonly acl?: string;
  /** Where it answers. */
  readonly endpoint?: string;
  /** Where tokens are given. */
  readonly stsEndpoint?: string;
  /** Where locks are kept. */
  readonly tablestoreEndpoint?: string;
  /** The table of the locks. */
  readonly tablestoreTable?: string;
  /** The role of the machine that deploys. */
  readonly ecsRoleName?: string;
  /** The profile of whoever deploys. */
  readonly profile?: string;
  /** File of profiles. */
  readonly sharedCredentialsFile?: string;
  /** ARN of a role that is taken on. */
  readonly assumeRoleRoleArn?: string;
  /** A policy that narrows it. */
  readonly assumeRolePolicy?: string;
  /** Name of the session. */
  readonly assumeRoleSessionName?: string;
  /** Seconds of the session. */
  readonly assumeRoleSessionExpiration?: number;
}

/** Where Terraform keeps its state: every backend that the engine offers. No secret is ever written out. */
export type StateStore =
  | LocalState
  | AzurermState
  | S3State
  | GcsState
  | RemoteState
  | CloudState
  | PgState
  | HttpState
  | ConsulState
  | CosState
  | OssState;

/** One of the backends. */
export type StateKind = StateStore['kind'];

/** The backend of one kind. */
export type StateOf<Kind extends StateKind> = Extract<StateStore, { readonly kind: Kind }>;
