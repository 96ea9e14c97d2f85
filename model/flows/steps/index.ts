export { checkReference, checkUnique, namedJoin } from './assurance';
export { asOfJoin, join, match, union } from './combine';
export { columnOf, rowOf } from './evaluation';
export { aggregate, pivot } from './group';
export { check, dedupe, derive, filter, project, readRows, rename, select } from './rows';
export { window } from './window';
