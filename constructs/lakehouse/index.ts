export { Lakehouse } from './lakehouse';
export type { Grantee, LakehouseProps } from './lakehouse';
