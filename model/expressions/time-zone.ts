import { callNode, invalidNode, literalNode } from './nodes';
import { type Expression } from './tree';

/**
 * A timestamp as the clocks of a place show it: only ever inside what is read off them, because it is no instant any more.
 *
 * Whether the place is known is reported at synth by those who know the engines; see `timeZoneIssues` of the compilers.
 */
export function inTimeZone(timestamp: Expression, timeZone: unknown): Expression {
  if (timeZone === undefined || timeZone === 'UTC') return timestamp;
  if (typeof timeZone !== 'string')
    return invalidNode(
      `the time zone is of type ${typeof timeZone}; allowed: a text such as "Europe/Berlin"; leave it out for UTC`,
      timestamp.type,
    );
  return callNode('inTimeZone', [timestamp, literalNode(timeZone)], timestamp.type);
}
