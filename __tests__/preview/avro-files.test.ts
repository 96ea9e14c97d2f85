import fc from 'fast-check';
import { dataContract, days, t } from '../../model';
import { preview } from '../../preview';
import { isoDay, isoTimestamp, plainNumber, timeOfDay } from '../../preview/sources/avro-times';
import { avroFile, SYNC } from '../support/avro';
import { acme, Deliveries, filesOf } from '../support/deliveries';

/** Files of Avro, from what a producer writes to bronze and silver. */
const { data, out, run, rowsOf, write } = Deliveries.forEachTest();

const columns = {
  id: t.long().key(),
  text: t.string(40).nullable(),
  whole: t.integer().nullable(),
  amount: t.decimal(20, 8).nullable(),
  yes: t.boolean().nullable(),
  day: t.date().nullable(),
  at: t.timestamp().nullable(),
  loaded: t.date(),
};
const events = dataContract('events', {
  description: 'Events, in Avro',
  columns,
  eventTime: 'loaded',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'avro' } },
  expectedRowsPerDay: 10,
});
/** JSON Lines, whose documents hold what a copy reads of no Avro. */
const documents = dataContract('documents', {
  description: 'Documents',
  columns: {
    id: t.long().key(),
    city: t.string(20).path('ship', 'City').nullable(),
    lines: t.array({ n: t.integer().key(), sku: t.string(9).nullable() }).nullable(),
    loaded: t.date(),
  },
  eventTime: 'loaded',
  delivery: { kind: 'batch', every: days(1), from: { kind: 'files', format: 'json-lines' } },
  expectedRowsPerDay: 10,
});
const NAMES = Object.keys(columns);
const DATE = { type: 'int', logicalType: 'date' };
const LOADED = { id: 'long', loaded: DATE };
const key = { id: 1n, loaded: 20_454 };
const logical = (type: string, logicalType: string, more: object = {}): object => ({
  type,
  logicalType,
  ...more,
});
const fixed = (size: number, logicalType?: string, more: object = {}): object => ({
  type: 'fixed',
  name: `Fixed${size}`,
  size,
  ...(logicalType !== undefined && { logicalType }),
  ...more,
});

async function delivered(column: string, schema: unknown, value: unknown) {
  write({ 'events/a.avro': avroFile({ ...LOADED, [column]: schema }, [{ ...key, [column]: value }]) });
  const report = await run(events);
  const [bronze = []] = await rowsOf('bronze/events.parquet');
  const [silver = []] = await rowsOf('silver/events.parquet');
  const index = NAMES.indexOf(column);
  return { bronze: bronze[index], silver: silver[index], report };
}

describe('a value of Avro', () => {
  it.each<[column: string, what: string, schema: unknown, value: unknown, text: string]>([
    ['id', 'a long beyond what a double holds', 'long', 9_007_199_254_740_993n, '9007199254740993'],
    ['id', 'the smallest long', 'long', -9_223_372_036_854_775_808n, '-9223372036854775808'],
    ['whole', 'an int', 'int', -2_147_483_648, '-2147483648'],
    ['whole', 'a double without a fraction', 'double', 3, '3'],
    ['amount', 'a small double', 'double', 0.00005375, '0.00005375'],
    ['amount', 'a float', 'float', 0.10000000149011612, '0.1'],
    [
      'amount',
      'a decimal of bytes',
      logical('bytes', 'decimal', { precision: 9, scale: 2 }),
      Buffer.from([0xff, 0x6a]),
      '-1.50',
    ],
    [
      'amount',
      'a decimal of a fixed size',
      fixed(16, 'decimal', { precision: 38, scale: 8 }),
      Buffer.from(`${'00'.repeat(12)}075bcd15`, 'hex'),
      '1.23456789',
    ],
    [
      'amount',
      'a decimal of no bytes',
      logical('bytes', 'decimal', { precision: 9, scale: 2 }),
      Buffer.alloc(0),
      '0.00',
    ],
    ['yes', 'a boolean', 'boolean', false, 'false'],
    ['day', 'a day', DATE, 20_455, '2026-01-02'],
    ['day', 'a day before 1970', DATE, -1, '1969-12-31'],
    ['at', 'milliseconds', logical('long', 'timestamp-millis'), 1_767_225_600_500n, '2026-01-01 00:00:00.5'],
    [
      'at',
      'microseconds',
      logical('long', 'timestamp-micros'),
      1_767_225_600_123_456n,
      '2026-01-01 00:00:00.123456',
    ],
    [
      'at',
      'nanoseconds',
      logical('long', 'timestamp-nanos'),
      1_767_225_600_123_456_999n,
      '2026-01-01 00:00:00.123456',
    ],
    [
      'at',
      'microseconds of a clock',
      logical('long', 'local-timestamp-micros'),
      1_767_225_600_000_001n,
      '2026-01-01 00:00:00.000001',
    ],
    ['at', 'milliseconds before 1970', logical('long', 'timestamp-millis'), -1n, '1969-12-31 23:59:59.999'],
    ['text', 'a text', 'string', 'München "\n\u2028', 'München "\n\u2028'],
    ['text', 'a replacement character', 'string', '\uFFFD', '\uFFFD'],
    ['text', 'bytes that are text', 'bytes', Buffer.from('München'), 'München'],
    ['text', 'an enumeration', { type: 'enum', name: 'State', symbols: ['OPEN', 'PAID'] }, 'PAID', 'PAID'],
    [
      'text',
      'a UUID',
      logical('string', 'uuid'),
      '0f0e0d0c-0b0a-0908-0706-050403020100',
      '0f0e0d0c-0b0a-0908-0706-050403020100',
    ],
    [
      'text',
      'a UUID of bytes',
      fixed(16, 'uuid'),
      Buffer.from('0f0e0d0c0b0a09080706050403020100', 'hex'),
      '0f0e0d0c-0b0a-0908-0706-050403020100',
    ],
    ['text', 'milliseconds of a day', logical('int', 'time-millis'), 37_230_500, '10:20:30.5'],
    ['text', 'microseconds of a day', logical('long', 'time-micros'), 86_399_999_999n, '23:59:59.999999'],
    ['text', 'a large number', 'double', 1e21, '1000000000000000000000'],
    ['text', 'a meaning that is unknown', logical('string', 'postcode'), '80331', '80331'],
    ['text', 'a meaning that contradicts its type', logical('string', 'date'), 'x', 'x'],
    ['text', 'one of several types', ['null', 'int', 'double', 'string'], { double: 1e-7 }, '0.0000001'],
    ['amount', 'one that may be missing', ['null', 'double'], { double: 0.5 }, '0.5'],
    ['text', 'bytes that may be missing', ['bytes', 'null'], { bytes: Buffer.from('x') }, 'x'],
  ])('of %s: %s', async (column, _what, schema, value, text) => {
    const { bronze, silver, report } = await delivered(column, schema, value);
    expect(bronze).toBe(text);
    expect(silver).not.toBeNull();
    expect(report.tables[1]).toMatchObject({ written: 1, quarantined: {} });
  });

  it.each<[column: string, schema: unknown, value: unknown, text: string]>([
    ['whole', 'double', Number.NaN, 'nan'],
    ['amount', 'double', Number.NEGATIVE_INFINITY, '-inf'],
    ['day', DATE, 2_000_000_000, '5477784-01-06'],
    ['at', logical('long', 'timestamp-millis'), 9_223_372_036_854_775_807n, '294246-10-11 00:00:00'],
    ['at', 'long', 1_767_225_600n, '1767225600'],
  ])('of %s that is no such value is refused as it is', async (column, schema, value, text) => {
    const { bronze, report } = await delivered(column, schema, value);
    expect(bronze).toBe(text);
    expect(report.tables[1]?.quarantined).toEqual({ [`type:${column}`]: 1 });
  });

  it('is missing where a union says so', async () => {
    const { bronze, report } = await delivered('text', ['null', 'string'], null);
    expect(bronze).toBeNull();
    expect(report.tables[0]?.failsWindow?.join(' ')).not.toContain('complex-type');
  });

  it.each<[string, unknown, unknown]>([
    ['an enumeration', { type: 'enum', name: 'State', symbols: ['OPEN'] }, 'OPEN'],
    ['bytes of a fixed size', fixed(1), Buffer.from('x')],
    ['one of several', ['int', 'string'], { string: 'x' }],
    [
      'an enumeration that may be missing',
      ['null', { type: 'enum', name: 'State', symbols: ['OPEN'] }],
      { State: 'OPEN' },
    ],
  ])(
    'fails the window in Azure where it is %s, which a copy is not documented to read',
    async (_, schema, value) => {
      const { report } = await delivered('text', schema, value);
      expect(report.tables[0]?.failsWindow?.filter((rule) => !rule.startsWith('missing-column:'))).toEqual([
        'complex-type:text',
      ]);
    },
  );
});

describe('documents of Avro', () => {
  const line = {
    type: 'record',
    name: 'Line',
    fields: [
      { name: 'n', type: 'int' },
      { name: 'sku', type: ['null', 'bytes'] },
    ],
  };

  it('are read through records, arrays and maps', async () => {
    const ship = { type: 'map', values: 'string' };
    const fields = { ...LOADED, ship, lines: { type: 'array', items: ['null', line] } };
    const row = {
      ...key,
      ship: { City: 'Köln', Zip: '50667' },
      lines: [{ Line: { n: 1, sku: { bytes: Buffer.from('A"') } } }, { Line: { n: 2, sku: null } }, null],
    };
    write({ 'documents/a.avro': avroFile(fields, [row]) });
    const { tables } = await run(documents);
    const [bronze = []] = await rowsOf('bronze/documents.parquet');
    expect([bronze[1], JSON.parse(String(bronze[2]))]).toEqual([
      'Köln',
      [{ n: '1', sku: 'A"' }, { n: '2', sku: null }, null],
    ]);
    expect(tables[1]).toMatchObject({ written: 1, quarantined: {} });
  });

  it('that hold themselves are named', async () => {
    const tree = { type: 'record', name: 'Tree', fields: [{ name: 'City', type: ['null', 'Tree'] }] };
    write({
      'documents/a.avro': avroFile({ ...LOADED, ship: tree }, [{ ...key, ship: { City: null } }]),
    });
    expect(filesOf(await run(documents))).toEqual([
      ['a.avro', 'unreadable-file', '"ship" is a record that holds itself', null],
    ]);
  });
});

describe('a file of Avro', () => {
  const rows = Array.from({ length: 200 }, (_, id) => ({ ...key, id: BigInt(id) }));

  it.each(['null', 'deflate'])('is read with codec %s, over many blocks', async (codec) => {
    write({ 'events/day=1/a [b].avro': avroFile(LOADED, rows, { codec, rowsPerBlock: 7 }) });
    const { tables } = await run(events);
    expect(tables[1]).toMatchObject({ read: 200, written: 200 });
    expect((await rowsOf('bronze/events.parquet'))[0]?.at(-2)).toBe('day=1/a [b].avro');
  });

  it('without rows is one', async () => {
    write({ 'events/a.avro': avroFile(LOADED, []) });
    const report = await run(events);
    expect([report.tables[1]?.written, filesOf(report)]).toEqual([0, []]);
  });

  it('beside files of other formats is read with them', async () => {
    write({
      'events/a.avro': avroFile(LOADED, [key]),
      'events/b.csv': 'id,loaded,text,whole,amount,yes,day,at\n2,2026-01-01,,,,,,\n',
    });
    await run(events);
    expect((await rowsOf('silver/events.parquet')).map(([id]) => id).sort()).toEqual(['1', '2']);
  });

  it.each<[string, () => Buffer, string, string, number | null]>([
    ['that is none', () => Buffer.from('PAR1'), 'unreadable-file', 'is no Avro', null],
    [
      'without a column that is not nullable',
      () => avroFile({ id: 'long' }, [{ id: 1n }, { id: 2n }]),
      'missing-column:loaded',
      'has no column "loaded"; it has id',
      2,
    ],
    [
      'of another codec',
      () => avroFile(LOADED, rows, { codec: 'snappy' }),
      'unknown-codec',
      'is compressed with snappy, which a copy in Data Factory does not read; allowed: null, deflate',
      null,
    ],
    [
      'with a text that is not UTF-8',
      () => {
        const file = avroFile({ ...LOADED, text: 'string' }, [{ ...key, text: '\u0001\u0001\u0001' }]);
        return Buffer.from(
          file.toString('latin1').replace('\u0001\u0001\u0001', '\u00ff\u00fe\u0001'),
          'latin1',
        );
      },
      'not-utf8',
      'holds bytes that are no UTF-8',
      null,
    ],
  ])('%s goes to quarantine, and no other', async (_, content, rule, reason, count) => {
    write({ 'events/a.avro': content(), 'events/b.avro': avroFile(LOADED, [key]) });
    const report = await run(events);
    expect(filesOf(report)).toEqual([['a.avro', rule, reason, count]]);
    expect(report.tables[1]?.written).toBe(1);
    expect(report.tables[0]?.failsWindow).toEqual(expect.arrayContaining([rule]));
  });

  it('is never half of one: cut off anywhere but between blocks, it goes to quarantine', async () => {
    const whole = avroFile(LOADED, rows.slice(0, 40), { codec: 'deflate', rowsPerBlock: 7 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 4, max: whole.length - 1 }), async (length) => {
        const cut = whole.subarray(0, length);
        const isBetween = cut.subarray(-16).equals(SYNC);
        write({ 'events/a.avro': cut });
        const report = await run(events);
        expect(filesOf(report).map(([, rule]) => rule)).toEqual(isBetween ? [] : ['unreadable-file']);
        expect((await rowsOf('bronze/events.parquet')).length === 0).toBe(!isBetween || length < 200);
      }),
      { numRuns: 15 },
    );
  });

  it('needs a package that is optional', async () => {
    write({ 'events/a.avro': avroFile(LOADED, [key]) });
    jest.resetModules();
    jest.doMock('avsc', () => {
      throw new Error("Cannot find module 'avsc'");
    });
    await expect(preview(acme(events), { data: data(), out: out() })).rejects.toThrow(
      /LH7110 preview: "avsc" is not installed/,
    );
    jest.dontMock('avsc');
  });
});

describe('days and times of Avro', () => {
  it('are those of the calendar, by any count', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
        expect(isoDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (count) => {
        const iso = new Date(count).toISOString().replace('T', ' ').replace('Z', '');
        const [seconds = '', fraction = ''] = isoTimestamp(BigInt(count), 3).split('.');
        expect(`${seconds}.${fraction.padEnd(3, '0')}`).toBe(iso);
      }),
    );
    expect([isoDay(-719_163), timeOfDay(0n)]).toEqual(['0001-12-31 (BC)', '00:00:00']);
  });

  it('and numbers have no exponent, and lose nothing', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});
