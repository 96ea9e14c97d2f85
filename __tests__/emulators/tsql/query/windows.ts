import type { Frame, FrameBound, FunctionCall } from '../ast';
import { coerce, type BoundExpr, type Env } from '../bound';
import { TsqlError } from '../errors';
import { BIGINT, type SqlType } from '../types';
import { integerOf, keyOf, type SqlValue } from '../values';
import { bindAggregate, compareKeys, isAggregate, type BoundOrder } from './aggregates';

/** A window function, bound; it is computed over all rows of the query at once. */
export interface BoundWindow {
  readonly type: SqlType;
  /** Values for the rows, in the order given. */
  compute(rows: readonly Env[]): readonly SqlValue[];
}

/** The parts of a window call, bound. */
export interface WindowParts {
  readonly args: readonly BoundExpr[];
  readonly partitionBy: readonly BoundExpr[];
  readonly orderBy: readonly BoundOrder[];
  readonly frame: Frame | undefined;
}

/** Computes the values of one partition whose rows are in order. */
type PartitionFunction = (
  rows: readonly Env[],
  isPeer: (i: number, j: number) => boolean,
) => readonly SqlValue[];

const RANKING = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'NTILE']);
const OFFSET = new Set(['LAG', 'LEAD']);
const FRAMED = new Set(['FIRST_VALUE', 'LAST_VALUE']);

/** Tells whether a name is a function that only exists with OVER. */
export function isWindowFunction(name: string): boolean {
  return RANKING.has(name) || OFFSET.has(name) || FRAMED.has(name);
}

/** Binds a call with OVER. */
export function bindWindow(call: FunctionCall, parts: WindowParts): BoundWindow {
  const { name } = call;
  checkClauses(call, parts);
  if (RANKING.has(name)) {
    return overPartitions(BIGINT, parts, ranking(call, parts));
  }
  if (OFFSET.has(name)) {
    return bindOffset(call, parts);
  }
  if (FRAMED.has(name)) {
    const [arg] = parts.args;
    if (!arg || parts.args.length !== 1) {
      throw new TsqlError(`the ${name.toLowerCase()} function requires 1 argument`, 174);
    }
    return overPartitions(arg.type, parts, (rows, isPeer) =>
      rows.map((_, i) => {
        const frame = frameOf(rows, i, parts, isPeer);
        const env = name === 'FIRST_VALUE' ? frame[0] : frame[frame.length - 1];
        return env ? arg.evaluate(env) : null;
      }),
    );
  }
  const aggregate = bindAggregate(call, parts.args, []);
  return overPartitions(aggregate.type, parts, (rows, isPeer) =>
    rows.map((_, i) => aggregate.compute(frameOf(rows, i, parts, isPeer))),
  );
}

function checkClauses(call: FunctionCall, { orderBy, frame }: WindowParts): void {
  const { name, distinct } = call;
  const isKnown = isWindowFunction(name) || (isAggregate(name) && name !== 'STRING_AGG');
  if (!isKnown) {
    throw new TsqlError(
      `the function '${name}' is not a valid windowing function, and cannot be used with the OVER clause`,
      4113,
    );
  }
  if (distinct) {
    throw new TsqlError('use of DISTINCT is not allowed with the OVER clause', 10759);
  }
  if (!isAggregate(name) && orderBy.length === 0) {
    throw new TsqlError(`the function '${name}' must have an OVER clause with ORDER BY`, 4112);
  }
  if (frame && (RANKING.has(name) || OFFSET.has(name))) {
    throw new TsqlError(`the function '${name}' may not have a window frame`, 10752);
  }
  if (frame && orderBy.length === 0) {
    throw new TsqlError('window frame with ROWS or RANGE must have an ORDER BY clause', 10756);
  }
}

function overPartitions(
  type: SqlType,
  { partitionBy, orderBy }: WindowParts,
  apply: PartitionFunction,
): BoundWindow {
  return {
    type,
    compute: (rows) => {
      const result: SqlValue[] = rows.map(() => null);
      const partitions = new Map<string, number[]>();
      rows.forEach((env, i) => {
        const key = keyOf(partitionBy.map((expr) => expr.evaluate(env)));
        const members = partitions.get(key) ?? [];
        members.push(i);
        partitions.set(key, members);
      });
      const keys = rows.map((env) => orderBy.map(({ expr }) => expr.evaluate(env)));
      for (const members of partitions.values()) {
        members.sort((a, b) => compareKeys(keys[a] ?? [], keys[b] ?? [], orderBy));
        const ordered = members.flatMap((i) => rows[i] ?? []);
        const isPeer = (i: number, j: number): boolean =>
          compareKeys(keys[members[i] ?? -1] ?? [], keys[members[j] ?? -1] ?? [], orderBy) === 0;
        apply(ordered, isPeer).forEach((value, i) => {
          result[members[i] ?? -1] = value;
        });
      }
      return result;
    },
  };
}

function ranking({ name }: FunctionCall, { args }: WindowParts): PartitionFunction {
  if (args.length !== (name === 'NTILE' ? 1 : 0)) {
    throw new TsqlError(`the ${name.toLowerCase()} function was given ${args.length} argument(s)`, 174);
  }
  return (rows, isPeer) => {
    let [rank, dense] = [0n, 0n];
    return rows.map((env, i) => {
      if (i === 0 || !isPeer(i - 1, i)) {
        rank = BigInt(i + 1);
        dense += 1n;
      }
      switch (name) {
        case 'RANK':
          return rank;
        case 'DENSE_RANK':
          return dense;
        case 'NTILE':
          return tile(BigInt(i), BigInt(rows.length), integerOf(args[0]?.evaluate(env) ?? null));
        default:
          return BigInt(i + 1);
      }
    });
  };
}

/** The larger tiles come first. */
function tile(index: bigint, size: bigint, tiles: bigint): bigint {
  if (tiles < 1n) {
    throw new TsqlError(
      'the function ntile takes only a positive int or bigint expression as its input',
      4116,
    );
  }
  const [small, larger] = [size / tiles, size % tiles];
  const inLarger = larger * (small + 1n);
  return index < inLarger ? index / (small + 1n) + 1n : larger + (index - inLarger) / small + 1n;
}

function bindOffset({ name }: FunctionCall, parts: WindowParts): BoundWindow {
  const [arg, offsetArg, fallbackArg, ...rest] = parts.args;
  if (!arg || rest.length > 0) {
    throw new TsqlError(`the ${name.toLowerCase()} function requires 1 to 3 arguments`, 174);
  }
  const offset = offsetArg && coerce(offsetArg, BIGINT);
  const fallback = fallbackArg && coerce(fallbackArg, arg.type);
  return overPartitions(arg.type, parts, (rows) =>
    rows.map((env, i) => {
      const distance = offset ? integerOf(offset.evaluate(env)) : 1n;
      if (distance < 0n) {
        throw new TsqlError(`the offset parameter for ${name} cannot be a negative value`, 8730);
      }
      const target = rows[i + Number(distance) * (name === 'LAG' ? -1 : 1)];
      return target ? arg.evaluate(target) : (fallback?.evaluate(env) ?? null);
    }),
  );
}

/** With ORDER BY and no frame, the default is RANGE UNBOUNDED PRECEDING: peers are included. */
function frameOf(
  rows: readonly Env[],
  current: number,
  { orderBy, frame }: WindowParts,
  isPeer: (i: number, j: number) => boolean,
): readonly Env[] {
  if (orderBy.length === 0) {
    return rows;
  }
  const { unit, start, end }: Frame = frame ?? {
    unit: 'RANGE',
    start: { unbounded: 'PRECEDING' },
    end: { offset: 0 },
  };
  let [from, to] = [edge(start, current, rows.length), edge(end, current, rows.length)];
  if (unit === 'RANGE') {
    while ('offset' in start && from > 0 && isPeer(from - 1, current)) {
      from -= 1;
    }
    while ('offset' in end && to < rows.length - 1 && isPeer(to + 1, current)) {
      to += 1;
    }
  }
  return rows.slice(Math.max(0, from), Math.max(0, to + 1));
}

function edge(bound: FrameBound, current: number, size: number): number {
  if ('offset' in bound) {
    return current + bound.offset;
  }
  return bound.unbounded === 'PRECEDING' ? 0 : size - 1;
}
