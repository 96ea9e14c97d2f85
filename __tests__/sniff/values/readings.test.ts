import fc from 'fast-check';
import { booleanReading } from '../../../sniff/values/booleans';
import { type Conventions } from '../../../sniff/values/conventions';
import { dateReading } from '../../../sniff/values/dates';
import { epochReading, mixedEpochs } from '../../../sniff/values/epochs';
import { numberReading } from '../../../sniff/values/numbers';
import { codePattern, enumerationOf, lengthFor } from '../../../sniff/values/texts';
import { type ValueCount } from '../../../sniff/values/value-counts';

const of = (...texts: string[]): ValueCount[] => texts.map((text) => ({ text, rows: 1 }));
const times = (rows: number, ...texts: string[]): ValueCount[] => texts.map((text) => ({ text, rows }));

describe('numbers', () => {
  it.each<[string[], object]>([
    [['1', '-2', '9223372036854775807'], { kind: 'long' }],
    [['1.5', '22.25'], { kind: 'decimal', whole: 2, scale: 2 }],
    [['1,5', '22,25'], { format: { decimal: ',' } }],
    [['1.234,50', '2,00'], { format: { decimal: ',', thousands: '.' } }],
    [['1,234.50', '2.00'], { format: { thousands: ',' } }],
    [['1 234,50', '2,00'], { format: { decimal: ',', thousands: ' ' } }],
    [["1'234.50", '2.00'], { format: { thousands: "'" } }],
    [['1,234,567'], { kind: 'long', format: { thousands: ',' } }],
    [['5.00-', '6.25'], { format: { negatives: ['trailing-minus'] } }],
    [['\u22125.00', '6.25'], { format: { negatives: ['minus-sign'] } }],
    [['.50', '6.25'], { format: { fractions: ['bare'] } }],
    [[',5', '1.234,25'], { format: { decimal: ',', thousands: '.', fractions: ['bare'] } }],
    [['(5.00)', '6.25'], { format: { negatives: ['parentheses'] } }],
    [['€ 5.00', '6.25 €'], { format: { symbols: ['€'] } }],
    [['EUR 5.00', '-EUR 6.25'], { format: { symbols: ['EUR'] } }],
    [['12 %', '3.5 %'], { format: { symbols: ['%'] } }],
    [['1.5e-05', '2.0'], { kind: 'decimal', scale: 6 }],
    [['1.216E+002', '3.500E+001'], { kind: 'decimal', scale: 2 }],
    [['0.1234567890123456', '1.5'], { kind: 'double' }],
  ])('%j', (texts, expected) => {
    expect(numberReading(of(...texts))).toMatchObject({ ...expected, bad: [], doubts: [] });
  });

  it.each([
    ['zeros in front', ['007', '12']],
    ['more than 64 bits', ['9223372036854775808', '1']],
    ['less than 64 bits', ['-9223372036854775809', '1']],
    ['letters', ['C545220', '536365']],
    ['two currencies', ['€5.00', '$6.00']],
    ['points alone', ['.5', '5.']],
    ['a minus on either side', ['-5.00-', '6.25-']],
    ['versions', ['1.2.3', '1.2.4']],
    ['times', ['10:30', '11:45']],
  ])('are none with %s', (_what, texts) => {
    expect(numberReading(of(...texts))).toBeUndefined();
  });

  it.each<[Conventions, string, object]>([
    [{}, '1.234', { kind: 'decimal', format: undefined }],
    [{ decimal: ',' }, '1.234', { kind: 'long', format: { thousands: '.', decimal: ',' } }],
    [{ semicolons: true }, '1.234', { kind: 'long', format: { thousands: '.', decimal: ',' } }],
    [{}, '1,234', { kind: 'long', format: { thousands: ',' } }],
    [{ decimal: ',' }, '1,234', { kind: 'decimal', format: { decimal: ',' } }],
  ])('that can be read in two ways say both: %j %s', (conventions, text, expected) => {
    const reading = numberReading(of(text), conventions);
    expect(reading).toMatchObject({ kind: (expected as { kind: string }).kind });
    expect(reading?.format).toEqual((expected as { format: unknown }).format);
    expect(reading?.doubts).toEqual([expect.stringMatching(/^"1[.,]234" is 1\.234 or 1234: /)]);
  });

  it('name the one value that is unlike the others, and are none where there are more', () => {
    expect(numberReading([...of('1', '2', '3', '4', '5', 'x')])?.bad).toEqual(of('x'));
    expect(numberReading([...of('1', '2', '3', 'x')])).toBeUndefined();
    expect(numberReading([...times(1000, '1', '2', '3'), ...of('x', 'y', 'z')])?.bad).toHaveLength(3);
    expect(numberReading([...times(1000, '1', '2', '3'), ...times(2, 'x', 'y')])).toBeUndefined();
  });
});

describe('days and timestamps', () => {
  it.each<[string[], string[] | undefined, 'date' | 'timestamp']>([
    [['2026-01-31', '1999-12-31'], undefined, 'date'],
    [['2026-01-31 10:00:00', '2026-01-31T10:00:00.123Z', '2026-01-31 10:00:00 UTC'], undefined, 'timestamp'],
    [['31.01.2026', '01.02.2026'], ['dd.MM.yyyy'], 'date'],
    [['31/1/2026', '1/12/2026'], ['d/M/yyyy'], 'date'],
    [['01/31/2026', '12/01/2026'], ['MM/dd/yyyy'], 'date'],
    [['20260131', '20251201'], ['yyyyMMdd'], 'date'],
    [['31-Jan-2026', '01-FEB-2026'], ['dd-MMM-yyyy'], 'date'],
    [['Jan 31, 2026', 'Feb 1, 2026'], ['MMM d, yyyy'], 'date'],
    [['January 31, 2026', 'March 1, 2026'], ['MMMM d, yyyy'], 'date'],
    [['31.01.2026 10:30', '01.02.2026 23:59'], ['dd.MM.yyyy HH:mm'], 'timestamp'],
    [['1/31/2026 1:30 PM', '12/1/2026 11:05 AM'], ['M/d/yyyy h:mm a'], 'timestamp'],
    [['20260131T103000Z'], ["yyyyMMdd'T'HHmmssX"], 'timestamp'],
    [['20260131103000'], ['yyyyMMddHHmmss'], 'timestamp'],
    [['31.01.2026 10:30:00,123'], ['dd.MM.yyyy HH:mm:ss,SSS'], 'timestamp'],
    [['2026/01/31 10:30:00+02:00', '2026/01/31 10:30:00Z'], ['yyyy/MM/dd HH:mm:ssXXX'], 'timestamp'],
  ])('%j', (texts, patterns, kind) => {
    const reading = dateReading(of(...texts));
    expect(reading).toMatchObject({ kind, bad: [] });
    expect(reading?.patterns).toEqual(patterns);
  });

  it('have one form, where another is in one row of a thousand', () => {
    const reading = dateReading([...times(500, '30.01.2026', '31.01.2026'), ...of('2026/01/05')]);
    expect(reading).toMatchObject({ patterns: ['dd.MM.yyyy'], bad: [{ text: '2026/01/05' }] });
  });

  it.each([
    ['a day that is none', ['2026-02-30', '2026-02-31']],
    ['a month that is none', ['2026-13-01']],
    ['numbers of eight digits', ['12345678', '99999999']],
    ['eight digits of another time', ['19450131', '19461231']],
    ['hours alone', ['10:30', '23:59']],
    ['months alone', ['2026-01', '2026-02']],
    ['words', ['tomorrow', 'never']],
  ])('are none with %s', (_what, texts) => {
    expect(dateReading(of(...texts))).toBeUndefined();
  });

  it('with day and month in doubt say both, and take what other columns do', () => {
    const texts = of('03/04/2026', '05/06/2026');
    const both = /^"03\/04\/2026" is 2026-04-03 or 2026-03-04: no value says which; proposed: /;
    expect(dateReading(texts)).toMatchObject({
      patterns: ['dd/MM/yyyy'],
      doubts: [expect.stringMatching(both)],
    });
    expect(dateReading(texts, { dayFirst: false })).toMatchObject({
      patterns: ['MM/dd/yyyy'],
      doubts: [expect.stringMatching(both)],
    });
    expect(dateReading(of('03/04/2026', '31/06/2026', '30/06/2026'))?.patterns).toBeUndefined();
    expect(dateReading(of('03/04/2026', '30/06/2026'))).toMatchObject({ doubts: [], dayFirst: true });
  });

  it('prefer the reading by which days lie close together', () => {
    const march = Array.from({ length: 12 }, (_, index) => `3/${index + 1}/2026`);
    expect(dateReading(of(...march))?.patterns).toEqual(['M/d/yyyy']);
    const swapped = Array.from({ length: 12 }, (_, index) => `${index + 1}/3/2026`);
    expect(dateReading(of(...swapped))?.patterns).toEqual(['d/M/yyyy']);
  });

  it('know open ends from mistakes', () => {
    const reading = dateReading(of('2026-01-31', '2026-02-28', '9999-12-31', '0000-00-00'));
    expect(reading?.openEnds.map(({ text }) => text)).toEqual(['9999-12-31', '0000-00-00']);
    expect(reading?.bad).toEqual([]);
  });
});

describe('numbers since 1970', () => {
  it.each([
    ['seconds', '1772400000'],
    ['milliseconds', '1772400000123'],
    ['microseconds', '1772400000123456'],
  ])('count %s', (unit, text) => {
    expect(epochReading('created_at', of(text))).toMatchObject({
      unit,
      named: true,
      days: ['2026-03-01', '2026-03-01'],
    });
    expect(epochReading('amount', of(text))).toMatchObject({ unit, named: false });
  });

  it.each(['day', 'order_day', 'event_date', 'ts'])('are times by the name "%s"', (name) => {
    expect(epochReading(name, of('1772400000'))).toMatchObject({ unit: 'seconds', named: true });
  });

  it.each(['holiday', 'days_open', 'birthday_wishes'])('are none by the name "%s"', (name) => {
    expect(epochReading(name, of('1772400000'))?.named).toBe(false);
  });

  it('are none that count different things', () => {
    const values = of('1234567890', '1433221332117', '1609459200123456');
    expect(epochReading('created', values)).toBeUndefined();
    expect(mixedEpochs('created', values)).toEqual(['seconds', 'milliseconds', 'microseconds']);
    expect(mixedEpochs('amount', values)).toEqual([]);
  });
});

describe('yes and no', () => {
  it.each<[string[], object | undefined]>([
    [['true', 'FALSE'], {}],
    [['Yes', 'no'], { format: { true: ['yes'], false: ['no'] } }],
    [['Y', 'N'], { format: { true: ['y'], false: ['n'] } }],
    [['ja', 'nein'], { format: { true: ['ja'], false: ['nein'] } }],
    [['sim', 'não'], { format: { true: ['sim'], false: ['não'] } }],
    [
      ['yes'],
      { format: { true: ['yes'], false: ['no'] }, doubts: [expect.stringContaining('"no" is a guess')] },
    ],
    [['y'], undefined],
    [['0', '1'], undefined],
    [['yes', 'no', 'maybe'], undefined],
  ])('%j', (texts, expected) => {
    const reading = booleanReading(of(...texts));
    if (expected === undefined) expect(reading).toBeUndefined();
    else expect(reading).toMatchObject(expected);
  });
});

describe('one word of yes and no', () => {
  it.each<[string, string | undefined, object | undefined]>([
    ['No', undefined, undefined],
    ['No', 'yes/no', { format: { true: ['yes'], false: ['no'] }, isGuess: true }],
    ['ja', undefined, { words: 'ja/nein' }],
    ['ja', 'ja/nee', { words: 'ja/nee' }],
    ['N', 'yes/no', undefined],
  ])('%j beside %j', (text, usual, expected) => {
    const reading = booleanReading(of(text), usual);
    if (expected === undefined) expect(reading).toBeUndefined();
    else expect(reading).toMatchObject(expected);
  });
});

describe('texts', () => {
  it('have room, and never less than they need', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250_000 }), (longest) => {
        expect(lengthFor(longest)).toBeGreaterThanOrEqual(longest);
        expect(lengthFor(longest)).toBeLessThanOrEqual(250_000);
      }),
    );
  });

  it('are a list where few codes come often, and all are known', () => {
    const values = times(20, 'paid', 'open', 'refunded');
    expect(enumerationOf(values, true)).toEqual(['open', 'paid', 'refunded']);
    expect(enumerationOf(values, false)).toBeUndefined();
    expect(enumerationOf(times(2, 'paid', 'open'), true)).toBeUndefined();
    expect(enumerationOf(times(5, 'paid', 'open'), true)).toBeUndefined();
    expect(enumerationOf([...times(40, 'paid'), ...times(2, 'open')], true)).toBeUndefined();
    expect(enumerationOf(times(20, 'Berlin', 'Paris'), true)).toBeUndefined();
  });

  it.each<[string[], string | undefined]>([
    [['RE-00001', 'RE-00002', 'RE-00013', 'RE-00200', 'RE-01000'], 'RE-[0-9]{5}'],
    [['A-1', 'B-22', 'C-333', 'D-4', 'E-5'], '[A-Z]-[0-9]+'],
    [['#1001', '#1002', '#1003', '#10004', '#7'], '#[0-9]+'],
    [['1', '2', '3', '4', '5'], undefined],
    [['blue', 'red', 'green', 'black', 'white'], undefined],
    [['A-1', 'B.2', 'C-3', 'D-4', 'E-5'], undefined],
  ])('%j are codes of one form: %s', (texts, pattern) => {
    expect(codePattern(of(...texts))?.source).toBe(pattern);
  });

  it('match the pattern that was made of them', () => {
    const code = fc.tuple(
      fc.constantFrom('A', 'BC', 'XYZ'),
      fc.integer({ min: 0, max: 99_999 }).map((number) => String(number).padStart(3, '0')),
    );
    fc.assert(
      fc.property(fc.array(code, { minLength: 5, maxLength: 30 }), (codes) => {
        const texts = [...new Set(codes.map((parts) => parts.join('-')))];
        const pattern = codePattern(of(...texts));
        fc.pre(pattern !== undefined);
        for (const text of texts) expect(text).toMatch(new RegExp(`^(?:${pattern.source})$`));
      }),
    );
  });
});
