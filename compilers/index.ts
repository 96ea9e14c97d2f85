export { compileDuckDb } from './duckdb/flow';
export type { DuckDbCheck, DuckDbCount, DuckDbNames, DuckDbTable } from './duckdb/flow';
export { DUCKDB_MACROS, duckDbType, identifier, text as duckDbText } from './duckdb/expressions';
export type { DuckDbSettings } from './duckdb/expressions';
export { compileDataFlow } from './data-flow-script/flow';
export { WINDOW_PARAMETER } from './data-flow-script/script-writer';
export type { DataFlow, DataFlowLocations } from './data-flow-script/flow';
export type { DataFlowEnd, LakeLocation } from './data-flow-script/script-writer';
export { PEPPER_PARAMETER } from './data-flow-script/expressions';
export {
  compileGold,
  CREDENTIAL,
  DEFINITION_SCHEMA,
  FILE_FORMAT,
  GOLD_SCHEMA,
  procedureOf,
  unless,
} from './tsql/deployment';
export {
  addOwner,
  bootstrapScript,
  createLogin,
  createUser,
  grantCredential,
  grantSelect,
  ifUser,
} from './tsql/access';
export type { AccessBatch, SqlAccess, SqlPrincipal, SqlPrincipalKind, FirstLogin } from './tsql/access';
export type { DeltaLocation, GoldTarget, LakeSource, SqlBatch } from './tsql/deployment';
export { bracketed, COLLATION, tsqlText, tsqlType } from './tsql/expressions';
export * from './pipeline/activities';
export { activitiesJson, MAX_ACTIVITIES, pipelineIssues } from './pipeline/pipeline';
export type { Pipeline } from './pipeline/pipeline';
export { MAX_DEPENDENCIES, withoutTransitive } from './pipeline/trigger';
export type { TumblingWindow } from './pipeline/trigger';
export {
  triggerInterval,
  WINDOW_START,
  windowFolder,
  windowFolderForFlow,
  windowFormat,
} from './pipeline/window';
export { alertIssues, compileStreamQuery, landingOutput } from './stream-analytics/query';
export type { StreamQuery } from './stream-analytics/query';
export { departmentPipelines, PEPPER_FILE } from './pipeline/department-pipelines';
export type { DepartmentPipelines, PipelineTarget, PipelineZone } from './pipeline/department-pipelines';
export type { Dataset } from './pipeline/datasets';
