export { BOOTSTRAP_DEFAULTS } from './defaults';
export {
  actionsOfType,
  DEPLOYMENT_ACTIONS,
  deploymentActions,
  typesWithoutActions,
} from './deployment-actions';
export { DeploymentRole } from './deployment-role';
export type { DeploymentRoleProps } from './deployment-role';
export { PipelineIdentity } from './pipeline-identity';
export type { FederatedSubject, PipelineIdentityProps } from './pipeline-identity';
export { StateAccount } from './state-account';
export type { StateAccountProps } from './state-account';
