export { synthesizeCompany } from './lakehouse-app';
export type { SynthesisOptions } from './lakehouse-app';
export { LakehouseStack, TERRAFORM_VERSION } from './lakehouse-stack';
export type { HandOver, LakehouseStackProps } from './lakehouse-stack';
export { managedEndpointApprovals } from './platform-hand-over';
export { PlatformStack } from './platform-stack';
export type { PlatformStackProps } from './platform-stack';
export { DepartmentStack } from './department-stack';
export type { DepartmentStackProps } from './department-stack';
