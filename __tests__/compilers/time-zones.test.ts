import { findIana } from 'windows-iana';
import { alertIssues, compileDuckDb, timeZoneIssues } from '../../compilers/internal';
import { timeZones } from '../../compilers/core/time-zone-names';
import { windowsTimeZone } from '../../compilers/core/time-zones';
import { scriptExpression } from '../../compilers/data-flow-script/expressions';
import { tsqlValue } from '../../compilers/tsql/expressions';
import {
  flawsOf,
  alert,
  describeIssue,
  type Expr,
  type Flow,
  goldView,
  type Kind,
  read,
  silverTable,
} from '../../model';
import { preview } from '../../preview';
import { PlatformStack } from '../../stacks';
import { acme, orders, sold } from '../support/acme';
import { dev } from '../support/small-company';
import { testApp } from '../support/synth';
import { sentenceOf } from '../support/issues';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

/** Names of time zones: what is reported of a wrong one and where, and what each target makes of a right one. */
const daily = (timeZone?: string) =>
  silverTable('daily', {
    flow: read(sold).derive((row) => ({ day: row.at.toDate(timeZone), at_hour: row.at.hour(timeZone) })),
    key: ['id'],
  });
const toldOf = (timeZone: string): string[] => timeZoneIssues(acme([daily(timeZone)])).map(describeIssue);
const ALLOWED =
  'allowed: UTC, and IANA names of places that Windows has a name for, such as Europe/Berlin; correct its name, or name a larger place with the same clocks';
const unknown = (name: string, meant = ''): string =>
  `LH2013 sales/daily: "flow" uses the time zone "${name}", which not all engines know${meant}; ${ALLOWED}`;

describe('the name of a time zone', () => {
  it.each(['UTC', 'Etc/UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires'])(
    'can be %s',
    (name) => {
      expect(toldOf(name)).toEqual([]);
    },
  );

  it.each([
    ['misspelt', 'Europe/Berln', ' (did you mean "Europe/Berlin"?)'],
    ['in lower case', 'europe/amsterdam', ' (did you mean "Europe/Amsterdam"?)'],
    ['of Windows', 'W. Europe Standard Time', ' (did you mean "Europe/Berlin"?)'],
    ['newer than the table', 'Europe/Kyiv', ' (did you mean "Europe/Kiev"?)'],
    ['empty', '', ''],
    ['in blanks', ' Europe/Berlin', ' (did you mean "Europe/Berlin"?)'],
    ['of no place', 'EST', ''],
    ['an offset', '+01:00', ''],
    ['a place that left its Windows time zone', 'Asia/Almaty', ''],
  ])('is reported once for a table when it is %s', (_what, name, meant) => {
    expect(toldOf(name)).toEqual([unknown(name, meant)]);
  });

  it('is looked for in every step, and not below a read', () => {
    const named = (build: (rows: Flow<{ id: 'long'; at: 'timestamp' }>) => unknown) =>
      timeZoneIssues(
        acme([silverTable('daily', { flow: build(read(sold) as never) as never, key: ['id'] })]),
      );
    expect(named((rows) => rows.filter((row) => row.at.hour('No/Where').lessThan(12)))).toHaveLength(1);
    expect(
      named((rows) => rows.check('early', (row) => ({ early: row.at.hour('No/Where').lessThan(12) }))),
    ).toHaveLength(1);
    const gold = goldView('shown', { flow: read(daily('No/Where')), key: ['id'] });
    expect(timeZoneIssues(acme([daily('No/Where'), gold]))).toHaveLength(1);
  });

  it('is a mistake of the flow when it is no text', () => {
    const loose = read(sold).derive((row) => ({ day: row.at.toDate(5 as unknown as string) }));
    expect(loose.relation.mistakes.map(sentenceOf)).toEqual([
      'LH2013 "flow.derive.day" gives a time zone of type number; allowed: a text such as "Europe/Berlin"; leave it out for UTC',
    ]);
  });

  it('is reported with everything else that is wrong, by the stacks and by the preview', async () => {
    const wrong = acme([daily('Europe/Berln'), silverTable('sold', { flow: read(sold), key: ['id'] })]);
    const both = /company "Acme": \d errors\n[^]*"tables"[^]*uses the time zone "Europe\/Berln"/;
    await expect(preview(wrong, { out: folder.at('out') })).rejects.toThrow(both);
    expect(() => new PlatformStack(testApp(), 'platform-dev', { company: wrong, environment: dev })).toThrow(
      both,
    );
  });
});

describe('a time zone on a target', () => {
  const nodes = (timeZone?: string): readonly Expr<Kind>['node'][] => {
    const [step] = [daily(timeZone).relation];
    return step.step === 'derive' ? step.values.map(({ expression }) => expression) : [];
  };

  it('is written as each engine names it', () => {
    expect(nodes('Europe/Berlin').map(scriptExpression)).toEqual([
      "toDate(fromUTC(at, 'Europe/Berlin'))",
      "hour(fromUTC(at, 'Europe/Berlin'), 'UTC')",
    ]);
    expect(nodes('Europe/Berlin').map(tsqlValue)).toEqual([
      "CAST([at] AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time' AS DATE)",
      "DATEPART(HOUR, [at] AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time')",
    ]);
    const { query } = compileDuckDb(daily('Europe/Berlin'), {
      pepper: 'p',
      prefix: 'x',
      relation: () => '"r"',
    });
    expect(query).toContain(`CAST(timezone('Europe/Berlin', timezone('UTC', "at")) AS DATE)`);
    expect(query).toContain(
      `CAST(date_part('hour', timezone('Europe/Berlin', timezone('UTC', "at"))) AS INTEGER)`,
    );
  });

  it.each([undefined, 'UTC'])('leaves what is in UTC as it was (%s)', (timeZone) => {
    expect(nodes(timeZone).map(scriptExpression)).toEqual(['toDate(at)', "hour(at, 'UTC')"]);
    expect(nodes(timeZone).map(tsqlValue)).toEqual(['CAST([at] AS DATE)', 'DATEPART(HOUR, [at])']);
  });

  it('changes neither type nor nullability', () => {
    const shapes = (timeZone?: string) => nodes(timeZone).map(({ type, nullable }) => ({ type, nullable }));
    expect(shapes('Europe/Berlin')).toEqual(shapes());
    expect(shapes()).toEqual([
      { type: { kind: 'date' }, nullable: false },
      { type: { kind: 'integer' }, nullable: false },
    ]);
  });

  it('is taken of timestamps only', () => {
    const taken = read(sold).derive((row) => ({
      day: (row.shop as unknown as Expr<'timestamp'>).toDate('Europe/Berlin'),
      at_hour: (row.shop as unknown as Expr<'timestamp'>).hour('Europe/Berlin'),
    }));
    expect(
      (taken.relation.step === 'derive' ? taken.relation.values : []).flatMap(({ expression }) =>
        flawsOf(expression).map(sentenceOf),
      ),
    ).toEqual([
      'LH2002 gives string(20) to cast(); allowed: timestamp; give another value, or cast it',
      'LH2002 gives string(20) to hour(); allowed: timestamp; give another value, or cast it',
    ]);
  });

  it('is refused in alert rules', () => {
    const rule = alert('night-order', orders, {
      description: 'An order at night',
      payload: ['id'],
      when: (event) => event.at.hour('Europe/Berlin').lessThan(6),
    });
    expect(alertIssues('sales/night-order', rule).map(({ got }) => got)).toEqual([
      'uses hour(), which Stream Analytics does not offer: it has one type for dates and timestamps',
      'uses inTimeZone(), which Stream Analytics does not offer: it knows no time zones',
    ]);
  });

  it('has a Windows name that is no guess: clocks of both agree in every month to come', () => {
    const clocks = new Map<string, Intl.DateTimeFormat>();
    const shown = (timeZone: string, at: number): string => {
      const known = clocks.get(timeZone);
      const clock =
        known ??
        new Intl.DateTimeFormat('en-GB', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'long',
          hourCycle: 'h23',
        });
      clocks.set(timeZone, clock);
      return clock.format(at).slice(0, 17);
    };
    const months = Array.from({ length: 24 }, (_, month) => Date.UTC(2026, month, 15));
    const all = timeZones();
    const apart = all.filter((name) => {
      const [first = ''] = findIana(windowsTimeZone(name), '001');
      // Kazakhstan names this Windows zone in the table, and has left it; places that stayed are six hours ahead.
      const place =
        first === 'Asia/Almaty' ? 'Etc/GMT-6' : first === 'America/Chihuahua' ? 'Etc/GMT+7' : first;
      return months.some((at) => shown(name, at) !== shown(place, at));
    });
    expect(apart).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });
});
