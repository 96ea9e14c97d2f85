import { type Aggregate, type Expression, type WindowCall } from '../expressions';

/**
 * What a value no longer shows of the one it is made of: only a pseudonym is left, only whether there is a value, or only what
 * many rows have in common.
 */
export type Masking = 'pseudonym' | 'presence' | 'aggregate';

const ORDER: readonly (Masking | undefined)[] = [undefined, 'pseudonym', 'presence', 'aggregate'];

/** What is hidden after two steps in a row: what either hides. */
export function maskedTwice(first: Masking | undefined, second: Masking | undefined): Masking | undefined {
  return ORDER[Math.max(ORDER.indexOf(first), ORDER.indexOf(second))];
}

/** What is hidden where a value comes by two ways: what both hide. */
export function leastMasked(one: Masking | undefined, other: Masking | undefined): Masking | undefined {
  return ORDER[Math.min(ORDER.indexOf(one), ORDER.indexOf(other))];
}

/** The columns of an expression, each with what the expression hides of it. */
export function maskedColumns(
  node: Expression,
  around?: Masking,
  found = new Map<string, Masking | undefined>(),
): Map<string, Masking | undefined> {
  if (node.op === 'column')
    found.set(node.name, found.has(node.name) ? leastMasked(found.get(node.name), around) : around);
  if (node.op === 'call')
    for (const argument of node.arguments)
      maskedColumns(argument, maskedTwice(around, maskingOf(node.name)), found);
  return found;
}

/** What an aggregate hides of the rows that it is computed from: the least and the greatest value are still those of one row. */
export function aggregateMasking({ name }: Pick<Aggregate, 'name'>): Masking | undefined {
  return name === 'min' || name === 'max' ? undefined : 'aggregate';
}

/** What a value computed from the rows around hides of them: the row before and the row after are single rows. */
export function windowMasking({ name }: Pick<WindowCall, 'name'>): Masking | undefined {
  return name === 'lag' || name === 'lead' ? undefined : 'aggregate';
}

function maskingOf(name: string): Masking | undefined {
  if (name === 'pseudonym') return 'pseudonym';
  return name === 'isNull' ? 'presence' : undefined;
}
