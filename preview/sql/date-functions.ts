import { type DataType } from '../../model';
import { type FunctionCall } from './function-call';
import { as, typed, type TypedValue, type Value } from './values';

const INTEGER: DataType = { kind: 'integer' };

/** Functions of dates and timestamps. */
export const DATE_FUNCTIONS: Readonly<Record<string, (call: FunctionCall) => Value>> = {
  YEAR: (call) => part(call, 'year'),

  MONTH: (call) => part(call, 'month'),

  DAY: (call) => part(call, 'day'),

  DATEPART: namedPart,

  // What the parser calls DATEPART.
  DATE_PART: namedPart,

  DATEADD: (call) => {
    call.count(3);
    if (call.datePart(0) !== 'day') return call.reader.refuse('DATEADD of other than days', 'add days');
    const [days, value] = [call.typed(1), call.timestamp(2)];
    if (days.type.kind !== 'integer')
      return call.reader.refuse(`DATEADD of ${days.type.kind} days`, 'CAST it to INT');
    return typed(
      value.type.kind === 'date'
        ? `CAST(${value.sql} + ${days.sql} AS DATE)`
        : `(${value.sql} + to_days(${days.sql}))`,
      value.type,
    );
  },

  DATEDIFF: (call) => {
    call.count(3);
    if (call.datePart(0) !== 'day') return call.reader.refuse('DATEDIFF of other than days', 'count days');
    const day = (index: number): string => `CAST(${call.timestamp(index).sql} AS DATE)`;
    return typed(as(`date_diff('day', ${day(1)}, ${day(2)})`, INTEGER), INTEGER);
  },

  EOMONTH: (call) => {
    call.count(1);
    return typed(`last_day(${call.timestamp(0).sql})`, { kind: 'date' });
  },
};

function part(call: FunctionCall, name: 'year' | 'month' | 'day'): TypedValue {
  call.count(1);
  return typed(as(`date_part('${name}', ${call.timestamp(0).sql})`, INTEGER), INTEGER);
}

function namedPart(call: FunctionCall): TypedValue {
  call.count(2);
  return typed(
    as(`date_part('${call.datePart(0, 'DATEPART')}', ${call.timestamp(1).sql})`, INTEGER),
    INTEGER,
  );
}
