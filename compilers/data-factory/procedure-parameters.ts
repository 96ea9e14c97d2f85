import { type DataType, type SqlParameter, type Table } from '../../model';
import { expression, literalText, type Text } from './activities';
import { WINDOW_START } from './window';

/** Types that Data Factory gives the parameters of a stored procedure. */
type ParameterType = 'String' | 'Int64' | 'Decimal' | 'DateTime' | 'Boolean';

/** A parameter of a stored procedure call, as Data Factory writes it. */
export interface ProcedureParameter {
  /** A constant, or what the pipeline computes. */
  readonly value: Text;
  /** Data Factory's type of it. */
  readonly type: ParameterType;
}

/** What a pipeline passes to the procedure that stores a table, beside the id of the run. */
export function procedureParameters({ relation }: Table): Record<string, ProcedureParameter> {
  if (relation.step !== 'sql') return {};
  return Object.fromEntries(
    relation.parameters.map((parameter) => [
      parameter.name,
      { value: valueOf(parameter), type: typeOf(parameter.type) },
    ]),
  );
}

/** Whether the procedure that stores a table has to know the window of the pipeline. */
export function knowsWindow({ relation }: Table): boolean {
  return relation.step === 'sql' && relation.parameters.some(({ value }) => typeof value !== 'string');
}

function valueOf({ value }: SqlParameter): Text {
  if (typeof value === 'string') return literalText(value);
  return expression(`@formatDateTime(pipeline().parameters.${WINDOW_START}, 'yyyy-MM-dd')`);
}

function typeOf({ kind }: DataType): ParameterType {
  switch (kind) {
    case 'string':
      return 'String';
    case 'integer':
    case 'long':
      return 'Int64';
    case 'decimal':
      return 'Decimal';
    case 'boolean':
      return 'Boolean';
    case 'date':
    case 'timestamp':
      return 'DateTime';
    case 'double':
    case 'array':
      throw new Error(`not validated: a parameter of type ${kind}`);
  }
}
