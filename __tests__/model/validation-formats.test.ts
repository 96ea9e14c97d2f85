import {
  alert,
  type ColumnBuilder,
  company,
  dataContract,
  type DataContractProps,
  days,
  department,
  describeIssue,
  hours,
  type Kind,
  mapping,
  t,
} from '../../model';
import { companyIssues } from '../../validation';
import { dev } from '../support/small-company';

type Columns = Readonly<Record<string, ColumnBuilder<Kind>>>;
const batch = {
  kind: 'batch',
  every: days(1),
  from: { kind: 'files', format: 'json-lines' },
} as const;
const sql = {
  kind: 'batch',
  every: days(1),
  from: {
    kind: 'sql',
    server: 'sql-crm.database.windows.net',
    database: 'crm',
    table: 'orders',
    watermark: 'at',
  },
} as const;

function issuesOf(
  columns: Columns,
  change: Partial<Pick<DataContractProps<Columns>, 'writtenAs' | 'delivery'>> = {},
): string[] {
  const contract = dataContract<Columns>('orders', {
    description: 'Orders of the shop',
    columns: { id: t.long().key(), at: t.timestamp(), ...columns },
    eventTime: 'at',
    delivery: batch,
    expectedRowsPerDay: 10,
    ...change,
  });
  const acme = company('Acme', {
    code: 'acme',
    departments: [
      department('sales', { description: 'Sells', sources: [contract], tables: [mapping(contract)] }),
    ],
    environments: [dev],
  });
  return companyIssues(acme).map((issue) => describeIssue(issue).replace(' sales/orders:', ''));
}

const patterns = (...written: string[]): string[] => issuesOf({ day: t.date().writtenAs(...written) });
const times = (...written: string[]): string[] => issuesOf({ seen: t.timestamp().writtenAs(...written) });

describe('patterns of days and times', () => {
  it.each([['dd/MM/yyyy'], ['M/d/yy'], ['yyyyMMdd'], ["dd. MMM 'anno' yyyy"], ['dd/MM/yyyy 00:00']])(
    'takes "%s" for a day',
    (pattern) => {
      expect(patterns(pattern)).toEqual([]);
    },
  );

  it.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX"],
    ['MM/dd/yy HH:mm'],
    ['d.M.yyyy h:mm a'],
    ['dd/MM/yyyy'],
    ['yyyyMMddHHmmssSSS'],
  ])('takes "%s" for a timestamp', (pattern) => {
    expect(times(pattern)).toEqual([]);
  });

  it.each([
    ['DD/MM/YYYY', 'with DD (did you mean "dd"?)'],
    ['dd/mm/yyyy', 'which has no month (MM): mm are minutes'],
    ['dd/MM', 'which has no year (yyyy)'],
    ['dd/MM/yyyy/dd', 'which has the day (dd) twice'],
    ['dMyyyy', 'in which nothing says where d ends'],
    ['dd/M0yyyy', 'in which nothing says where M ends'],
    ['dd/MM/yyyy HH', 'which has a time, for a date: declare a timestamp'],
    ["dd/MM/yyyy 'at", 'with a quote that is never closed'],
    ['dd/MM/yyyyT00', `with T (did you mean "'T'"?)`],
  ])('refuses "%s" for a day', (pattern, words) => {
    expect(patterns(pattern)).toEqual([
      expect.stringContaining(`LH1401 "columns.day" has the pattern "${pattern}"`),
    ]);
    expect(patterns(pattern).join()).toContain(words);
  });

  it.each([
    ['dd/MM/yyyy hh:mm', 'in which hh stands without a'],
    ['dd/MM/yyyy HH:mm a', 'in which hh stands without a, or a without hh'],
    ['dd/MM/yyyy mm', 'which has minutes and no hour'],
    ['dd/MM/yyyy HH ss', 'which has seconds and no minutes'],
    ['dd/MM/yyyy HH:mm.SSS', 'which has a fraction and no seconds'],
    ['dd/MM/yyyy XXX', 'which has an offset and no hour'],
    ['dd/MM/yyyy HH:HH', 'which has the hour twice'],
    ['dd/MM/yyyy HH:mm:ss.SSSSSSSSSS', 'with SSSSSSSSSS'],
  ])('refuses "%s" for a timestamp', (pattern, words) => {
    expect(times(pattern)).toEqual([
      expect.stringContaining(`LH1401 "columns.seen" has the pattern "${pattern}"`),
    ]);
    expect(times(pattern).join()).toContain(words);
  });

  it.each([
    [['dd/MM/yyyy', 'MM/dd/yyyy']],
    [['d/M/yy', 'dd/MM/yy', 'yy/MM/dd']],
    [['yyyyMMdd', 'yyyyddMM']],
    [['dd/MM/yyyy', 'dd/MM/yyyy']],
  ])('refuses %j, which read one text differently', (written) => {
    expect(patterns(...written).length).toBeGreaterThan(0);
    for (const issue of patterns(...written)) expect(issue).toContain('LH1402');
  });

  it('says which text two patterns read differently', () => {
    expect(patterns('dd/MM/yyyy', 'MM/dd/yyyy')).toEqual([
      'LH1402 "columns.day" has the patterns "dd/MM/yyyy" and "MM/dd/yyyy", which read "01/02/2003" differently; ' +
        'allowed: patterns of which a text has one; keep the one that the source uses',
    ]);
  });

  it('takes several that no text shares, or that agree', () => {
    expect(patterns('dd/MM/yyyy', 'dd/MM/yy', 'd.M.yyyy')).toEqual([]);
    expect(patterns('d/M/yyyy', 'dd/MM/yyyy')).toEqual([]);
    expect(times('dd/MM/yyyy', 'dd/MM/yyyy HH:mm')).toEqual([]);
  });

  it('refuses none at all', () => {
    expect(patterns()).toEqual([expect.stringContaining('LH1401 "columns.day" has no pattern')]);
  });
});

describe('other forms', () => {
  it.each<[string, Columns, string]>([
    ['one sign for two things', { n: t.decimal(9, 2).writtenAs({ decimal: ',', thousands: ',' }) }, 'LH1403'],
    ['a sign that ends a number', { n: t.decimal(9, 2).writtenAs({ thousands: ';' }) }, 'LH1403'],
    ['a symbol with digits', { n: t.long().writtenAs({ symbols: ['5'] }) }, 'LH1403'],
    ['a word for both', { b: t.boolean().writtenAs({ true: ['y'], false: ['Y'] }) }, 'LH1404'],
    ['no word for one', { b: t.boolean().writtenAs({ true: ['y'], false: [] }) }, 'LH1404'],
    ['a blank word', { b: t.boolean().writtenAs({ true: ['y '], false: ['n'] }) }, 'LH1404'],
    ['a marker that is a value', { s: t.string(9).oneOf('a', '-').nullMarkers('-') }, 'LH1405'],
    ['a marker of blanks', { s: t.string(9).nullMarkers(' ') }, 'LH1405'],
    ['no marker', { s: t.string(9).nullMarkers() }, 'LH1405'],
    ['an epoch on a clock', { s: t.timestamp().epoch('seconds').clockOf('Europe/Berlin') }, 'LH1406'],
    [
      'an epoch whose signs cannot be told apart',
      { s: t.timestamp().epoch('seconds', { decimal: ',', thousands: ',' }) },
      'LH1403',
    ],
    ['a place that engines do not know', { s: t.timestamp().clockOf('Europe/Berlln') }, 'LH2013'],
  ])('refuses %s', (_what, columns, code) => {
    const issues = issuesOf(columns);
    expect(issues).toEqual([expect.stringMatching(new RegExp(`^${code} "columns\\.`))]);
  });

  it('takes an epoch with a decimal comma', () => {
    expect(issuesOf({ s: t.timestamp().epoch('seconds', { decimal: ',' }) })).toEqual([]);
  });

  it('refuses a form of another type, which JavaScript can say', () => {
    const text = t.string(10) as unknown as ColumnBuilder<'date'>;
    expect(issuesOf({ s: text.writtenAs('dd/MM/yyyy') })).toEqual([
      expect.stringContaining('LH1407 "columns.s" is string(10), and has a pattern'),
    ]);
  });

  it('refuses a property that it does not know', () => {
    const format = { decimals: ',' } as unknown as { readonly decimal: ',' };
    expect(issuesOf({ n: t.decimal(9, 2).writtenAs(format) }).join()).toContain('decimals');
  });

  it('refuses what a database has types for', () => {
    expect(issuesOf({ day: t.date().writtenAs('dd/MM/yyyy') }, { delivery: sql })).toEqual([
      expect.stringContaining('LH1408 "columns.day"'),
    ]);
    expect(issuesOf({}, { delivery: sql })).toEqual([]);
  });

  it('reports what a contract says of all columns once, where it says it', () => {
    const columns = { a: t.date(), b: t.date(), n: t.long() };
    const issues = issuesOf(columns, {
      writtenAs: { dates: ['DD.MM.YYYY'], numbers: { thousands: '.' }, clock: 'Europe/Berlln' },
    });
    expect(issues).toEqual([
      expect.stringContaining('LH1401 "writtenAs.dates"'),
      expect.stringContaining('LH1403 "writtenAs.numbers"'),
      expect.stringContaining('LH2013 "writtenAs.clock"'),
    ]);
  });

  it('refuses them in a stream that an alert rule reads, because the rule reads other forms', () => {
    const events = dataContract('events', {
      description: 'Events',
      columns: { id: t.long().key(), at: t.timestamp().epoch('milliseconds') },
      eventTime: 'at',
      delivery: { kind: 'stream', partitions: 1, every: hours(1) },
      expectedRowsPerDay: 10,
    });
    const acme = (...alerts: ReturnType<typeof alert>[]) =>
      company('Acme', {
        code: 'acme',
        departments: [
          department('sales', { description: 'Sells', sources: [events], tables: [mapping(events)], alerts }),
        ],
        environments: [dev],
      });
    const rule = alert('many', events, {
      description: 'Many',
      when: (row) => row.id.greaterThan(5),
      payload: ['id'],
    });
    expect(companyIssues(acme()).map(({ code }) => code)).toEqual([]);
    expect(companyIssues(acme(rule)).map(({ code }) => code)).toContain('LH1409');
  });
});
