import { decimalType, stringType } from '../types';
import { when } from './conditional';
import { Expr, literal, parse } from './expr';
import { callNode, literalNode } from './nodes';
import { inTimeZone } from './time-zone';

// What delivered text is read with, beside the functions of flows: a contract asks for it, never a flow.

const MINUTES_OF_A_DAY = 24 * 60;
const MILLISECONDS_OF_A_MINUTE = 60_000;
/** Of the years 1000 and 2999, the milliseconds at their ends: what timestamps are read from as text ends there too. */
const FIRST_MILLISECOND = -30_610_224_000_000;
const LAST_MILLISECOND = 32_503_679_999_999;

/** A missing text. */
export function noText(): Expr<'string'> {
  return new Expr({ op: 'literal', value: null, type: stringType(1), nullable: true });
}

/** What a group of a regular expression stands for in a text that matches as a whole, of so many characters at most; null in others. */
export function extract(
  text: Expr<'string'>,
  source: string,
  group: number,
  longest: number,
): Expr<'string'> {
  const nodes = [text.node, literalNode(source), literalNode(group)];
  return new Expr(callNode('extract', nodes, stringType(longest), true));
}

/** The timestamp of a number of units since 1970, of which there are so many in a millisecond; null beyond the years 1000 to 2999. */
export function sinceEpoch(text: Expr<'string'>, perMillisecond: number): Expr<'timestamp'> {
  const number = parse(text, decimalType(24, 6));
  const milliseconds = (perMillisecond === 1 ? number : number.times(1 / perMillisecond)).floor();
  const epoch = new Expr<'timestamp'>({
    op: 'literal',
    value: '1970-01-01 00:00:00',
    type: { kind: 'timestamp' },
    nullable: false,
  });
  return when([
    [milliseconds.isBetween(FIRST_MILLISECOND, LAST_MILLISECOND), later(epoch, milliseconds.toLong())],
  ]);
}

/**
 * The instant at which the clock of a place shows a timestamp: the first, where it does so twice; null where it never does.
 *
 * Engines choose differently at both. So the offsets of the day before and of the day after are tried, the former first, and what
 * the clock shows at each is compared.
 */
export function instantOf(shown: Expr<'timestamp'>, timeZone: string): Expr<'timestamp'> {
  const tried = [-MINUTES_OF_A_DAY, MINUTES_OF_A_DAY].map((away) => {
    const near = later(shown, literal(away * MILLISECONDS_OF_A_MINUTE));
    const offset = near.minutesUntil(clock(near, timeZone));
    return later(shown, offset.times(-MILLISECONDS_OF_A_MINUTE).toLong());
  });
  return when(tried.map((instant) => [clock(instant, timeZone).equals(shown), instant]));
}

function clock(instant: Expr<'timestamp'>, timeZone: string): Expr<'timestamp'> {
  return new Expr(inTimeZone(instant.node, timeZone));
}

function later(
  instant: Expr<'timestamp'>,
  milliseconds: Expr<'integer' | 'long' | 'decimal'>,
): Expr<'timestamp'> {
  return new Expr(callNode('addMilliseconds', [instant.node, milliseconds.node], { kind: 'timestamp' }));
}
