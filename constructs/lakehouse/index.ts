export { Lakehouse } from './lakehouse';
export type { ExistingLakehouseProps, Grantee, ILakehouse, LakehouseProps } from './lakehouse';
