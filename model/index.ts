export { addressRange, firstSubnet, rangesOverlap, subnetAfter } from './address-range';
export type { AddressRange } from './address-range';
export {
  LakehouseError,
  describeIssue,
  listed,
  mistakeIf,
  nearest,
  placed,
  suggestion,
  throwIssues,
} from './errors';
export type { Flaw, Issue, Mistake } from './errors';
export {
  choiceMistakes,
  countMistakes,
  dayMistakes,
  duplicateMistakes,
  emptyMistakes,
  formMistakes,
  reasonMistakes,
} from './checks';
export type { Count, Form } from './checks';
export { ENGINE } from './engine';
export type { Engine } from './engine';
export { AZURE_LIMITS, sourceOf } from './limits';
export type { AzureLimit } from './limits';
export { ISSUE_KINDS } from './issues';
export type { IssueCode, IssueKind } from './issues';
export * from './types';
export * from './schedule';
export { businessColumns, metadataColumns } from './columns';
export type { Classification, ColumnInfo, Schema } from './columns';
export {
  average,
  Expr,
  AggregateExpr,
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
  flawsOf,
  rank,
  rowNumber,
  runningSum,
  WindowFunction,
  exactTypeOf,
  least,
  sum,
  walk,
  when,
  widenedDividend,
  AGGREGATES,
  FUNCTIONS,
  WINDOW_FUNCTIONS,
} from './expressions';
export type {
  Aggregate,
  AggregateName,
  Arithmetic,
  Call,
  ColumnReference,
  Expression,
  ForEachArgument,
  FunctionDefinition,
  FunctionName,
  Invalid,
  Literal,
  WindowCall,
  WindowName,
  Operand,
} from './expressions';
export { columnsWithin } from './contracts/column';
export { ColumnBuilder, t } from './contracts/column-builder';
export type { Column, DefaultOf, PersonalTreatment, SampleSpec } from './contracts/column';
export type {
  ArrayAt,
  ArrayPaths,
  ArrayShape,
  ElementBuilders,
  ElementNames,
  ElementShape,
  ElementsOf,
  ValueElements,
  WrittenAs,
} from './contracts/column-builder';
export {
  dataContract,
  eventTimeOf,
  DEFAULT_HUB_RETENTION_DAYS,
  DEFAULT_RETENTION_DAYS,
  MAX_READY_DAYS,
  hubRetentionDays,
  producersOf,
  STREAM_STOP_DAYS,
  physicalNameOf,
  pathOf,
  keyOf,
  METADATA_COLUMNS,
  NEXT_WINDOW_COLUMN,
  SOURCE_FILE,
  WINDOW_START_COLUMN,
  isAboutPersons,
  PERSONAL_RETENTION_DAYS,
  personalColumns,
  subjectColumns,
} from './contracts/data-contract';
export { formattedColumns, hasTypedFiles } from './contracts/column-format';
export type {
  BatchDelivery,
  ClockTime,
  CommonContractProps,
  ContractShape,
  DataContract,
  DataContractProps,
  SnapshotContractProps,
  StreamDelivery,
  SubjectColumn,
} from './contracts/data-contract';
export { DEFAULT_LEAST_PERCENT } from './contracts/snapshot';
export type { DeleteMarker, Snapshot, SnapshotProps } from './contracts/snapshot';
export { producerId } from './contracts/producer';
export type { ApplicationProducer, GroupProducer, Producer, ProducersElsewhere } from './contracts/producer';
export { bronzeRows } from './flows/bronze-rows';
export { IDENTITY_ID, KEY_ID, KEYED_SERVICES } from './company/customer-managed-key';
export type { CustomerManagedKey, KeyedService } from './company/customer-managed-key';
export { LANDING_ZONE_RULES } from './company/landing-zone';
export type { LandingZone, LandingZoneExemption, LandingZoneRule, RequiredTag } from './company/landing-zone';
export {
  LANDING_MODES,
  TRIGGERED_LANDING,
  TRIGGERED_LANDING_DAYS,
  TRIGGERED_LANDING_RUN,
} from './company/landing';
export { azureRegion, copyRegion, replicationMistakes } from './company/regions';
export type { AzureRegion } from './company/regions';
export type { Landing, LandingMode } from './company/landing';
export {
  estimatedCosts,
  estimatedSavings,
  estimateFile,
  NO_ESTIMATE,
  PLATFORM_ESTIMATES,
  rowsOfEstimate,
} from './flows/platform-estimate';
export type { EstimatedCost, EstimatedRows, EstimatedSaving } from './flows/platform-estimate';
export { ERASURE_LIST, PERSON_COLUMN, SUBJECT_COLUMN, withoutErased } from './flows/erasures';
export * from './contracts/source-connector';
export { soundParts, writeDate } from './contracts/date-pattern';
export type { DateField, PatternPart } from './contracts/date-pattern';
export * from './contracts/value-format';
export * from './contracts/file-options';
export { descending, Flow, read } from './flows/flow';
export type { AsOfJoinOptions, Descending, JoinOptions, JoinRelation, Row } from './flows/flow';
export {
  passThroughColumns,
  MAX_LOOKBACK_DAYS,
  drivingInput,
  readTimeRange,
  timeRangeRead,
} from './flows/time-range';
export type { TimeRangeOptions, TimeRangeRead } from './flows/time-range';
export { formOf, STEPS } from './flows/step-forms';
export type { Order } from './flows/order';
export type { TimeRange } from './flows/lookback';
export type { SqlParameter, WindowDay } from './flows/sql/parameter';
export type { StepForm, StepOf } from './flows/step-forms';
export { expressionsOf, inputsOf, readsOf, scoreOf, stepsOf } from './flows/traversal';
export type {
  AcceptSnapshots,
  AggregateRows,
  AsOfJoin,
  AssertUnique,
  Check,
  Dedupe,
  Derive,
  ElementField,
  Filter,
  Join,
  SemiJoin,
  WindowRows,
  NamedExpression,
  Read,
  ReadArray,
  Readable,
  Relation,
  Score,
  Select,
  SqlRows,
  Table,
  Union,
  Unnest,
  ParentVersions,
  Validity,
  WindowStart,
  WriteMode,
} from './flows/relation';
export type { BronzeRows, ErasureList, PlatformEstimate, TableReference } from './flows/unfilled-rows';
export { goldTable, goldView, silverTable, tableReference, zoneOf } from './flows/tables';
export type { GoldTableProps, Publication, SilverTableProps } from './flows/tables';
export type { ExposedColumn, Product } from './flows/product';
export { sqlTable, windowDay } from './flows/sql-table';
export type { SqlParameterProps, SqlTableProps } from './flows/sql-table';
export { inputOf, readSql } from './flows/sql/statement';
export type { SqlReading, SqlTableName } from './flows/sql/statement';
export { sqlTokens } from './flows/sql/tokens';
export type { SqlToken } from './flows/sql/tokens';
export { slowlyChanging } from './flows/slowly-changing';
export type { SlowlyChangingProps, ValidityColumns } from './flows/slowly-changing';
export { snapshotsOf, validityOf } from './flows/snapshots';
export { mapping } from './flows/mapping';
export type { ElementMappingOptions, MappingOptions } from './flows/mapping';
export { scoredTable } from './flows/scored-table';
export type { ScoredColumns, ScoredTableProps, FallbackColumns } from './flows/scored-table';
export { batchEndpoint, MODEL_INPUTS, publishedPipeline } from './machine-learning/model-run';
export type {
  BatchEndpointRun,
  ModelCompute,
  ModelParameters,
  ModelRun,
  ModelBinding,
  PublishedPipelineRun,
} from './machine-learning/model-run';
export { convertCurrency, DEFAULT_MAX_RATE_AGE_DAYS } from './flows/currency-converter';
export type { CurrencyConversion, RatesSource } from './flows/currency-converter';
export { alert } from './company/alert';
export type { Alert, AlertProps } from './company/alert';
export { anomaly, ANOMALY_DEFAULTS } from './company/anomaly';
export type { Anomaly, AnomalyProps } from './company/anomaly';
export { REFERENCE_PREFIX, referenceAlert } from './company/reference-alert';
export type { ReferenceAlert, ReferenceAlertProps, Referenced } from './company/reference-alert';
export type { Condition, PowerBiOutput, RuleBase, RuleOptions, RuleOutput } from './company/rule';
export { DEFAULT_SESSION_MINUTES, sessions } from './company/sessions';
export type { Sessions, SessionsProps } from './company/sessions';
export { addedNames, isTimed } from './company/alert-rule';
export type { AlertRule } from './company/alert-rule';
export { velocity } from './company/velocity';
export type { Velocity, VelocityProps } from './company/velocity';
export { application, group, readableColumns } from './company/consumer';
export type {
  ApplicationConsumer,
  Consumer,
  GroupConsumer,
  PersonalAccess,
  PowerBiMode,
} from './company/consumer';
export { bars, before, displayedColumns, figure, line, question, target } from './company/question';
export type {
  BarPlot,
  BarProps,
  Comparison,
  Display,
  Figure,
  FigureProps,
  LinePlot,
  LineProps,
  Question,
  QuestionProps,
} from './company/question';
export { company, DEFAULT_ERASURE_DAYS, environmentsNamed } from './company/company';
export type { Company } from './company/company';
export { GUARDED_CHANGES } from './company/allowed-change';
export type { AllowedChange, GuardedChange } from './company/allowed-change';
export { DEFAULT_BRANCH, isApproved } from './company/delivery';
export type {
  AzureDevOpsDelivery,
  DeliveredEnvironment,
  Delivery,
  GitHubDelivery,
  ServiceConnection,
  ServiceConnections,
} from './company/delivery';
export { DEFAULT_RETENTION, department } from './company/department';
export type { Department, DepartmentProps, Hosting, ZoneRetention } from './company/department';
export type { Cadence } from './company/cadence';
export {
  AZURERM_DEFAULT,
  AZURERM_MAJORS,
  FABRIC_SKUS,
  isRunning,
  RUNNING_DEFAULTS,
} from './company/environment';
export type {
  AzurermMajor,
  DepartmentInEnvironment,
  Environment,
  FabricSku,
  PowerBiCapacity,
  Principal,
  Running,
} from './company/environment';
export type { AssumedRange, CostSettings, PriceSource, RetailPrice } from './company/cost';
export { carriesSecret, isNotified, MAX_WEBHOOKS, receiversOf } from './company/notification';
export type { Budget, Nobody, Notify, Receivers, Webhook } from './company/notification';
export type {
  ExistingVirtualNetwork,
  Network,
  NetworkPeering,
  PrivateDns,
  PrivateNetwork,
  PublicNetwork,
  ReachedBy,
  ReachedFrom,
} from './company/network';
export { NAMED_RESOURCES, WORLDWIDE_NAMES } from './company/naming';
export type { NamedResource, NamingSettings, ResourceNameParts, ResourceNaming } from './company/naming';
export { LAKE_TABLE, tableRetentions } from './company/log-tables';
export type { TableRetention } from './company/log-tables';
export { DATA_FLOW_CORES, DEFAULT_SETTINGS, LAKE_REQUESTS, LOG_TABLES } from './company/settings';
export type {
  AlertThreshold,
  DefaultSettings,
  DepartmentSettings,
  EventHubsSettings,
  EventTimes,
  DeltaSettings,
  IntegrationRuntimeSettings,
  KeyVaultSettings,
  LakeRequests,
  LogSettings,
  LogTable,
  LogTableRetention,
  MonitoringSettings,
  Replication,
  SettingGroup,
  Settings,
  StorageSettings,
  StreamingSettings,
  SwitchedOff,
  Tags,
} from './company/settings';
export { DEFAULT_STATE_KEYS, stateKey } from './company/state-names';
export type { StateKey, StateKeyParts } from './company/state-key';
export type {
  AzurermState,
  CloudState,
  ConsulState,
  CosState,
  GcsState,
  HttpState,
  LocalState,
  OssState,
  PgState,
  RemoteState,
  S3Endpoints,
  S3Role,
  S3State,
  S3WebIdentityRole,
  StateKind,
  StateOf,
  StateStore,
} from './company/state';
export { departmentDecisions, mergedTags, settingsOf } from './company/resolved-settings';
export type { ResolvedSettings } from './company/resolved-settings';
export { logTableConflicts } from './validation/log-tables';
export { SETTING_GROUPS, SETTING_RULES } from './validation/setting-rules';
export type { SettingGroupRules, SettingOwner, SettingRule } from './validation/setting-rules';
export { groupIssues } from './validation/settings';
export { STATE_RULES, stateLocation } from './validation/state';
export { wholeText } from './validation/landing-zone';
export { TAG_LIMITS } from './validation/tags';
export { CompanyGraph } from './company/graph';
export type { OwnedTable } from './company/graph';
export { PersonalData } from './erasure/personal-data';
export type { PersonalColumn, PersonIdentifier } from './erasure/personal-data';
export { erasurePlan } from './erasure/erasure-plan';
export type { ErasurePlan, KeyedErasure } from './erasure/erasure-plan';
export { modelIssues } from './validation/model-issues';
export type { EndOfLife, EndOfLifeMatch, ToolEnd } from './upkeep/ends-of-life';
export { ENDS_OF_LIFE, ENDS_OF_LIFE_READ_ON, monthsAfter, TOOL_ENDS } from './upkeep/ends-of-life';
