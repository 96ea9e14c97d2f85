export { ConsumerAccess } from './consumer-access';
export type { ApplicationAccess, ConsumerAccessProps } from './consumer-access';
