import { decimalType } from '../../model';
import { type FunctionCall } from './function-call';
import { as, typed, type TypedValue, type Value } from './values';

/** Functions of exact numbers. */
export const NUMBER_FUNCTIONS: Readonly<Record<string, (call: FunctionCall) => Value>> = {
  ABS: (call) => {
    call.count(1);
    const value = call.number(0);
    return typed(`abs(${value.sql})`, value.type);
  },

  FLOOR: (call) => whole(call, 'floor'),

  CEILING: (call) => whole(call, 'ceil'),

  ROUND: (call) => {
    call.count(2);
    const value = call.number(0);
    const scale = value.type.kind === 'decimal' ? value.type.scale : 0;
    const places = call.constant(1, 'a number of places', 0, 38);
    return places >= scale ? value : typed(as(`round(${value.sql}, ${places})`, value.type), value.type);
  },
};

function whole(call: FunctionCall, name: 'floor' | 'ceil'): TypedValue {
  call.count(1);
  const value = call.number(0);
  if (value.type.kind !== 'decimal') return value;
  const type = decimalType(value.type.precision, 0);
  return typed(as(`${name}(${value.sql})`, type), type);
}
