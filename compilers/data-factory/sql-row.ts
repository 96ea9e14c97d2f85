import { bracketed, tsqlText } from '../tsql/literals';
import { expression, type PipelineExpression } from './activities';

/** A value of a row: a fixed text, or one that Data Factory computes. */
export type RowValue =
  | { readonly text: string }
  | {
      /** An expression of Data Factory without its at sign. */
      readonly value: string;
      /** Longest text in characters; what is more is cut. @default all */
      readonly cut?: number;
    };

/**
 * A query that answers one row of texts which Data Factory computes: no activity can write a file by itself, but a copy
 * can write what a query answers. Quotes are doubled, so no value ends its literal.
 */
export function sqlRow(columns: Readonly<Record<string, RowValue>>): PipelineExpression {
  const parts: string[] = [];
  let fixed = 'SELECT ';
  Object.entries(columns).forEach(([name, column], index) => {
    if (index > 0) fixed += ', ';
    if ('text' in column) {
      fixed += `N${tsqlText(column.text)}`;
    } else {
      const { value, cut } = column;
      parts.push(expressionText(`${fixed}${cut === undefined ? '' : 'LEFT('}N'`));
      parts.push(`replace(${value}, '''', '''''')`);
      fixed = `'${cut === undefined ? '' : `, ${cut})`}`;
    }
    fixed += ` AS ${bracketed(name)}`;
  });
  return expression(`@concat(${[...parts, expressionText(fixed)].join(', ')})`);
}

/** A fixed text in an expression of Data Factory. */
function expressionText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
