import { type Readable } from '../flows/relation';
import { leastMasked, maskedTwice, type Masking } from './masking';

/** A column that a flow reads and a value is made of. */
export interface Origin {
  /** What is read. */
  readonly from: Readable;
  /** Its column. */
  readonly column: string;
  /** OpenLineage's subtype of a direct transformation. */
  readonly how: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION';
  /** What the value no longer shows of the column. @default nothing: whoever reads it learns something of single values */
  readonly masking?: Masking;
}

/** A column of a step. */
export interface Made {
  /** What it is made of. */
  readonly origins: readonly Origin[];
  /** What was computed on the way, as `name = expression`. */
  readonly expressions: readonly string[];
  /** Its value, where all rows have the same; null where none has one. */
  readonly constant?: string | number | boolean | null;
}

/** The columns of a step, by name. */
export type Columns = ReadonlyMap<string, Made>;

/** What no column is known of. */
export const NOTHING: Made = { origins: [], expressions: [] };

const STRENGTH = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'] as const;

/** Several values side by side, such as those of a union. */
export function united(values: readonly Made[]): Made {
  const [only] = values;
  if (only !== undefined && values.length === 1) return only;
  const origins = new Map<string, Origin>();
  for (const origin of values.flatMap((value) => value.origins)) {
    const id = `${origin.from.zone} ${origin.from.name} ${origin.column}`;
    const before = origins.get(id);
    origins.set(id, before ? bothWays(before, origin) : origin);
  }
  return {
    origins: [...origins.values()],
    expressions: [...new Set(values.flatMap(({ expressions }) => expressions))],
  };
}

/** The columns of several ways to the same step. */
export function unitedColumns(ways: readonly Columns[]): Columns {
  const [first = new Map<string, Made>()] = ways;
  if (ways.length < 2) return first;
  return new Map(
    [...first.keys()].map((name) => [name, united(ways.map((way) => way.get(name) ?? NOTHING))]),
  );
}

/** One value that is computed from several. */
export function merged(values: readonly Made[], computed: readonly string[], how: Origin['how']): Made {
  const { origins, expressions } = united(values);
  return {
    origins: origins.map((origin) => ({ ...origin, how: stronger(origin.how, how) })),
    expressions: [...new Set([...expressions, ...computed])],
  };
}

/** A value of which only a part is shown. */
export function masked({ origins, expressions }: Made, hidden: Masking | undefined): Made {
  if (hidden === undefined) return { origins, expressions };
  return {
    origins: origins.map((origin) => ({ ...origin, masking: maskedTwice(origin.masking, hidden) })),
    expressions,
  };
}

/** A field of the elements of an array, as contracts name it. */
export function elements({ origins, expressions }: Made, field: string): Made {
  return {
    origins: origins.map((origin) => ({ ...origin, column: `${origin.column}.${field}` })),
    expressions,
  };
}

/** A column that a value is made of by two ways. */
function bothWays(one: Origin, other: Origin): Origin {
  const { masking: _, ...rest } = one;
  const masking = leastMasked(one.masking, other.masking);
  return { ...rest, how: stronger(one.how, other.how), ...(masking && { masking }) };
}

function stronger(one: Origin['how'], other: Origin['how']): Origin['how'] {
  return STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;
}
