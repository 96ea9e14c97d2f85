import { alertIssues, compileLandingQuery, compileRulesQuery, landingOutput } from '../../compilers/internal';
import {
  alert,
  type Alert,
  type DataContract,
  dataContract,
  describeIssue,
  type Expr,
  hours,
  type Row,
  type Schema,
  least,
  t,
} from '../../model';

const events = dataContract('events', {
  description: 'Events of every type',
  columns: {
    id: t.string(20).key(),
    kind: t.string(10),
    pieces: t.integer().nullable(),
    total: t.long(),
    amount: t.decimal(12, 2).physicalName('Amount (EUR)'),
    ratio: t.double(),
    urgent: t.boolean(),
    day: t.date(),
    at: t.timestamp(),
  },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 1,
});
const others = dataContract('other-events', {
  description: 'Others',
  columns: { id: t.string(20).key(), at: t.timestamp() },
  eventTime: 'at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 1,
});

type Event = Row<typeof events extends DataContract<infer S extends Schema> ? S : never>;
const raised = (when: (event: Event) => Expr<'boolean'>, name = 'rule'): Alert =>
  alert(name, events, { description: 'It happened', when, payload: ['id'] });
const conditionOf = (when: (event: Event) => Expr<'boolean'>): string => {
  const { text } = compileRulesQuery([events], [raised(when)]);
  return text.slice(text.lastIndexOf('WHERE ') + 'WHERE '.length);
};

describe('the query of a landing job', () => {
  test('lands every stream as it arrives, each in an output of its own', () => {
    expect(compileLandingQuery([events, others])).toEqual({
      text: [
        'SELECT *\nINTO [landing-events]\nFROM [events]',
        'SELECT *\nINTO [landing-other-events]\nFROM [other-events]',
      ].join('\n\n'),
      inputs: ['events', 'other-events'],
      outputs: ['landing-events', 'landing-other-events'],
    });
    expect(landingOutput('events')).toBe('landing-events');
  });

  test('depends on the names of the streams alone', () => {
    const renamed = { ...events, columns: { id: t.string(9).key() }, eventTime: 'id', retentionDays: 1 };
    expect(compileLandingQuery([others, renamed])).toEqual(compileLandingQuery([events, others]));
  });
});

describe('the query of a job of alert rules', () => {
  test('raises an alert with its name, its payload under the names of the contract, and when', () => {
    const reported = alert('big', events, {
      description: 'Large',
      when: (event) => event.amount.greaterThan(1000),
      payload: ['id', 'amount', 'day', 'urgent', 'pieces'],
    });
    const { text, outputs } = compileRulesQuery([events], [reported]);
    expect(outputs).toEqual(['big']);
    expect(text).toBe(
      [
        'SELECT',
        "    'big' AS [alert],",
        '    TRY_CAST([events].[id] AS nvarchar(max)) AS [id],',
        '    TRY_CAST([events].[Amount (EUR)] AS float) AS [amount],',
        '    TRY_CAST([events].[day] AS datetime) AS [day],',
        '    TRY_CAST([events].[urgent] AS bit) AS [urgent],',
        '    TRY_CAST([events].[pieces] AS bigint) AS [pieces],',
        '    System.Timestamp() AS [raised_at]',
        'INTO [big]',
        'FROM [events]',
        'WHERE 1000 < TRY_CAST([events].[Amount (EUR)] AS float)',
      ].join('\n'),
    );
  });

  test('says just the inputs and outputs that its text names', () => {
    const { text, inputs, outputs } = compileRulesQuery(
      [events, others],
      [raised((event) => event.urgent, 'one'), raised((event) => event.urgent, 'two')],
    );
    const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))];
    expect(named(/^FROM \[(.+)\]$/gm)).toEqual(inputs);
    expect(named(/^INTO \[(.+)\]$/gm)).toEqual(outputs);
  });

  test.each<[string, (event: Event) => Expr<'boolean'>, string]>([
    ['equality', (e) => e.kind.equals('sale'), "TRY_CAST([events].[kind] AS nvarchar(max)) = 'sale'"],
    [
      'quotes in a text',
      (e) => e.kind.equals("o'clock"),
      "TRY_CAST([events].[kind] AS nvarchar(max)) = 'o''clock'",
    ],
    ['less', (e) => e.pieces.lessThan(3), 'TRY_CAST([events].[pieces] AS bigint) < 3'],
    ['at most', (e) => e.total.lessThanOrEqual(3), 'TRY_CAST([events].[total] AS bigint) <= 3'],
    [
      'at least',
      (e) => e.amount.greaterThanOrEqual(0.5),
      '0.5 <= TRY_CAST([events].[Amount (EUR)] AS float)',
    ],
    ['a missing value', (e) => e.pieces.isNull(), 'TRY_CAST([events].[pieces] AS bigint) IS NULL'],
    [
      'a value that is there',
      (e) => e.pieces.isNotNull(),
      'NOT (TRY_CAST([events].[pieces] AS bigint) IS NULL)',
    ],
    [
      'one of several',
      (e) => e.kind.isIn(['a', 'b']),
      "(TRY_CAST([events].[kind] AS nvarchar(max)) = 'a' OR TRY_CAST([events].[kind] AS nvarchar(max)) = 'b')",
    ],
    ['a flag', (e) => e.urgent, 'TRY_CAST([events].[urgent] AS bit) = 1'],
    ['a flag that is off', (e) => e.urgent.not(), 'NOT (TRY_CAST([events].[urgent] AS bit) = 1)'],
    [
      'and before or, by parentheses',
      (e) => e.urgent.or(e.total.lessThan(1)).and(e.pieces.isNull()),
      '((TRY_CAST([events].[urgent] AS bit) = 1 OR TRY_CAST([events].[total] AS bigint) < 1) AND TRY_CAST([events].[pieces] AS bigint) IS NULL)',
    ],
  ])('writes %s', (_, when, text) => {
    expect(conditionOf(when)).toBe(text);
  });

  test('reports an alert on a stream that it does not get', () => {
    expect(() => compileRulesQuery([others], [raised((event) => event.urgent)])).toThrow(
      'not validated: alert "rule" watches "events"',
    );
  });
});

describe('alertIssues', () => {
  test('are none for what Stream Analytics does as the other engines do', () => {
    expect(
      alertIssues(
        'd/rule',
        raised((e) => e.kind.isIn(['a']).and(e.total.lessThanOrEqual(3)).or(e.pieces.isNull().not())),
      ),
    ).toEqual([]);
  });

  test('are none for a range, which is two comparisons', () => {
    expect(
      alertIssues(
        'd/rule',
        raised((e) => e.pieces.isBetween(1, 3)),
      ),
    ).toEqual([]);
  });

  test('name the functions of texts and numbers, of which none is offered', () => {
    const rule = raised((e) =>
      e.kind.contains('a').and(e.kind.left(2).length().equals(2)).or(least(e.pieces, 3).equals(3)),
    );
    expect(alertIssues('d/rule', rule).map(({ got }) => got.split(':')[0])).toEqual(
      ['contains', 'length', 'substring', 'least'].map(
        (name) => `uses ${name}(), which Stream Analytics does not offer`,
      ),
    );
  });

  test('name each function once that it does otherwise, however deep', () => {
    const rule = raised((e) =>
      e.kind.trim().equals('a').or(e.kind.trim().lower().equals('b')).or(e.pieces.plus(1).lessThan(3).not()),
    );
    const allowed = 'and, equals, isIn, isNull, lessThan, lessThanOrEqual, not, or';
    expect(alertIssues('d/rule', rule).map(describeIssue)).toEqual(
      Object.entries({
        trim: 'texts are not shown to be computed as on the other engines',
        lower: 'it changes other letters than A to Z, too',
        plus: 'it has no decimals, and computes in floating-point numbers',
      }).map(
        ([name, reason]) =>
          `LH2102 d/rule: "when" uses ${name}(), which Stream Analytics does not offer: ${reason}; allowed: ${allowed}; compare the columns of the event as they are`,
      ),
    );
  });
});
