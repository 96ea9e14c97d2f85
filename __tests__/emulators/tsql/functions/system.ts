import { asText, coerce, strict, type BoundCall, type BoundExpr, type BuiltIn } from '../bound';
import { TsqlError } from '../errors';
import { INT, nvarchar, SYSNAME, type SqlType } from '../types';
import { integerOf, textOf, type SqlValue } from '../values';

function constant(type: SqlType, value: () => SqlValue): BoundExpr {
  return { type, evaluate: value };
}

function lookUp(what: 'schema' | 'database' | 'principal'): BuiltIn {
  return {
    min: what === 'principal' ? 1 : 0,
    max: 1,
    bind: ({ name, args: [arg], session }) =>
      arg
        ? strict(INT, [asText(arg, name, 1)], ([value]) => session.lookUp(what, textOf(value ?? null)))
        : constant(INT, () => session.lookUp(what, what === 'schema' ? 'dbo' : session.database)),
  };
}

function objectId({ name, args, session }: BoundCall): BoundExpr {
  const texts = args.map((arg, i) => asText(arg, name, i + 1));
  return strict(INT, texts, ([object, type]) =>
    session.lookUp('object', textOf(object ?? null), type === undefined ? undefined : textOf(type)),
  );
}

function nameOf(what: 'schema' | 'object'): BuiltIn {
  return {
    min: 1,
    max: 1,
    bind: ({ args: [arg], session }) => {
      if (!arg) {
        throw new TsqlError('internal: an argument is missing');
      }
      return strict(SYSNAME, [coerce(arg, INT)], ([value]) => session.nameOf(what, integerOf(value ?? null)));
    },
  };
}

const USER: BuiltIn = { min: 0, max: 0, bind: ({ session }) => constant(SYSNAME, () => session.user) };

/** Functions about the session, the catalogue and the error being handled. */
export const SYSTEM_FUNCTIONS: Readonly<Record<string, BuiltIn>> = {
  SCHEMA_ID: lookUp('schema'),
  DB_ID: lookUp('database'),
  DATABASE_PRINCIPAL_ID: lookUp('principal'),
  OBJECT_ID: { min: 1, max: 2, bind: objectId },
  SCHEMA_NAME: nameOf('schema'),
  OBJECT_NAME: nameOf('object'),
  DB_NAME: { min: 0, max: 0, bind: ({ session }) => constant(SYSNAME, () => session.database) },
  CURRENT_USER: USER,
  SESSION_USER: USER,
  SYSTEM_USER: USER,
  USER,
  USER_NAME: USER,
  SUSER_SNAME: USER,
  SUSER_NAME: USER,
  ERROR_MESSAGE: {
    min: 0,
    max: 0,
    bind: ({ session }) => constant(nvarchar(4000), () => session.error?.message ?? null),
  },
  ERROR_NUMBER: {
    min: 0,
    max: 0,
    bind: ({ session }) => constant(INT, () => (session.error ? BigInt(session.error.number) : null)),
  },
};
