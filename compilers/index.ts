export { timeZoneIssues } from './core/time-zones';
export { compileDuckDb } from './duckdb/flow';
export type { DuckDbCheck, DuckDbCount, DuckDbExpectation, DuckDbNames, DuckDbTable } from './duckdb/flow';
export { DUCKDB_MACROS, duckDbType, identifier, text as duckDbText } from './duckdb/expressions';
export type { DuckDbSettings } from './duckdb/expressions';
export { deliveredText } from './duckdb/json';
export { compileRule } from './duckdb/rules';
export { compileDataFlow } from './data-flow-script/flow';
export { SINCE_PARAMETER } from './data-flow-script/recent';
export { WINDOW_PARAMETER } from './data-flow-script/script-writer';
export type { DataFlow, DataFlowLocations } from './data-flow-script/flow';
export type { DataFlowEnd, LakeLocation } from './data-flow-script/script-writer';
export { PEPPER_PARAMETER } from './data-flow-script/expressions';
export { compileGold, DEFINITION_SCHEMA, FILE_FORMAT, procedureOf } from './tsql/deployment';
export {
  addOwner,
  bootstrapScript,
  createLogin,
  createUser,
  grantCredential,
  grantSelect,
  ifUser,
} from './tsql/access';
export type { AccessBatch, FirstLogin } from './tsql/access';
export type { DeltaLocation, GoldTarget, LakeSource } from './tsql/deployment';
export { bracketed, COLLATION, tsqlText, tsqlType } from './tsql/expressions';
export { CREDENTIAL, GOLD_SCHEMA, unless } from './tsql/sql-batch';
export type { SqlAccess, SqlBatch, SqlPrincipal, SqlPrincipalKind } from './tsql/sql-batch';
export { INPUT_SCHEMA } from './tsql/sql-table';
export { parameterizedTwin, renamedSql } from './tsql/sql-text';
export type { SqlNames } from './tsql/sql-text';
export type { ManualStep } from './core/manual-step';
export * from './source-connectors';
export * from './pipeline/activities';
export { copy, jsonPath } from './pipeline/copy';
export type { CopyColumn } from './pipeline/copy';
export type { CopySource } from './pipeline/copy-sources';
export {
  activitiesJson,
  MAX_ACTIVITIES,
  MAX_ACTIVITY_NAME,
  MAX_EXPRESSION,
  MAX_PIPELINE_NAME,
} from './pipeline/pipeline';
export { allActivities, pipelineIssues } from './pipeline/pipeline-issues';
export { factoryIssues, referenceIssues, triggerIssues } from './pipeline/factory-issues';
export { literalFields } from './pipeline/activity-fields';
export type { Literal } from './pipeline/activity-fields';
export { ACTIVITIES_A_CHUNK, orchestrators } from './pipeline/orchestrator';
export type { OrchestratorTarget, Step } from './pipeline/orchestrator';
export { AWAIT_TIMEOUT, COMPLETE_FOLDER } from './pipeline/completion';
export { FAILURES_FOLDER, MAX_RECORDED_ERROR } from './pipeline/failure-branch';
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
export { alertIssues, compileStreamQuery } from './stream-analytics/query';
export {
  lakeOutput,
  landingOutput,
  outputsOf,
  powerBiOutput,
  referenceInput,
  timedInput,
} from './stream-analytics/names';
export type { StreamQuery } from './stream-analytics/query';
export { departmentPipelines } from './pipeline/department-pipelines';
export type { DepartmentPipelines, PipelineTarget } from './pipeline/department-pipelines';
export { PEPPER_FILE } from './pipeline/department-datasets';
export type { PipelineZone } from './pipeline/department-datasets';
export * from './pipeline/control-activities';
export type { Dataset } from './pipeline/datasets';
export { REFERENCE_FILE, referenceFolder, referencesOf } from './pipeline/reference-export';
export {
  featuresZone,
  MODEL_POLL_SECONDS,
  MODEL_TIMEOUT,
  runsPublished,
  STAND_IN_LABEL,
} from './pipeline/scoring';
export type { FeaturesZone, ScoringTarget } from './pipeline/scoring';
export { sqlConnectionString } from './pipeline/linked-service';
export type { Connection, CredentialReference, LinkedService } from './pipeline/linked-service';
