export { asOfJoin, join, match, union } from './combine';
export { columnOf, rowOf } from './evaluation';
export { aggregate } from './group';
export { check, dedupe, derive, filter, project, readRows, rename, select } from './rows';
export { score } from './score';
export { window } from './window';
