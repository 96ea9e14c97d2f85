export { PAGE_FILE, writePage } from './write-page';
export type { PageOptions } from './context';
