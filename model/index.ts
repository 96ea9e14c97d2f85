export { LakehouseError, describeIssue, listed, suggestion, throwIssues } from './errors';
export type { Issue } from './errors';
export * from './types';
export * from './schedule';
export type { Classification, ColumnInfo, Schema } from './columns';
export {
  Expr,
  Summary,
  columnsOf,
  count,
  countDistinct,
  greatest,
  lag,
  lead,
  literal,
  max,
  min,
  parse,
  problemsOf,
  rank,
  rowNumber,
  runningSum,
  WindowFunction,
  exactTypeOf,
  smallest,
  sum,
  walk,
  when,
  widenedDividend,
} from './expressions';
export type {
  Aggregate,
  AggregateName,
  Arithmetic,
  Call,
  ColumnReference,
  Expression,
  FunctionName,
  Invalid,
  Literal,
  WindowCall,
  WindowName,
  Operand,
} from './expressions';
export { ColumnBuilder, t } from './contracts/column';
export type { Column, PersonalTreatment, SampleSpec } from './contracts/column';
export {
  bronzeRows,
  dataContract,
  DEFAULT_RETENTION_DAYS,
  deliveredName,
  keyOf,
  LOAD_COLUMNS,
} from './contracts/data-contract';
export type {
  BatchDelivery,
  DataContract,
  DataContractProps,
  FileFormat,
  StreamDelivery,
} from './contracts/data-contract';
export { descending, Flow, read } from './flows/flow';
export type { AsOfJoinOptions, Descending, JoinOptions, Row } from './flows/flow';
export { expressionsOf, inputsOf, readsOf, stepsOf } from './flows/traversal';
export type {
  AggregateRows,
  AsOfJoin,
  BronzeRows,
  Check,
  Dedupe,
  Derive,
  Filter,
  Join,
  MatchFilter,
  Order,
  WindowRows,
  NamedExpression,
  Read,
  Readable,
  Relation,
  Select,
  Table,
  TableReference,
  Union,
  WriteMode,
} from './flows/relation';
export { goldTable, goldView, silverTable, tableReference, zoneOf } from './flows/tables';
export type { GoldTableProps, Publication, SilverTableProps } from './flows/tables';
export type { ExposedColumn, Product } from './flows/relation';
export { mapping } from './flows/mapping';
export type { MappingOptions } from './flows/mapping';
export { convertCurrency, DEFAULT_MAX_RATE_AGE_DAYS } from './flows/currency-converter';
export type { CurrencyConversion, RatesSource } from './flows/currency-converter';
export { alert } from './company/alert';
export type { Alert, AlertProps } from './company/alert';
export { application, group, readableColumns } from './company/consumer';
export type {
  ApplicationConsumer,
  Consumer,
  GroupConsumer,
  PersonalAccess,
  PowerBiMode,
} from './company/consumer';
export { company, environmentsNamed } from './company/company';
export type { Company } from './company/company';
export { DEFAULT_RETENTION, department } from './company/department';
export type { Department, DepartmentProps, Hosting, ZoneRetention } from './company/department';
export { FABRIC_SKUS } from './company/environment';
export type {
  Environment,
  FabricSku,
  Network,
  PowerBiCapacity,
  Principal,
  StateStore,
} from './company/environment';
export { CompanyGraph } from './company/graph';
export type { OwnedTable } from './company/graph';
export { companyIssues, validateCompany } from './validation/validate-company';
