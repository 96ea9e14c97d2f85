import type { FunctionBuilder, FunctionCall } from '../expression-model';
import type { Row, RowAction } from '../streams';
import { BOOLEAN, type DataType, NULL, STRING } from '../types';
import { literalText, requireCount } from './define';

/** The optional stream index, which after one input can only be 1. */
function requireFirstStream(call: FunctionCall): void {
  requireCount(call, call.nodes, 0, 1);
  const node = call.nodes[0];
  if (node !== undefined && call.compile(node).literal !== 1n) call.fail('only stream 1 can be asked about');
}

/** Outside an aggregate function a group has no one row to ask about. */
function requireRow(call: FunctionCall): void {
  if (call.scope.mode === 'aggregate') call.fail('stands outside an aggregate function');
}

const mark =
  (
    happened: (call: FunctionCall) => boolean,
    transformation: string,
    test: (row: Row) => boolean,
  ): FunctionBuilder =>
  (call) => {
    requireFirstStream(call);
    requireRow(call);
    if (!happened(call)) call.fail(`no ${transformation} stands before it`);
    return { type: BOOLEAN, evaluate: ({ row }) => test(row) };
  };

const action = (wanted: RowAction): FunctionBuilder =>
  mark(
    (call) => call.scope.schema.altered,
    'alterRow',
    (row) => row.action === wanted,
  );

const hasError: FunctionBuilder = (call) => {
  requireRow(call);
  requireCount(call, call.nodes, 1, 1);
  const id = literalText(call, 0);
  if (!call.scope.schema.assertions.has(id)) call.fail(`no assertion before it has the id "${id}"`);
  return { type: BOOLEAN, evaluate: ({ row }) => row.errors.has(id) };
};

/** A column by its name, drifted or not; the first that fits, null when none does. It must be converted. */
const byName: FunctionBuilder = (call) => {
  requireRow(call);
  requireCount(call, call.nodes, 1, 2);
  const name = literalText(call, 0);
  const stream = call.nodes.length > 1 ? literalText(call, 1) : undefined;
  const index = call.scope.schema.columns.findIndex(
    (column) => column.name === name && (stream === undefined || column.streams.has(stream)),
  );
  const actual: DataType = call.scope.schema.columns[index]?.type ?? NULL;
  return { type: { kind: 'any', actual }, evaluate: ({ row }) => row.values[index] ?? null };
};

const hasColumn: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 1, 2);
  const name = literalText(call, 0);
  const stream = call.nodes.length > 1 ? literalText(call, 1) : undefined;
  const found = call.scope.schema.columns.some(
    (column) => column.name === name && (stream === undefined || column.streams.has(stream)),
  );
  return { type: BOOLEAN, evaluate: () => found };
};

const columnNames: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 0, 0);
  const names = call.scope.schema.columns.map((column) => column.name);
  return { type: { kind: 'array', element: STRING }, evaluate: () => names };
};

/** Types by family, for patterns: number, integral, fractional and datetime, or one type itself. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  number: ['integer', 'long', 'double', 'decimal'],
  integral: ['integer', 'long'],
  fractional: ['double', 'decimal'],
  datetime: ['date', 'timestamp'],
};

const typeMatch: FunctionBuilder = (call) => {
  requireCount(call, call.nodes, 2, 2);
  if (call.scope.pattern?.condition !== true) return call.fail('can only be used in a pattern');
  const [type, family] = [literalText(call, 0), literalText(call, 1)];
  const matches = type === family || (FAMILIES[family]?.includes(type) ?? false);
  return { type: BOOLEAN, evaluate: () => matches, literal: matches };
};

export const ROW_STATE_FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  isMatch: mark(
    (call) => call.scope.schema.lookedUp,
    'lookup',
    (row) => row.matched === true,
  ),
  isError: mark(
    (call) => call.scope.schema.assertions.size > 0,
    'assert',
    (row) => row.errors.size > 0,
  ),
  hasError,
  isInsert: action('insert'),
  isUpdate: action('update'),
  isUpsert: action('upsert'),
  isDelete: action('delete'),
  byName,
  hasColumn,
  columnNames,
  columns: (call) => call.fail('stands for many values: pass it to a function that takes many'),
  typeMatch,
};
