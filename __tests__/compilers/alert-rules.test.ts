import { alertIssues, compileRulesQuery, outputsOf } from '../../compilers/internal';
import {
  alert,
  anomaly,
  dataContract,
  describeIssue,
  goldView,
  hours,
  minutes,
  read,
  referenceAlert,
  sessions,
  type AlertRule,
  sum,
  t,
  tableReference,
  velocity,
} from '../../model';

const clicks = dataContract('clicks', {
  description: 'Clicks',
  columns: {
    id: t.string(20).key(),
    visitor: t.string(20).physicalName('Visitor'),
    page: t.string(20),
    spent: t.decimal(8, 2),
    at: t.timestamp().physicalName('time stamp'),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 1,
});
const pages = goldView('known_pages', {
  key: ['page'],
  flow: read(
    tableReference('web', 'pages', { page: t.string(20).key(), open: t.boolean(), owner: t.string(20) }),
  ),
});
const many = velocity('many-clicks', clicks, {
  description: 'Many',
  by: ['visitor', 'page'],
  when: (event) => event.page.equals('basket'),
  within: hours(1),
  atLeast: 5,
  sum: { of: 'spent', atLeast: 100.5 },
  payload: ['id', 'page'],
});
const visits = sessions('visits', clicks, {
  description: 'Visits',
  by: ['visitor'],
  gap: minutes(30),
  aggregates: (event) => ({ paid: sum(event.spent) }),
});
const traffic = anomaly('traffic', clicks, { description: 'Odd', by: ['page'] });
const closed = referenceAlert('closed-page', clicks, {
  description: 'A page that is closed',
  reference: pages,
  on: ['page'],
  when: (event, page) => page.open.not().and(event.spent.greaterThan(0)),
  payload: ['id', 'reference_page'],
});

const parts = (rule: AlertRule): string[] => compileRulesQuery([clicks], [rule]).text.split('\n\n');

describe('the query of a rule', () => {
  test('counts and adds up by window of rows, at event times, of events that have what they are grouped by', () => {
    expect(parts(many)).toEqual([
      [
        'WITH [events_many-clicks] AS (',
        'SELECT',
        '    TRY_CAST([timed_clicks].[Visitor] AS nvarchar(max)) AS [visitor],',
        '    TRY_CAST([timed_clicks].[page] AS nvarchar(max)) AS [page],',
        '    TRY_CAST([timed_clicks].[id] AS nvarchar(max)) AS [id],',
        '    TRY_CAST([timed_clicks].[spent] AS float) AS [spent],',
        '    System.Timestamp() AS [_event_at],',
        '    CAST(1 AS bigint) AS [_one]',
        'FROM [timed_clicks] TIMESTAMP BY TRY_CAST([time stamp] AS datetime)',
        "WHERE TRY_CAST([timed_clicks].[Visitor] AS nvarchar(max)) IS NOT NULL AND TRY_CAST([timed_clicks].[page] AS nvarchar(max)) IS NOT NULL AND TRY_CAST([timed_clicks].[page] AS nvarchar(max)) = 'basket'",
        '),',
        '[counted_many-clicks] AS (',
        'SELECT',
        '    [id],',
        '    [page],',
        '    SUM([_one]) OVER (PARTITION BY [visitor], [page] LIMIT DURATION(minute, 60)) AS [_events],',
        '    SUM([spent]) OVER (PARTITION BY [visitor], [page] LIMIT DURATION(minute, 60)) AS [_total]',
        'FROM [events_many-clicks]',
        ')',
      ].join('\n'),
      [
        'SELECT',
        "    'many-clicks' AS [alert],",
        '    [id],',
        '    [page],',
        '    [_events] AS [events],',
        '    [_total] AS [total],',
        '    System.Timestamp() AS [raised_at]',
        'INTO [many-clicks]',
        'FROM [counted_many-clicks]',
        'WHERE [_events] >= 5 AND [_total] >= 100.5',
      ].join('\n'),
    ]);
  });

  test('makes sessions by their own window, and writes them to the lake', () => {
    const [steps, statement] = parts(visits);
    expect(steps).toContain(
      'GROUP BY [visitor], SessionWindow(minute, 30, 720) OVER (PARTITION BY [visitor])',
    );
    expect(steps).toContain('    SUM([spent]) AS [paid]');
    expect(statement).toBe(
      [
        'SELECT',
        "    'visits' AS [alert],",
        '    [visitor],',
        '    [session_start],',
        '    [session_end],',
        '    [events],',
        '    [paid],',
        '    System.Timestamp() AS [raised_at]',
        'INTO [lake_visits]',
        'FROM [sessions_visits]',
      ].join('\n'),
    );
  });

  test('scores intervals in a step after the one that counts them', () => {
    const [steps, statement] = parts(traffic);
    expect(steps?.split('\n),\n').slice(1)).toEqual([
      [
        '[intervals_traffic] AS (',
        'SELECT',
        '    [page],',
        '    CAST(COUNT(*) AS float) AS [value]',
        'FROM [events_traffic]',
        'GROUP BY [page], TumblingWindow(minute, 1)',
      ].join('\n'),
      [
        '[scores_traffic] AS (',
        'SELECT',
        '    [page],',
        '    [value],',
        "    AnomalyDetection_SpikeAndDip([value], 95, 120, 'spikesanddips') OVER (PARTITION BY [page] LIMIT DURATION(minute, 120)) AS [_scores]",
        'FROM [intervals_traffic]',
        ')',
      ].join('\n'),
    ]);
    expect(statement).toContain(
      "FROM [scores_traffic]\nWHERE CAST(GetRecordPropertyValue([_scores], 'IsAnomaly') AS bigint) = 1",
    );
  });

  test('watches an average of all events together, for dips only', () => {
    const dips = anomaly('dips', clicks, {
      description: 'Low',
      average: 'spent',
      every: minutes(5),
      history: hours(2),
      confidence: 80,
      mode: 'dips',
    });
    const [steps = ''] = parts(dips);
    expect(steps).toContain('AVG([spent]) AS [value]');
    expect(steps).toContain('GROUP BY TumblingWindow(minute, 5)');
    expect(steps).toContain(
      "AnomalyDetection_SpikeAndDip([value], 80, 24, 'dips') OVER (LIMIT DURATION(minute, 120))",
    );
    expect(steps).toContain('WHERE TRY_CAST([timed_clicks].[spent] AS float) IS NOT NULL');
  });

  test('joins reference data on plain columns, and as events arrive', () => {
    const [steps, statement] = parts(closed);
    expect(steps).toContain('FROM [clicks]\n)');
    expect(steps).not.toContain('TIMESTAMP BY');
    expect(statement).toBe(
      [
        'SELECT',
        "    'closed-page' AS [alert],",
        '    [events_closed-page].[id] AS [id],',
        '    TRY_CAST([reference_known_pages].[page] AS nvarchar(max)) AS [reference_page],',
        '    System.Timestamp() AS [raised_at]',
        'INTO [closed-page]',
        'FROM [events_closed-page]',
        'JOIN [reference_known_pages] ON [events_closed-page].[page] = [reference_known_pages].[page]',
        'WHERE (NOT (TRY_CAST([reference_known_pages].[open] AS bit) = 1) AND 0 < [events_closed-page].[spent])',
      ].join('\n'),
    );
    expect(closed.exported.map(({ name }) => name)).toEqual(['page', 'open']);
  });

  test('is written once for each output, and for Power BI where an environment has a workspace', () => {
    const powerBi = {
      reason: 'A wall display',
      dataset: 'Clicks',
      table: 'large',
      workspaces: { prod: { id: '0'.repeat(8), name: 'Shop' } },
    };
    const large = alert('large', clicks, {
      description: 'Large',
      when: (event) => event.spent.greaterThan(1),
      payload: ['id'],
      to: ['alerts-hub', 'lake'],
      powerBi,
    });
    expect(outputsOf(large, undefined)).toEqual(['large', 'lake_large']);
    expect(outputsOf(large, 'dev')).toEqual(['large', 'lake_large']);
    const query = compileRulesQuery([clicks], [large], 'prod');
    expect(query.outputs).toEqual(['large', 'lake_large', 'powerbi_large']);
    const statements = query.text.split('\n\n');
    expect(new Set(statements.map((text) => text.replace(/^INTO .*$/m, ''))).size).toBe(1);
    expect(statements).toHaveLength(3);
  });

  test('names just the inputs, steps and outputs that are there, for all rules of a department together', () => {
    const { text, inputs, outputs } = compileRulesQuery([clicks], [many, visits, traffic, closed]);
    const named = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name));
    const steps = named(/^(?:WITH )?\[(.+)\] AS \($/gm);
    expect(steps.size).toBe(8);
    expect([...named(/^(?:FROM|JOIN) \[([^\]]+)\]/gm)].filter((name) => !steps.has(name)).sort()).toEqual(
      [...inputs].sort(),
    );
    expect([...named(/^INTO \[(.+)\]$/gm)]).toEqual(outputs);
    expect(inputs).toEqual(['timed_clicks', 'clicks', 'reference_known_pages']);
    expect(text.match(/\bWITH\b/g)).toHaveLength(1);
  });

  test('never gives an input two times', () => {
    const { text } = compileRulesQuery([clicks], [many, visits, traffic, closed]);
    expect(text).not.toMatch(/FROM \[clicks\] TIMESTAMP BY/);
    expect(text.match(/FROM \[timed_clicks\].*/g)).toEqual(
      Array(3).fill('FROM [timed_clicks] TIMESTAMP BY TRY_CAST([time stamp] AS datetime)'),
    );
  });
});

describe('alertIssues', () => {
  test('name the functions that a condition of any rule uses', () => {
    const rule = velocity('many', clicks, {
      description: 'Many',
      by: ['visitor'],
      when: (event) => event.page.lower().equals('basket'),
      within: minutes(1),
      atLeast: 2,
      payload: ['id'],
    });
    expect(alertIssues('web/many', rule).map(describeIssue)).toEqual([
      'LH2102 web/many: "when" uses lower(), which Stream Analytics does not offer: it changes other letters than A to Z, too; allowed: and, equals, isIn, isNull, lessThan, lessThanOrEqual, not, or; compare the columns of the event as they are',
    ]);
    expect(alertIssues('web/visits', visits)).toEqual([]);
  });
});
