import { failure, rowsOf } from './tsql/fixture';

/** AT TIME ZONE as documented, and what of it is not modelled. */
const moment = (text: string): string => `CAST('${text}' AS datetime2(6)) AT TIME ZONE 'UTC'`;
const BERLIN = "AT TIME ZONE 'W. Europe Standard Time'";

describe('AT TIME ZONE', () => {
  it.each([
    [`CAST(${moment('2026-03-29 00:59:59.999999')} ${BERLIN} AS datetime2(6))`, '2026-03-29 01:59:59.999999'],
    [`CAST(${moment('2026-03-29 01:00:00')} ${BERLIN} AS datetime2(6))`, '2026-03-29 03:00:00.000000'],
    [`CAST(${moment('2026-07-31 22:00:00')} ${BERLIN} AS date)`, '2026-08-01'],
    [`DATEPART(HOUR, ${moment('2026-07-31 22:00:00')} ${BERLIN})`, '0'],
    [`MONTH(${moment('2026-07-31 22:00:00')} ${BERLIN})`, '8'],
    [`DATEPART(MINUTE, ${moment('2026-07-31 22:00:00')} AT TIME ZONE 'India Standard Time')`, '30'],
    [`CAST(${moment('2026-01-01 02:00:00')} AT TIME ZONE 'Eastern Standard Time' AS date)`, '2025-12-31'],
    [
      `CAST(${moment('2026-01-01 02:00:00')} ${BERLIN} AT TIME ZONE 'UTC' AS datetime2(6))`,
      '2026-01-01 02:00:00.000000',
    ],
  ])('shows a moment on the clock of a place: %s', (sql, shown) => {
    expect(rowsOf(`SELECT ${sql} AS v`)).toEqual([[shown]]);
  });

  it('gives null of null', () => {
    expect(
      rowsOf(`SELECT CAST(CAST(NULL AS datetime2(6)) AT TIME ZONE 'UTC' ${BERLIN} AS date) AS v`),
    ).toEqual([[null]]);
  });

  it.each([
    ["CAST('2026-01-01' AS date) AT TIME ZONE 'UTC'", 'data type date is invalid'],
    ["'2026-01-01' AT TIME ZONE 'UTC'", 'is invalid for argument 1'],
    [`CAST(${moment('2026-01-01')} AT TIME ZONE 'Europe/Berlin' AS date)`, "'Europe/Berlin' provided"],
    [`CAST('2026-01-01' AS datetime2(6)) ${BERLIN}`, 'may fall into a gap'],
    [`CAST(${moment('2009-12-31 23:59:59')} ${BERLIN} AS date)`, 'before 2010'],
    [`${moment('2026-01-01')} ${BERLIN}`, 'a datetimeoffset in a result'],
    [`CASE WHEN ${moment('2026-01-01')} = ${moment('2026-01-01')} THEN 1 END`, 'is incompatible with'],
    [`DATEDIFF(DAY, ${moment('2026-01-01')}, ${moment('2026-01-02')})`, 'datetimeoffset'],
  ])('refuses %s', (sql, message) => {
    expect(failure(`SELECT ${sql} AS v`)).toContain(message);
  });
});
