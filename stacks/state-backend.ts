import {
  AzurermBackend,
  CloudBackend,
  ConsulBackend,
  type ConsulBackendConfig,
  CosBackend,
  GcsBackend,
  HttpBackend,
  LocalBackend,
  NamedCloudWorkspace,
  NamedRemoteWorkspace,
  OssBackend,
  PgBackend,
  RemoteBackend,
  S3Backend,
  type TerraformBackend,
  type TerraformStack,
} from 'cdktf';
import { stateKey, type StateKeyParts, type StateStore } from '../model';

/** Makes a stack keep its state where the environment says, under a name of its own. */
export function keepState(stack: TerraformStack, state: StateStore, parts: StateKeyParts): TerraformBackend {
  const name = stateKey(state, parts);
  switch (state.kind) {
    case 'local':
      // Terraform runs in cdktf.out/stacks/<stack>: the file lies beside cdktf.out, and no machine's path is written down.
      return new LocalBackend(stack, { path: `../../../${name}` });
    case 'azurerm': {
      const { kind: _kind, key: _key, useAzureadAuth = true, ...options } = state;
      return new AzurermBackend(stack, { ...options, key: name, useAzureadAuth });
    }
    case 's3': {
      const { kind: _kind, key: _key, encrypt = true, ...options } = state;
      return new S3Backend(stack, { ...options, key: name, encrypt });
    }
    case 'gcs': {
      const { kind: _kind, key: _key, ...options } = state;
      return new GcsBackend(stack, { ...options, prefix: name });
    }
    case 'remote': {
      const { organization, hostname } = state;
      return new RemoteBackend(stack, { organization, hostname, workspaces: new NamedRemoteWorkspace(name) });
    }
    case 'cloud': {
      const { organization, hostname, project } = state;
      const workspaces = new NamedCloudWorkspace(name, project);
      return new CloudBackend(stack, { organization, hostname, workspaces });
    }
    case 'pg': {
      const { kind: _kind, key: _key, ...options } = state;
      return new PgBackend(stack, { ...options, schemaName: name });
    }
    case 'http': {
      const { kind: _kind, lockAddress, unlockAddress, ...options } = state;
      return new HttpBackend(stack, {
        ...options,
        address: name,
        lockAddress: lockAddress?.(parts),
        unlockAddress: unlockAddress?.(parts),
      });
    }
    case 'consul': {
      const { kind: _kind, key: _key, ...options } = state;
      // The engine's type wants the token; Terraform takes it from CONSUL_HTTP_TOKEN, so that nobody writes it down.
      return new ConsulBackend(stack, { ...options, path: name } as ConsulBackendConfig);
    }
    case 'cos': {
      const { kind: _kind, key: _key, encrypt = true, ...options } = state;
      return new CosBackend(stack, { ...options, key: name, encrypt });
    }
    case 'oss': {
      const { kind: _kind, key: _key, encrypt = true, ...options } = state;
      return new OssBackend(stack, { ...options, key: name, encrypt });
    }
  }
}
