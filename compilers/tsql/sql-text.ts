import { inputOf, readSql, type SqlRows, sqlTokens } from '../../model';

/** What stands in place of the names in a department's SQL. */
export interface SqlNames {
  /** Stands for an input; its declared name is given. */
  readonly input: (name: string) => string;
  /** Stands for a parameter; its declared name is given. */
  readonly parameter: (name: string) => string;
  /** Quotes the name by which the rest of the statement knows an input. */
  readonly alias: (name: string) => string;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A department's T-SQL with other names for inputs and parameters; texts, quoted names and comments stay as they are. */
export function renamedSql({ text, inputs, parameters }: SqlRows, names: SqlNames): string {
  const { tables, variables, tokens } = readSql(text);
  const known = inputs.map(({ name }) => name);
  const last = tokens.filter((token) => token.text !== ';').pop();
  return changed(text.slice(0, last?.end), [
    ...tables.flatMap((table): Change[] => {
      const name = inputOf(table, known);
      if (name === undefined) return [];
      // Without another name, the statement goes on to call it by the last part of this one.
      const alias = table.aliased ? '' : ` AS ${names.alias(table.parts[1] ?? name)}`;
      return [{ start: table.start, end: table.end, by: `${names.input(name)}${alias}` }];
    }),
    ...parameterChanges(variables, parameters, names.parameter),
  ]);
}

/** A DuckDB override with its parameters put in, without what follows its end. */
export function parameterizedOverride(
  duckDbOverride: string,
  parameters: SqlRows['parameters'],
  value: (name: string) => string,
): string {
  const tokens = sqlTokens(duckDbOverride, 'duckdb');
  const last = tokens.filter((token) => token.text !== ';').pop();
  const variables = tokens.filter(({ kind }) => kind === 'variable');
  return changed(duckDbOverride.slice(0, last?.end), parameterChanges(variables, parameters, value));
}

function parameterChanges(
  variables: readonly { readonly text: string; readonly start: number; readonly end: number }[],
  parameters: SqlRows['parameters'],
  value: (name: string) => string,
): Change[] {
  return variables.flatMap(({ text, start, end }) => {
    const found = parameters.find(({ name }) => `@${name}` === text.toLowerCase());
    return found ? [{ start, end, by: value(found.name) }] : [];
  });
}

function changed(text: string, changes: readonly Change[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, by } of [...changes].sort((a, b) => a.start - b.start)) {
    result += text.slice(position, start) + by;
    position = end;
  }
  return result + text.slice(position);
}
