/** What constructs, stacks and the preview use of the compilers. What users may rely on is in `index.ts`. */
export type { NotOffered, Offer, Target, WrittenApart } from './core/target';
export { clockIssue, timeZoneIssues } from './core/time-zones';
export { alertIssues, targetIssues } from './target-issues';
export { TARGETS } from './targets';
export { compileDuckDb } from './duckdb/flow';
export type { DuckDbCheck, DuckDbCount, DuckDbAssertion, DuckDbTable } from './duckdb/flow';
export type { DuckDbNames } from './duckdb/names';
export { BEFORE_ALL_EVENTS, landsByPipeline } from './data-factory/landing';
export type { LandingTarget } from './data-factory/landing';
export { estimateRows } from './duckdb/estimate';
export { estimateQuery } from './tsql/estimate';
export { DUCKDB_MACROS } from './duckdb/functions';
export { duckDbType, identifier, text as duckDbText } from './duckdb/literals';
export type { DuckDbSettings } from './duckdb/expressions';
export { jsonText } from './duckdb/json';
export { withoutExponent } from './duckdb/parse';
export { compileRule } from './duckdb/rules';
export { compileDataFlow, compileDataFlows } from './data-flow-script/flow';
export { RANGE_START_PARAMETER } from './data-flow-script/time-range';
export { foldersBeside } from './data-flow-script/beside';
export { WINDOW_PARAMETER } from './data-flow-script/script-writer';
export type { DataFlow } from './data-flow-script/flow';
export type { DataFlowLocations } from './data-flow-script/locations';
export type { DataFlowEnd, LakeLocation } from './data-flow-script/script-writer';
export { PEPPER_PARAMETER } from './data-flow-script/functions';
export {
  compileGold,
  DEFINITION_SCHEMA,
  FILE_FORMAT,
  procedureOf,
  STORED_SCHEMA,
  workspaceCredential,
} from './tsql/deployment';
export { loginScript } from './tsql/access';
export type { LoginScript } from './tsql/access';
export { LONGEST_READER, READER_ROLE, readerBatches } from './tsql/reader-roles';
export type { ReaderGrant, SqlReader } from './tsql/reader-roles';
export type { GoldTarget, LakeSource } from './tsql/deployment';
export type { DeltaLocation } from './tsql/external-tables';
export { bracketed, COLLATION, tsqlText, tsqlType } from './tsql/literals';
export { CREDENTIAL, GOLD_SCHEMA, createIfNotExists } from './tsql/sql-batch';
export type { SqlAccess, SqlBatch, SqlPrincipal, SqlPrincipalKind } from './tsql/sql-batch';
export { INPUT_SCHEMA } from './tsql/sql-table';
export { parameterizedOverride, renamedSql } from './tsql/sql-text';
export type { SqlNames } from './tsql/sql-text';
export { MANUAL_STEPS_FORMAT } from './core/manual-step';
export type { ManualStep } from './core/manual-step';
export * from './core/proof';
export * from './source-connectors';
export * from './data-factory/activities';
export { copy, jsonPath } from './data-factory/copy';
export type { CopyColumn } from './data-factory/copy';
export type { CopySource } from './data-factory/copy-sources';
export {
  activitiesJson,
  MAX_ACTIVITIES,
  MAX_ACTIVITY_NAME,
  MAX_EXPRESSION,
  MAX_PIPELINE_NAME,
} from './data-factory/pipeline';
export { SMOKE_FOLDER, smokeChain } from './data-factory/smoke-chain';
export type { SmokeChain } from './data-factory/smoke-chain';
export { lakeSourceName, SMOKE_ACTIVITIES, SMOKE_ROW, SMOKE_WINDOW } from './data-factory/smoke-test';
export { allActivities, pipelineIssues } from './data-factory/pipeline-issues';
export { usesOf } from './data-factory/uses';
export { factoryIssues, referenceIssues, triggerIssues } from './data-factory/factory-issues';
export { literalFields } from './data-factory/activity-fields';
export type { Literal } from './data-factory/activity-fields';
export { ACTIVITIES_A_CHUNK, orchestrators } from './data-factory/orchestrator';
export type { OrchestratorTarget, Step } from './data-factory/orchestrator';
export { AWAIT_TIMEOUT, COMPLETE_FOLDER } from './data-factory/completion';
export { FAILURES_FOLDER, MAX_RECORDED_ERROR } from './data-factory/failure-branch';
export type { Pipeline } from './data-factory/pipeline';
export { MAX_DEPENDENCIES, withoutTransitive } from './data-factory/trigger';
export type { TumblingWindow } from './data-factory/trigger';
export {
  triggerInterval,
  WINDOW_START,
  windowFolder,
  windowFolderForFlow,
  windowFormat,
} from './data-factory/window';
export { compileLandingQuery, compileRulesQuery } from './stream-analytics/query';
export {
  lakeOutput,
  landingOutput,
  outputsOf,
  powerBiOutput,
  referenceInput,
  timedInput,
} from './stream-analytics/names';
export type { StreamQuery } from './stream-analytics/query';
export { ALERT_HUB_DAYS, goneAfter, personalCopies } from './erasure/copies';
export type { PersonalCopy } from './erasure/copies';
export { erasurePromiseIssues } from './erasure/promise';
export { DEFAULT_UPKEEP } from './data-flow-script/delta-upkeep';
export { compileErasure, KEYS_COLUMN } from './data-flow-script/erasure';
export { erasurePipelineOf, KEY_FILES_FOLDER } from './data-factory/erasure';
export { prefixOf } from './data-factory/department-datasets';
export { departmentPipelines, redeployablePipelines } from './data-factory/department-pipelines';
export type { Redeployable } from './data-factory/department-pipelines';
export type { DepartmentPipelines } from './data-factory/department-definition';
export type { PipelineTarget } from './data-factory/pipeline-target';
export { departmentsAwaited } from './data-factory/upstream';
export { PEPPER_FILE } from './data-factory/department-datasets';
export type { PipelineZone } from './data-factory/department-datasets';
export { pipelineOf } from './data-factory/stored-table';
export * from './data-factory/control-activities';
export type { Dataset } from './data-factory/datasets';
export { REFERENCE_FILE, referenceFolder, referencesOf } from './data-factory/reference-export';
export {
  featuresZone,
  MODEL_POLL_SECONDS,
  MODEL_TIMEOUT,
  runsPublished,
  scoresFolder,
  FALLBACK_LABEL,
} from './data-factory/scoring';
export type { FeaturesZone, ScoringTarget } from './data-factory/scoring';
export { WRITTEN_FORMS } from './source-connectors/written-forms';
export type { WrittenForm } from './source-connectors/written-forms';
export { sqlConnectionString } from './data-factory/linked-service';
export type { Connection, CredentialReference, LinkedService } from './data-factory/linked-service';
export { expectedRuns } from './data-factory/expected-runs';
export type { ExpectedRuns } from './data-factory/expected-runs';
export {
  cappedLogs,
  emptyCopies,
  EXPECTED_A_QUERY,
  failedPipelines,
  latePipelines,
  LOOK_BACK_MINUTES,
  MAX_RULE_BYTES,
  quarantinedRows,
  refusedRequests,
  streamDelays,
} from './kusto/alert-queries';
export type { ExpectedJob } from './kusto/alert-queries';
