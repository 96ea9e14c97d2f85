import * as z from 'zod';
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
import { elsewhere, flag, number, shapeOf, text } from './schema';

/** A node of an expression; what it is computed from is looked at by itself. */
export const expression = z.discriminatedUnion('op', [
  shapeOf<ColumnReference>()({ op: z.literal('column'), name: text, type: dataType, nullable: flag }),
  shapeOf<Literal>()({
    op: z.literal('literal'),
    value: z.union([text, number, flag, z.null()]),
    type: dataType,
    nullable: flag,
  }),
  shapeOf<Call>()({
    op: z.literal('call'),
    name: z.enum(Object.keys(FUNCTIONS) as FunctionName[]),
    arguments: z.array(elsewhere<Expression>()).readonly(),
    type: dataType,
    nullable: flag,
  }),
  shapeOf<Invalid>()({ op: z.literal('invalid'), flaw, type: dataType, nullable: flag }),
]);

/** What is computed from the rows of a group. */
export const aggregate = shapeOf<Aggregate>()({
  name: z.enum(['sum', 'count', 'countDistinct', 'min', 'max'] satisfies AggregateName[]),
  argument: elsewhere<Expression>().optional(),
  type: dataType,
  nullable: flag,
});

/** What is computed from the rows around a row. */
export const windowCall = shapeOf<WindowCall>()({
  name: z.enum(['rowNumber', 'rank', 'lag', 'lead', 'runningSum']),
  argument: elsewhere<Expression>().optional(),
  rows: number.optional(),
  type: dataType,
  nullable: flag,
});
