import { type StateKind, type StateStore } from './state';
import { type StateKey, type StateKeyParts } from './state-key';

/** How a state is named where nobody decides. */
export const DEFAULT_STATE_KEYS: Readonly<Record<Exclude<StateKind, 'http'>, StateKey>> = Object.freeze({
  local: ({ stack }) => `terraform.${stack}.tfstate`,
  azurerm: stateFile,
  s3: stateFile,
  gcs: stackName,
  remote: stackName,
  cloud: stackName,
  pg: stackName,
  consul: stackName,
  cos: stateFile,
  oss: stateFile,
});

/** The name that tells a stack's state from all others in its store: what is decided, or else the default. */
export function stateKey(store: StateStore, parts: StateKeyParts): string {
  const key = store.kind === 'http' ? store.address : (store.key ?? DEFAULT_STATE_KEYS[store.kind]);
  return key(parts);
}

function stateFile({ stack }: StateKeyParts): string {
  return `${stack}.tfstate`;
}

function stackName({ stack }: StateKeyParts): string {
  return stack;
}
