import { type Schema } from '../columns';
import { type Expr, literal, when } from '../expressions';
import { said } from '../said';
import { type ExactNumber } from '../types';
import { Flow, relationOf } from './flow';
import * as steps from './steps';

type Name<S> = Extract<keyof S, string>;
type AmountName<S> = { readonly [C in Name<S>]: S[C] extends ExactNumber ? C : never }[Name<S>];
type Converted<A> = {
  readonly [C in A extends Readonly<Record<string, infer N extends string>> ? N : never]: 'decimal';
};

/** Where dated rates come from. */
export interface RatesSource<R extends Schema> {
  /** The rates: one row for each currency and day. */
  readonly flow: Flow<R>;
  /** The column with the code of the currency that a rate is for. */
  readonly currency: Name<R>;
  /** The day from which a rate holds. */
  readonly day: Name<R>;
  /** The column with the rate; zero and negative rates count as missing. */
  readonly rate: Name<R>;
  /**
   * What a rate of 2 means: `base-per-unit`, one unit costs two of the base currency; `units-per-base`, two units cost
   * one of it.
   */
  readonly quote: 'base-per-unit' | 'units-per-base';
}

/** What {@link convertCurrency} converts, and how. */
export interface CurrencyConversion<S extends Schema, R extends Schema, A> {
  /** Money columns and the names of their converted counterparts: `{ amount: 'amount_eur' }`. */
  readonly amounts: A & { readonly [C in AmountName<S>]?: string } & {
    readonly [C in Exclude<keyof A, AmountName<S>>]: never;
  };
  /** The column with the currency code of a row. */
  readonly currency: Name<S>;
  /** The date column whose rate is used. */
  readonly day: Name<S>;
  /** The dated rates, and how to read them. */
  readonly rates: RatesSource<R>;
  /** Code of the currency converted into; rows that already have it keep their amounts. */
  readonly base: string;
  /** The last known rate is used when it is at most this many days old. @default 7 */
  readonly maxAgeDays?: number;
  /** Digits behind the point of converted amounts, rounded half away from zero. @default 2 */
  readonly scale?: number;
}

/** Days for which the last known rate may stand in, when a conversion does not say: a week with its holidays. */
export const DEFAULT_MAX_RATE_AGE_DAYS = 7;

/**
 * Converts money columns into one currency by dated rates, and adds the rate used as `exchange_rate`.
 *
 * Rows without a usable rate (none in time, zero or negative) and amounts too large to hold go to quarantine, check
 * `exchange-rate`; they never become null or zero.
 */
export function convertCurrency<
  S extends Schema,
  R extends Schema,
  const A extends Readonly<Record<string, string>>,
>(
  rows: Flow<S>,
  conversion: CurrencyConversion<S, R, A>,
): Flow<{
  readonly [C in keyof (S & Converted<A> & { exchange_rate: 'decimal' })]: (S &
    Converted<A> & { exchange_rate: 'decimal' })[C];
}> {
  const { currency, day, base, maxAgeDays = DEFAULT_MAX_RATE_AGE_DAYS, scale = 2 } = said(conversion);
  const rates = said(said(conversion).rates);
  const amounts = Object.entries<string>(said(said(conversion).amounts));
  const dated = steps.project(
    relationOf(rates.flow),
    [
      { name: currency, from: rates.currency },
      { name: 'rate_day', from: rates.day },
      { name: 'quoted_rate', from: rates.rate },
    ],
    'flow.convertCurrency',
  );
  const joined = steps.asOfJoin(relationOf(rows), dated, {
    on: [currency],
    day,
    otherDay: 'rate_day',
    maxAgeDays,
  });
  const rated = steps.derive(joined, () => ({
    exchange_rate: when(
      [[steps.columnOf<'string'>(joined, currency).equals(base), literal(1)]],
      steps.columnOf<ExactNumber>(joined, 'quoted_rate'),
    ),
  }));
  const rate = steps.columnOf<'decimal'>(rated, 'exchange_rate');
  const converted = steps.derive(rated, () =>
    Object.fromEntries(
      amounts.map(([from, to]) => [
        to,
        inBase(steps.columnOf<'decimal'>(rated, from), rate, rates.quote, scale),
      ]),
    ),
  );
  const kept = (name: string): Expr<'boolean'> => steps.columnOf(converted, name).isNotNull();
  const checked = steps.check(converted, 'exchange-rate', () => ({
    'missing-rate': rate.isNotNull().and(rate.greaterThan(0)),
    ...Object.fromEntries(
      amounts.map(([from, to]) => [`overflow:${to}`, steps.columnOf(converted, from).isNull().or(kept(to))]),
    ),
  }));
  const names = checked.columns.map(({ name }) => name).filter((name) => name !== 'quoted_rate');
  return new Flow(steps.select(checked, names));
}

function inBase(
  amount: Expr<'decimal'>,
  rate: Expr<'decimal'>,
  quote: RatesSource<Schema>['quote'],
  scale: number,
): Expr<'decimal'> {
  return quote === 'base-per-unit' ? amount.times(rate).round(scale) : amount.dividedBy(rate, scale);
}
