import { type Flaw, type Mistake } from '../../model';

/** A mistake as its message tells it, without the place: `LH0002 "flow.asOfJoin.maxAgeDays" is -1; allowed: …`. */
export function sentenceOf({ code, got, allowed, change, ...rest }: Flaw | Mistake): string {
  const prop = 'prop' in rest ? `"${rest.prop}" ` : '';
  const parts = [`${code} ${prop}${got}`, allowed === undefined ? undefined : `allowed: ${allowed}`, change];
  return parts.filter((part) => part !== undefined).join('; ');
}
