import { type Delivered, iso, runJob, type Value } from './stream-analytics';

/** The interpreter of the streaming query language, held to what the language's reference says. */
const at = (minute: number, payload: Readonly<Record<string, Value>> = {}): Delivered => ({
  arrival: minute * 60_000,
  payload: { at: iso(minute * 60_000), ...payload },
});
const run = (text: string, events: readonly Delivered[], rows: readonly Record<string, Value>[] = []) =>
  runJob(text, { streams: { in: events, others: [] }, references: { known: rows } }).out!;
const values = (rows: readonly Record<string, Value>[], name: string): Value[] =>
  rows.map((row) => row[name] ?? null);

test('the time of an event is its arrival, or what TIMESTAMP BY says; without one it is dropped', () => {
  const events = [at(5, { at: iso(0) }), at(6, { at: 'today' })];
  expect(run('SELECT System.Timestamp() AS [t] INTO [out] FROM [in]', events)).toEqual([
    { t: { at: 300_000 } },
    { t: { at: 360_000 } },
  ]);
  const timed =
    'SELECT System.Timestamp() AS [t] INTO [out] FROM [in] TIMESTAMP BY TRY_CAST([at] AS datetime)';
  expect(run(timed, events)).toEqual([{ t: { at: 0 } }]);
});

test('an input has one time in all of a query', () => {
  const both = [
    'SELECT [at] INTO [raw] FROM [in]',
    'SELECT [at] INTO [out] FROM [in] TIMESTAMP BY TRY_CAST([at] AS datetime)',
  ].join('\n\n');
  expect(() => run(both, [at(1)])).toThrow('in is read both with and without TIMESTAMP BY');
});

test('a condition is true, false or unknown, and only true keeps an event', () => {
  const events = [1, 2, null].map((n) => at(0, { n }));
  const kept = (where: string) =>
    values(
      run(`SELECT TRY_CAST([in].[n] AS bigint) AS [n] INTO [out] FROM [in] WHERE ${where}`, events),
      'n',
    );
  const n = 'TRY_CAST([in].[n] AS bigint)';
  expect(kept(`${n} = 1`)).toEqual([1]);
  expect(kept(`NOT (${n} = 1)`)).toEqual([2]);
  expect(kept(`(${n} = 1 OR ${n} IS NULL)`)).toEqual([1, null]);
  expect(kept(`(${n} IS NOT NULL AND NOT (${n} = 2))`)).toEqual([1]);
});

test('a session of 5 minutes takes in the events that follow each other, 20 minutes at the very most', () => {
  // With 10 as the longest duration, looked at at 0, 10, 20, …: "up to twice maxDuration".
  const window =
    'SELECT COUNT(*) AS [n], System.Timestamp() AS [end] INTO [out] FROM [in] GROUP BY SessionWindow(minute, 5, 10)';
  const sessions = run(
    window,
    [1, 4, 8, 12, 16, 19, 22, 40].map((minute) => at(minute)),
  );
  expect(values(sessions, 'n')).toEqual([6, 1, 1]);
  expect(values(sessions, 'end')).toEqual([20, 27, 45].map((minute) => ({ at: minute * 60_000 })));
});

test('a tumbling window has its end and not its beginning', () => {
  const window =
    'SELECT COUNT(*) AS [n], AVG(TRY_CAST([n] AS float)) AS [mean] INTO [out] FROM [in] GROUP BY TumblingWindow(minute, 10)';
  expect(run(window, [at(10, { n: 1 }), at(10.5, { n: 2 }), at(20, { n: '4' })])).toEqual([
    { n: 1, mean: 1 },
    { n: 2, mean: 3 },
  ]);
});

test('a sum over a duration ends with the event, each key on its own', () => {
  const query =
    'SELECT SUM([n]) OVER (PARTITION BY [k] LIMIT DURATION(minute, 5)) AS [sum] INTO [out] FROM [in]';
  const events = [
    at(0, { k: 'a', n: 1 }),
    at(1, { k: 'b', n: 10 }),
    at(4, { k: 'a', n: 2 }),
    at(5, { k: 'a', n: 4 }),
  ];
  expect(values(run(query, events), 'sum')).toEqual([1, 10, 3, 6]);
});

test('reference data is joined by key: inner leaves out what has none, left keeps it', () => {
  const query = (join: string) =>
    `SELECT [in].[k] AS [k], [known].[v] AS [v] INTO [out] FROM [in] ${join} [known] ON [in].[k] = [known].[k]`;
  const events = ['a', 'b', null].map((k) => at(0, { k }));
  const known = [{ k: 'a', v: 1 }];
  expect(run(query('JOIN'), events, known)).toEqual([{ k: 'a', v: 1 }]);
  expect(run(query('LEFT OUTER JOIN'), events, known)).toEqual([
    { k: 'a', v: 1 },
    { k: 'b', v: null },
    { k: null, v: null },
  ]);
});

test.each([
  ['SELECT [a] INTO [out] FROM [nowhere]', 'no input nowhere'],
  ['SELECT [a] FROM [in]', 'a statement goes nowhere'],
  ['SELECT [a], [a] INTO [out] FROM [in]', 'a name is given twice: a, a'],
  ['SELECT COUNT(*) AS [n] INTO [out] FROM [in] GROUP BY [a]', 'GROUP BY without a window'],
  ['WITH [s_1] AS (SELECT [a] FROM [in]) SELECT [b] INTO [out] FROM [s_1]', 'no column b'],
  ['SELECT [a] INTO [out] FROM [in] WHERE [n] = 1', 'compares string with number'],
  ['SELECT {a} INTO [out] FROM [in]', 'not of the language'],
])('%s is refused', (query, message) => {
  expect(() => run(query, [at(0, { a: 1, n: 'x' })])).toThrow(message);
});
