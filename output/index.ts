export { OutputFolder } from './output-folder';
export type { OutputFolderOptions } from './output-folder';
export { isInside, realLocation } from './paths';
export { processFolder } from './process-folder';
export type { ProcessFolder } from './process-folder';
export type { OutputKind } from './record';
export type { ReplacementOptions } from './replacement';
