/**
 * An error the database would raise, or a construct this interpreter refuses.
 *
 * `number` is SQL Server's message number where one is documented; 0 marks T-SQL that is legal but
 * not modelled here, which must never be mistaken for a passing test.
 */
export class TsqlError extends Error {
  constructor(
    message: string,
    readonly number: number = 50000,
    readonly state: number = 1,
  ) {
    super(message);
    this.name = 'TsqlError';
  }
}

/** A value that does not convert to its target type: what TRY_CAST and TRY_CONVERT turn into NULL. */
export class ConversionError extends TsqlError {}

/** Builds the error for T-SQL that exists but that this interpreter does not model. */
export function notModelled(what: string): TsqlError {
  return new TsqlError(`not modelled by this interpreter: ${what}`, 0);
}

/** Builds the error for T-SQL that a serverless SQL pool rejects. */
export function notOnServerless(what: string): TsqlError {
  return new TsqlError(`${what} is not supported by a serverless SQL pool`, 15868);
}
