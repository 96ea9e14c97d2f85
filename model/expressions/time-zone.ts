import { callNode, invalidNode, literalNode } from './nodes';
import { type Expression } from './tree';

/**
 * A moment as the clocks of a place show it: only ever inside what is read off them, because it is no moment any more.
 *
 * Whether the place is known is told at synth by those who know the engines; see `timeZoneIssues` of the compilers.
 */
export function inTimeZone(moment: Expression, timeZone: unknown): Expression {
  if (timeZone === undefined || timeZone === 'UTC') return moment;
  if (typeof timeZone !== 'string')
    return invalidNode(
      `the time zone is of type ${typeof timeZone}; allowed: a text such as "Europe/Berlin"; leave it out for UTC`,
      moment.type,
    );
  return callNode('inTimeZone', [moment, literalNode(timeZone)], moment.type);
}
