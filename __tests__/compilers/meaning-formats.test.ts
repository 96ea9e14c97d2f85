import {
  type ColumnBuilder,
  dataContract,
  days,
  type Kind,
  mapping,
  t,
  type ValueFormats,
} from '../../model';
import { DuckDb } from '../../preview/duckdb';
import { type Inputs, onDataFlow, onDuckDb, textTable } from '../support/targets';

/** What a delivered text means: a value, nothing (null), or that it breaks the contract. */
const BROKEN = Symbol('broken');
type Meaning = string | null | typeof BROKEN;

/** A declaration, with texts that are valid, invalid, and on the edge. */
interface Declaration {
  readonly column: ColumnBuilder<Kind>;
  readonly writtenAs?: ValueFormats;
  readonly texts: readonly (readonly [text: string | null, means: Meaning])[];
}

const DECLARATIONS: Readonly<Record<string, Declaration>> = {
  'days, day first': {
    column: t.date().writtenAs('dd/MM/yyyy', 'dd/MM/yy'),
    texts: [
      ['03/01/19', '2019-01-03'],
      ['31/12/2019', '2019-12-31'],
      [' 29/02/2024 ', '2024-02-29'],
      ['29/02/2023', BROKEN],
      ['01/13/2019', BROKEN],
      ['3/1/2019', BROKEN],
      ['2019-01-03', BROKEN],
      ['31/12/20190', BROKEN],
      ['', null],
      [null, null],
    ],
  },
  'days of one digit or two': {
    column: t.date().writtenAs('M/d/yyyy'),
    texts: [
      ['1/2/2026', '2026-01-02'],
      ['12/31/2026', '2026-12-31'],
      ['01/02/2026', '2026-01-02'],
      ['001/2/2026', BROKEN],
      ['13/1/2026', BROKEN],
    ],
  },
  'days with names of months, and without separators': {
    column: t.date().writtenAs('dd-MMM-yy', 'yyyyMMdd', "d. 'day of' MMM yyyy"),
    texts: [
      ['05-JAN-26', '2026-01-05'],
      ['05-dec-99', '2099-12-05'],
      ['20260228', '2026-02-28'],
      ['20260230', BROKEN],
      ['7. day of Mar 2026', '2026-03-07'],
      ['05-Mai-26', BROKEN],
    ],
  },
  'days with names of months that are written out': {
    column: t.date().writtenAs('MMMM d, yyyy', 'd MMMM yyyy'),
    texts: [
      ['January 5, 2026', '2026-01-05'],
      ['may 15, 2026', '2026-05-15'],
      ['30 SEPTEMBER 2026', '2026-09-30'],
      ['31 September 2026', BROKEN],
      ['Jan 5, 2026', BROKEN],
      ['Januar 5, 2026', BROKEN],
    ],
  },
  'timestamps to the minute': {
    column: t.timestamp().writtenAs('MM/dd/yy HH:mm'),
    texts: [
      ['12/01/10 08:26', '2010-12-01 08:26:00.000000'],
      ['12/01/10 24:00', BROKEN],
      ['12/01/10 23:59', '2010-12-01 23:59:00.000000'],
      ['12/01/10 8:26', BROKEN],
      ['12/01/10 08:60', BROKEN],
    ],
  },
  'timestamps of twelve hours': {
    column: t.timestamp().writtenAs('M/d/yyyy h:mm:ss a'),
    texts: [
      ['1/2/2026 12:00:00 AM', '2026-01-02 00:00:00.000000'],
      ['1/2/2026 12:30:00 pm', '2026-01-02 12:30:00.000000'],
      ['1/2/2026 1:05:09 PM', '2026-01-02 13:05:09.000000'],
      ['1/2/2026 13:00:00 PM', BROKEN],
      ['1/2/2026 0:00:00 AM', BROKEN],
    ],
  },
  'timestamps with a fraction and an offset': {
    column: t.timestamp().writtenAs("yyyyMMdd'T'HHmmss.SSSXX", "dd.MM.yyyy' um 'HH:mm:ssXXX"),
    texts: [
      ['20260110T110000.123-0500', '2026-01-10 16:00:00.123000'],
      ['20260110T110000.123Z', '2026-01-10 11:00:00.123000'],
      ['10.01.2026 um 11:00:00+05:30', '2026-01-10 05:30:00.000000'],
      ['20260110T110000.123-05:00', BROKEN],
      ['20260110T110000.12Z', BROKEN],
    ],
  },
  'seconds since 1970': {
    column: t.timestamp().epoch('seconds'),
    texts: [
      ['1234567890', '2009-02-13 23:31:30.000000'],
      ['1234567890.9999', '2009-02-13 23:31:30.999000'],
      ['-1', '1969-12-31 23:59:59.000000'],
      ['0', '1970-01-01 00:00:00.000000'],
      ['1.23456789E9', '2009-02-13 23:31:30.000000'],
      ['1433221332117', BROKEN],
      ['32503679999', '2999-12-31 23:59:59.000000'],
      ['32503680000', BROKEN],
      ['2026-01-01', BROKEN],
      ['', null],
    ],
  },
  'milliseconds since 1970': {
    column: t.timestamp().epoch('milliseconds'),
    texts: [
      ['1433221332117', '2015-06-02 05:02:12.117000'],
      ['-1', '1969-12-31 23:59:59.999000'],
      ['1.433221332117E12', '2015-06-02 05:02:12.117000'],
      ['1609459200123456', BROKEN],
    ],
  },
  'microseconds since 1970': {
    column: t.timestamp().epoch('microseconds').nullable().nullMarkers('0'),
    texts: [
      ['1609459200123456', '2021-01-01 00:00:00.123000'],
      ['1609459200123999', '2021-01-01 00:00:00.123000'],
      ['-1', '1969-12-31 23:59:59.999000'],
      ['0', null],
      ['x', BROKEN],
    ],
  },
  'the clock of a place': {
    column: t.timestamp().clockOf('America/New_York'),
    texts: [
      ['2026-03-07T22:30:00', '2026-03-08 03:30:00.000000'],
      ['2026-03-08T00:30:00', '2026-03-08 05:30:00.000000'],
      ['2026-03-08T01:59:59.999', '2026-03-08 06:59:59.999000'],
      ['2026-03-08T02:30:00', BROKEN],
      ['2026-03-08T03:00:00', '2026-03-08 07:00:00.000000'],
      ['2026-11-01T01:30:00', '2026-11-01 05:30:00.000000'],
      ['2026-11-01T02:00:00', '2026-11-01 07:00:00.000000'],
      ['2026-11-01T01:30:00-05:00', '2026-11-01 06:30:00.000000'],
      ['2026-03-08T02:30:00Z', '2026-03-08 02:30:00.000000'],
      ['2026-03-08T02:30:00 UTC', '2026-03-08 02:30:00.000000'],
      ['', null],
    ],
  },
  'the clock of a place whose summer time is half an hour': {
    column: t.timestamp().writtenAs('dd.MM.yyyy HH:mm'),
    writtenAs: { clock: 'Australia/Lord_Howe' },
    texts: [
      ['05.04.2026 01:45', '2026-04-04 14:45:00.000000'],
      ['05.04.2026 02:00', '2026-04-04 15:30:00.000000'],
      ['04.10.2026 02:15', BROKEN],
      ['04.10.2026 02:30', '2026-10-03 15:30:00.000000'],
    ],
  },
  'markers of missing values': {
    column: t.string(10).nullable(),
    writtenAs: { nullMarkers: ['NULL', 'N/A', '\\N', '-'] },
    texts: [
      ['NULL', null],
      [' N/A ', null],
      ['\\N', null],
      ['-', null],
      ['null', 'null'],
      ['--', '--'],
      ['a', 'a'],
      ['', null],
    ],
  },
  'a number with markers of the source': {
    column: t.decimal(12, 6).nullable(),
    writtenAs: { nullMarkers: ['N/A'] },
    texts: [
      ['N/A', null],
      ['0.58', '0.580000'],
      ['NULL', BROKEN],
    ],
  },
  'an open end': {
    column: t.date().nullable().nullMarkers('9999-12-31'),
    texts: [
      ['9999-12-31', null],
      ['2999-12-31', '2999-12-31'],
      ['9999-12-30', BROKEN],
    ],
  },
  'decimal commas': {
    column: t.decimal(12, 2).writtenAs({ decimal: ',', thousands: '.' }),
    texts: [
      ['1,50', '1.50'],
      ['-1.234.567,895', '-1234567.90'],
      ['1234,5', '1234.50'],
      ['+12', '12.00'],
      ['1.50', BROKEN],
      ['12.34,5', BROKEN],
      ['1.2345,0', BROKEN],
      ['1,5E-1', '0.15'],
      [',5', BROKEN],
      ['', null],
    ],
  },
  'apostrophes, blanks and currencies': {
    column: t.decimal(12, 2).writtenAs({ thousands: "'", symbols: ['CHF', '$', '%'] }),
    texts: [
      ["CHF 1'299.50", '1299.50'],
      ['$5', '5.00'],
      ['-$5.10', '-5.10'],
      ['$-5.10', '-5.10'],
      ['12 %', '12.00'],
      ['12\u00A0CHF', '12.00'],
      ['12 EUR', BROKEN],
      ['CHF', BROKEN],
      ['CHF 12.3.4', BROKEN],
    ],
  },
  'other forms of a negative number': {
    column: t.decimal(12, 2).writtenAs({ negatives: ['trailing-minus', 'parentheses'], symbols: ['€'] }),
    texts: [
      ['5.00-', '-5.00'],
      ['(5.00)', '-5.00'],
      ['(€ 5.00)', '-5.00'],
      ['5.00 €-', '-5.00'],
      ['-5.00', '-5.00'],
      ['-5.00-', BROKEN],
      ['(-5.00)', BROKEN],
      ['(5.00', BROKEN],
    ],
  },
  'the minus of typesetting': {
    column: t.decimal(12, 2).writtenAs({ negatives: ['minus-sign'], symbols: ['€'] }),
    texts: [
      ['\u22125.00', '-5.00'],
      ['€ \u22125.00', '-5.00'],
      ['\u2212€5', '-5.00'],
      ['-5.00', '-5.00'],
      ['+5.00', '5.00'],
      ['\u2013' + '5.00', BROKEN],
      ['\u2212\u22125.00', BROKEN],
      ['5.00\u2212', BROKEN],
      ['\u2212', BROKEN],
    ],
  },
  'the same where nobody declared it': {
    column: t.decimal(12, 2).writtenAs({ symbols: ['€'] }),
    texts: [['\u22125.00', BROKEN]],
  },
  'an epoch with a decimal comma': {
    column: t.timestamp().epoch('seconds', { decimal: ',', thousands: '.' }),
    texts: [
      ['1767225600,5', '2026-01-01 00:00:00.500000'],
      ['1.767.225.600', '2026-01-01 00:00:00.000000'],
      ['1767225600', '2026-01-01 00:00:00.000000'],
      ['1767225600.5', BROKEN],
      ['1767225600,5,0', BROKEN],
      ['', null],
    ],
  },
  'an epoch where the numbers of the source have commas': {
    column: t.timestamp().epoch('seconds'),
    writtenAs: { numbers: { decimal: ',' } },
    texts: [
      ['1767225600.5', '2026-01-01 00:00:00.500000'],
      ['1767225600,5', BROKEN],
    ],
  },
  'whole numbers with separators': {
    column: t.long(),
    writtenAs: { numbers: { thousands: ',' } },
    texts: [
      ['1,234,567', '1234567'],
      ['-1234', '-1234'],
      ['1,23', BROKEN],
      ['9,223,372,036,854,775,807', '9223372036854775807'],
      ['9,223,372,036,854,775,808', BROKEN],
      ['1.0', BROKEN],
    ],
  },
  'fractions without a digit before them': {
    column: t.decimal(12, 2).writtenAs({ fractions: ['bare'], negatives: ['parentheses'], symbols: ['$'] }),
    texts: [
      ['.50', '0.50'],
      ['-.5', '-0.50'],
      ['$.25', '0.25'],
      ['($.25)', '-0.25'],
      ['.5E1', '5.00'],
      ['1.50', '1.50'],
      ['5.', BROKEN],
      ['.', BROKEN],
      ['-', BROKEN],
    ],
  },
  'the same with a comma, and separators': {
    column: t.double().writtenAs({ decimal: ',', thousands: '.', fractions: ['bare'] }),
    texts: [
      [',5', '0.5'],
      ['1.234,5', '1234.5'],
      ['.500', BROKEN],
    ],
  },
  'whole numbers with a fraction of nothing': {
    column: t.long().writtenAs({ fractions: ['zero'] }),
    texts: [
      ['17850.0', '17850'],
      ['17850', '17850'],
      ['-3.000', '-3'],
      ['9223372036854775807.0', '9223372036854775807'],
      ['17850.5', BROKEN],
      ['17850.', BROKEN],
      ['.0', BROKEN],
      ['1.7E4', BROKEN],
    ],
  },
  'a double with a comma': {
    column: t.double().writtenAs({ decimal: ',' }),
    texts: [
      ['1,5', '1.5'],
      ['1,5e400', BROKEN],
      ['-2,5E-3', '-0.0025'],
    ],
  },
  'words for true and false': {
    column: t.boolean().writtenAs({ true: ['yes', 'Ja'], false: ['no', 'Nein'] }),
    texts: [
      ['YES', 'true'],
      ['ja', 'true'],
      [' nein ', 'false'],
      ['true', BROKEN],
      ['y', BROKEN],
      ['', null],
    ],
  },
};

let engine: DuckDb;
beforeAll(async () => {
  engine = await DuckDb.open();
});
afterAll(() => engine.close());

describe.each(Object.entries(DECLARATIONS))('%s', (_name, { column, writtenAs, texts }) => {
  const source = dataContract('readings', {
    description: 'One value, as it is written',
    columns: { id: t.integer().key(), at: t.timestamp(), value: column.nullable() },
    eventTime: 'at',
    delivery: {
      kind: 'batch',
      every: days(1),
      from: { kind: 'http', baseUrl: 'https://example.com', path: 'f', format: 'csv' },
    },
    expectedRowsPerDay: 10,
    ...(writtenAs && { writtenAs: Object.assign({}, writtenAs) }),
  });
  const at = writtenAs?.clock === undefined ? '2026-01-05 10:00:00' : '2026-01-05 10:00:00Z';
  const names = ['id', 'at', 'value', '_source_file', '_run_id'];
  const inputs: Inputs = {
    readings: textTable(
      Object.fromEntries(names.map((name) => [name, 'string'])),
      ...texts.map(([text], index) => [String(index + 1), at, text, null, null]),
    ),
  };
  const expected = texts.flatMap(([, means], index) =>
    means === BROKEN
      ? []
      : [`'${index + 1}' | '2026-01-05 10:00:00.000000' | ${means === null ? 'NULL' : `'${means}'`}`],
  );
  const broken = texts.flatMap(([text, means], index) =>
    means === BROKEN ? [`'${index + 1}' | '${at}' | '${text ?? ''}' | NULL | NULL | 'type:value'`] : [],
  );

  it('on DuckDB', async () => {
    const { rows, quarantined } = await onDuckDb(mapping(source), inputs, engine);
    expect({ rows, broken: quarantined['contract'] }).toEqual({
      rows: expected.sort(),
      broken: broken.sort(),
    });
  });
  it('as data flow script', () => {
    const { rows, quarantined } = onDataFlow(mapping(source), inputs);
    expect({ rows, broken: quarantined['contract'] }).toEqual({
      rows: expected.sort(),
      broken: broken.sort(),
    });
  });
});
