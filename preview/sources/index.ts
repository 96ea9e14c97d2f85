export type { DriftedColumn } from './column-drift';
export { explained } from './engine-error';
export { csvExtensions, extensionOf, FORMATS } from './file-sniffer';
export { loadSource } from './load';
export type { LoadedSource, LoadPaths, QuarantinedFile } from './loaded-source';
export { UNFINISHED } from './unfinished';
