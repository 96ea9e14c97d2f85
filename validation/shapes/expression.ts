import {
  type Aggregate,
  type AggregateName,
  type Call,
  type ColumnReference,
  type Expression,
  type FunctionName,
  FUNCTIONS,
  type Invalid,
  type Literal,
  type WindowCall,
} from '../../model';
import { dataType } from './contract';
import { flaw } from './flaw';
import {
  cases,
  choice,
  elsewhere,
  flag,
  list,
  literal,
  number,
  shapeOf,
  tested,
  text,
  union,
} from './shape-of';

/** A node of an expression; what it is computed from is looked at by itself. */
export const expression = cases('op', [
  shapeOf<ColumnReference>()({ op: literal('column'), name: text, type: dataType, nullable: flag }),
  shapeOf<Literal>()({
    op: literal('literal'),
    value: union([text, number, flag, tested<null>((value) => value === null)]),
    type: dataType,
    nullable: flag,
  }),
  shapeOf<Call>()({
    op: literal('call'),
    name: choice(Object.keys(FUNCTIONS) as FunctionName[]),
    arguments: list(elsewhere<Expression>()),
    type: dataType,
    nullable: flag,
  }),
  shapeOf<Invalid>()({ op: literal('invalid'), flaw, type: dataType, nullable: flag }),
]);

/** What is computed from the rows of a group. */
export const aggregate = shapeOf<Aggregate>()({
  name: choice(['sum', 'count', 'countDistinct', 'min', 'max'] satisfies AggregateName[]),
  argument: elsewhere<Expression>().optional(),
  type: dataType,
  nullable: flag,
});

/** What is computed from the rows around a row. */
export const windowCall = shapeOf<WindowCall>()({
  name: choice(['rowNumber', 'rank', 'lag', 'lead', 'runningSum']),
  argument: elsewhere<Expression>().optional(),
  rows: number.optional(),
  type: dataType,
  nullable: flag,
});
