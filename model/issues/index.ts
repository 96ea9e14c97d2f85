export type { IssueKind } from './kind';
export { ISSUE_KINDS } from './kinds';
export type { IssueCode } from './kinds';
