import { type CompanyGraph, type Expression, type Relation, type Table, walk } from '../model';

/** Names of a table's columns whose values are pseudonyms, made by its own flow or by those of the tables it reads. */
export function pseudonymisedColumns(table: Table, graph: CompanyGraph): ReadonlySet<string> {
  return new Trace(graph).of(table.relation);
}

class Trace {
  private readonly known = new Map<Relation, ReadonlySet<string>>();

  constructor(private readonly graph: CompanyGraph) {}

  of(relation: Relation): ReadonlySet<string> {
    const known = this.known.get(relation);
    if (known) return known;
    const found = this.found(relation);
    this.known.set(relation, found);
    return found;
  }

  private found(relation: Relation): ReadonlySet<string> {
    switch (relation.step) {
      case 'read': {
        const owned = this.graph.tableOf(relation.from);
        return owned ? this.of(owned.table.relation) : new Set();
      }
      case 'derive': {
        const input = this.of(relation.input);
        const replaced = new Set(relation.values.map(({ name }) => name));
        return new Set([
          ...[...input].filter((name) => !replaced.has(name)),
          ...namedPseudonyms(relation.values, input),
        ]);
      }
      case 'aggregate':
        return new Set(namedPseudonyms(relation.groups, this.of(relation.input)));
      case 'select': {
        const input = this.of(relation.input);
        return new Set(relation.picks.filter(({ from }) => input.has(from)).map(({ name }) => name));
      }
      case 'join':
      case 'asOfJoin':
      case 'union':
        return new Set([...this.of(relation.input), ...this.of(relation.other)]);
      // What SQL makes of a column is not followed.
      case 'sql':
        return new Set();
      default:
        return this.of(relation.input);
    }
  }
}

function namedPseudonyms(
  values: readonly { readonly name: string; readonly expression: Expression }[],
  input: ReadonlySet<string>,
): string[] {
  return values.filter(({ expression }) => isPseudonym(expression, input)).map(({ name }) => name);
}

function isPseudonym(expression: Expression, input: ReadonlySet<string>): boolean {
  if (expression.op === 'column') return input.has(expression.name);
  return [...walk(expression)].some((node) => node.op === 'call' && node.name === 'pseudonym');
}
