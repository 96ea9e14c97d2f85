export { Expr, invalid, literal, parse, when } from './expr';
export { greatest, least } from './extremes';
export type { Arithmetic, Operand } from './expr';
export { average, count, countDistinct, max, min, sum, AggregateExpr } from './aggregates';
export { columnsOf, problemsOf, walk } from './tree';
export type {
  Aggregate,
  AggregateName,
  Call,
  ColumnReference,
  Expression,
  FunctionName,
  Invalid,
  Literal,
} from './tree';
export { constantNode } from './nodes';
export { exactTypeOf, widenedDividend } from './result-types';
export { lag, lead, rank, rowNumber, runningSum, WindowFunction } from './window-functions';
export type { WindowCall, WindowName } from './tree';
