export { DEFAULT_MEMORY_MIB, preview, PREVIEW_PEPPER } from './run';
export type { FinishedRun, PreviewOptions } from './run';
export type { ErasedPersons } from './erasure';
export { formatReport } from './report';
export type { AlertReport, RunReport, TableReport } from './report';
export type { DriftedColumn, QuarantinedFile } from './sources';
export type { SkippedBecause, SkippedFile } from './source-files';
export { writeSampleData } from './sample-data';
export type { SampleSettings } from './sample-data';
