import type { Call, Expression } from '../../model';

/** An argument of a call, by position. */
export function argument({ name, arguments: all }: Call, index: number): Expression {
  const found = all[index];
  if (!found) throw new Error(`not validated: ${name}() lacks argument ${index + 1}`);
  return found;
}

/** Both arguments of a function of two. */
export function pair(call: Call): [Expression, Expression] {
  return [argument(call, 0), argument(call, 1)];
}

/** An argument that is always a constant, as it is written. */
export function constant(call: Call, index: number): string {
  const node = argument(call, index);
  if (node.op !== 'literal') throw new Error(`not validated: ${call.name}() takes a constant`);
  return String(node.value);
}

/** The conditions and values of a `when`, and what is left when none is true. */
export function casesOf(call: Call): {
  readonly cases: readonly (readonly [Expression, Expression])[];
  readonly otherwise?: Expression;
} {
  const { arguments: all } = call;
  const cases = Array.from(
    { length: Math.floor(all.length / 2) },
    (_, index) => [argument(call, index * 2), argument(call, index * 2 + 1)] as const,
  );
  return all.length % 2 === 1 ? { cases, otherwise: argument(call, all.length - 1) } : { cases };
}
