import type { BuiltIn } from '../bound';
import { notModelled, TsqlError } from '../errors';
import { DATE_FUNCTIONS } from './dates';
import { NUMBER_FUNCTIONS } from './numbers';
import { STRING_FUNCTIONS } from './strings';
import { SYSTEM_FUNCTIONS } from './system';

const FUNCTIONS = new Map<string, BuiltIn>(
  [STRING_FUNCTIONS, NUMBER_FUNCTIONS, DATE_FUNCTIONS, SYSTEM_FUNCTIONS].flatMap((group) =>
    Object.entries(group),
  ),
);

/** Functions that exist but are left out, with the reason. */
const REFUSED: Readonly<Record<string, string>> = {
  DATENAME: 'its result depends on the session language',
  FORMAT: 'it is left to the .NET runtime',
  GETDATE: 'its type is datetime; use SYSUTCDATETIME()',
  GETUTCDATE: 'its type is datetime; use SYSUTCDATETIME()',
  SYSDATETIME: 'it depends on the time zone of the service; use SYSUTCDATETIME()',
  ISNUMERIC: 'it accepts signs, currency symbols and commas alone; use TRY_CAST',
  NEWID: 'it gives another value each time',
  RAND: 'it gives another value each time',
  CHOOSE: 'it is not needed; use CASE',
  PARSE: 'it is left to the .NET runtime',
};

/** Finds a built-in scalar function and checks the number of its arguments. */
export function findFunction(name: string, argumentCount: number): BuiltIn {
  const found = FUNCTIONS.get(name);
  if (!found) {
    const reason = REFUSED[name];
    throw reason === undefined
      ? new TsqlError(`'${name}' is not a recognized built-in function name`, 195)
      : notModelled(`function ${name}: ${reason}`);
  }
  if (argumentCount < found.min || argumentCount > found.max) {
    const wanted = found.min === found.max ? String(found.min) : `${found.min} to ${found.max}`;
    throw new TsqlError(
      `the ${name.toLowerCase()} function requires ${wanted} argument(s), not ${argumentCount}`,
      174,
    );
  }
  return found;
}
