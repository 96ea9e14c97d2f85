export { TsqlError } from './errors';
export { ServerlessPool, type ServerlessPoolOptions } from './serverless-pool';
export type {
  Credential,
  Database,
  DataSource,
  ExternalTable,
  FileFormat,
  Permission,
  Principal,
  Procedure,
  Schema,
  View,
} from './statements/database';
export type { Login } from './statements/server';
export type { TextTable } from '../text-table';
