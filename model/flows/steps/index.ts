export { checkReference, checkUnique, namedJoin } from './constraints';
export { asOfJoin, join, semiJoin, union } from './combine';
export { columnOf, rowOf } from './evaluation';
export { aggregate, pivot } from './group';
export { check, dedupe, dedupeAll, derive, filter, project, readRows, rename, select } from './rows';
export { score } from './score';
export { fieldOf, fieldsOf, nullableAsPromised, readArray, unnest } from './unnest';
export { acceptSnapshots, validity, windowStart } from './snapshots';
export { window } from './window';
