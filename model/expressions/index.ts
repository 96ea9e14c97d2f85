export { when } from './conditional';
export { Expr, invalid, literal, parse } from './expr';
export { greatest, least } from './extremes';
export type { Arithmetic, Operand } from './expr';
export { average, count, countDistinct, max, min, sum, AggregateExpr } from './aggregates';
export { columnsOf, flawsOf, walk } from './tree';
export type { Aggregate, Call, ColumnReference, Expression, Invalid, Literal } from './tree';
export { AGGREGATES, FUNCTIONS, WINDOW_FUNCTIONS } from './functions';
export type {
  AggregateName,
  ForEachArgument,
  FunctionDefinition,
  FunctionName,
  WindowName,
} from './functions';
export { constantNode, nodeOf } from './nodes';
export { exactTypeOf, widenedDividend } from './result-types';
export { lag, lead, rank, rowNumber, runningSum, WindowFunction } from './window-functions';
export type { WindowCall } from './tree';
