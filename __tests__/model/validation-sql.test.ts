import { goldView, read, type SqlTableProps, sqlTable, t, tableReference, windowDay } from '../../model';
import { issuesOf, sold } from '../support/acme';

/** What is wrong with a department's own SQL: each mistake alone, word for word. */

const shops = read(sold)
  .select('shop')
  .dedupe({ by: ['shop'], newest: [] });
const columns = { shop: t.string(20).key(), n: t.integer() };
const GOOD = 'SELECT s.shop, COUNT(*) AS n FROM input.sold AS s GROUP BY s.shop';
type Props = SqlTableProps<typeof columns>;

const issues = (props: Partial<Props> = {}) =>
  issuesOf([
    sqlTable(
      'own',
      Object.assign({ text: GOOD, reads: { sold: read(sold).select('shop') }, columns }, props),
    ),
  ]).map((issue) => issue.replace('sales/own: ', ''));
const SELECT = 'one SELECT, with common table expressions before it where needed';
const ALONE = 'leave the select alone; the library writes what makes, stores and deploys';

describe('SQL of a department', () => {
  test.each([
    ['reads its inputs', GOOD],
    ['ends with semicolons', `${GOOD};;`],
    [
      'reads inputs in any case, in brackets, and by a comma',
      'SELECT 1 AS shop, 2 AS n FROM [input].[SOLD] a, Input.sold',
    ],
    [
      'reads common table expressions',
      `WITH a AS (${GOOD}), b (shop, n) AS (SELECT shop, n FROM a) SELECT shop, n FROM b UNION ALL SELECT shop, n FROM a`,
    ],
    [
      'joins and nests',
      `SELECT x.shop, x.n FROM (${GOOD}) AS x JOIN (input.sold y CROSS JOIN input.sold z) ON 1 = 1 WHERE EXISTS (SELECT 1 FROM input.sold)`,
    ],
    [
      'has names in texts, comments and quotes',
      `SELECT 'DROP @x input.y' AS shop, 1 AS [INSERT * @n] /* GO; DELETE /* @x */ */ FROM input.sold -- FROM nothing @z`,
    ],
    ['multiplies', 'SELECT shop, COUNT(*) * 2 AS n FROM input.sold GROUP BY shop'],
    ['orders windows', 'SELECT shop, ROW_NUMBER() OVER (ORDER BY shop) AS n FROM input.sold'],
    ['takes the first rows', 'SELECT TOP (3) shop, 1 AS n FROM input.sold ORDER BY shop'],
    ['splits texts', "SELECT value AS shop, 1 AS n FROM input.sold CROSS APPLY STRING_SPLIT(shop, ',')"],
    [
      'asks whether values differ',
      'SELECT shop, 1 AS n FROM input.sold WHERE shop IS NOT DISTINCT FROM shop',
    ],
  ])('%s', (_name, text) => {
    expect(issues({ text })).toEqual([]);
  });

  test.each([
    ['', `LH3401 is empty; allowed: ${SELECT}; write the statement`],
    [
      "SELECT shop, 1 AS n FROM input.sold WHERE shop = 'x",
      'LH3405 has something on line 1 that is opened and never closed; close the text, the name or the comment',
    ],
    [
      `${GOOD} /* x`,
      'LH3405 has something on line 1 that is opened and never closed; close the text, the name or the comment',
    ],
    ['DELETE FROM input.sold', `LH3401 begins with DELETE on line 1; allowed: ${SELECT}; ${ALONE}`],
    [`${GOOD};\n${GOOD}`, `LH3401 has more than one statement; allowed: ${SELECT}; ${ALONE}`],
    [`${GOOD}\n${GOOD}`, `LH3401 has more than one statement; allowed: ${SELECT}; ${ALONE}`],
    [`${GOOD}\nGO\n`, `LH3402 uses GO on line 2; allowed: ${SELECT}; ${ALONE}`],
    [`${GOOD} EXEC x`, `LH3402 uses EXEC on line 1; allowed: ${SELECT}; ${ALONE}`],
    [
      'SELECT shop, 1 AS n\nINTO x FROM input.sold',
      `LH3402 uses INTO on line 2; allowed: ${SELECT}; ${ALONE}`,
    ],
    [
      'SELECT * FROM input.sold',
      'LH3403 selects * on line 1; allowed: columns by name, so that a new column of an input changes nothing; name the columns (in EXISTS, select 1)',
    ],
    [
      'SELECT s.*, 1 AS n FROM input.sold AS s',
      'LH3403 selects * on line 1; allowed: columns by name, so that a new column of an input changes nothing; name the columns (in EXISTS, select 1)',
    ],
    [
      `${GOOD} ORDER BY n`,
      'LH3404 ends with ORDER BY; allowed: rows without an order: a table has none; take it out, or number the rows with ROW_NUMBER()',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM input.slod`,
      'LH3406 reads input.slod on line 1, which is no input (did you mean "input.sold"?); allowed: input.sold; add it to "reads", or correct its name',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM\n gold.sold`,
      'LH3406 reads gold.sold on line 2, which is no input; allowed: input.sold; add it to "reads", or correct its name',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM sold`,
      'LH3406 reads sold on line 1, which is no input; allowed: input.sold; add it to "reads", or correct its name',
    ],
    [
      `${GOOD} UNION ALL SELECT name, 1 FROM sys.objects`,
      'LH3406 reads sys.objects on line 1, which is no input; allowed: input.sold; add it to "reads", or correct its name',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM other.input.sold`,
      'LH3406 reads other.input.sold on line 1, a name of 3 parts; allowed: input.sold; read a declared input',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM other..sold`,
      'LH3406 reads other..sold on line 1, a name of 3 parts; allowed: input.sold; read a declared input',
    ],
    [
      `${GOOD} UNION ALL SELECT shop, 1 FROM dbo.f(1)`,
      'LH3406 reads dbo.f on line 1, which is no input; allowed: input.sold; add it to "reads", or correct its name',
    ],
  ])('%s is refused', (text, issue) => {
    const found = issues({ text }).filter((each) => each.includes(' "text" '));
    expect(found.map((each) => each.replace(' "text"', ''))).toEqual([issue]);
  });

  test('reaches no files', () => {
    const text = `${GOOD} UNION ALL SELECT shop, 1 FROM OPENROWSET(BULK 'x', FORMAT = 'DELTA') AS r`;
    expect(issues({ text })).toContain(
      `LH3402 "text" uses OPENROWSET on line 1; allowed: ${SELECT}; ${ALONE}`,
    );
  });

  test('is reported with everything else that is wrong with the table', () => {
    const table = sqlTable('own', {
      text: 'SELECT * FROM input.x WHERE shop = @nam',
      reads: { sold: read(sold).select('shop') },
      columns: { Shop: t.string(20), n: t.integer().atLeast(1) },
      parameters: { name: { type: t.string(3), value: 'long' } },
    });
    expect(issuesOf([table])).toEqual([
      'LH3000 sales/own: "flow" declares "n" with atLeast() or atMost(), which is for columns of sources; allowed: types, nullable(), key() and a classification; take it out, and put the condition into the SQL',
      'LH3101 sales/own: "key" is empty; allowed: Shop, n; name the columns that identify a row',
      'LH0001 sales/own: "columns" is "Shop"; allowed: 1 to 55 lower-case letters, digits and single underscores, beginning with a letter; choose another name',
      'LH3410 sales/own: "parameters" has "name" with the value "long"; allowed: text of 3 characters at most, without control characters; change the value',
      'LH3403 sales/own: "text" selects * on line 1; allowed: columns by name, so that a new column of an input changes nothing; name the columns (in EXISTS, select 1)',
      'LH3406 sales/own: "text" reads input.x on line 1, which is no input; allowed: input.sold; add it to "reads", or correct its name',
      'LH3407 sales/own: "reads" has "sold", which the text never reads; take it out, or read input.sold',
      'LH3408 sales/own: "text" uses @nam on line 1, which is no parameter (did you mean "@name"?); allowed: @name; add it to "parameters", or correct its name',
      'LH3407 sales/own: "parameters" has "name", which the text never uses; take it out, or use @name',
    ]);
  });

  test('reads something', () => {
    expect(issues({ reads: {}, text: 'SELECT 1 AS shop, 2 AS n' })).toEqual([
      'LH0004 "reads" is empty; allowed: one input or more; name what the SQL reads',
    ]);
  });

  test('cannot be read by a silver table, and is read by gold', () => {
    const own = sqlTable('own', { text: GOOD, reads: { sold: shops }, columns });
    expect(issuesOf([own, goldView('reader', { key: ['shop'], flow: read(own) })])).toEqual([]);
  });
});

describe('personal columns', () => {
  const people = read(
    tableReference('sales', 'people', { shop: t.string(20).key(), mail: t.string(99).personal() }),
  );
  const found = (columnsOf: Props['columns']) =>
    issues({ reads: { sold: people }, columns: columnsOf }).filter((issue) => issue.includes(' "reads" '));

  test('are kept out of SQL, unless everything it gives is called personal', () => {
    expect(found(columns)).toEqual([
      'LH3411 "reads" gives the SQL the personal column mail of "sold"; allowed: inputs without personal columns, for what SQL makes of them is not followed; select the columns that are needed, or declare every column of the result as .personal()',
    ]);
    expect(found({ shop: t.string(20).key().personal(), n: t.integer().personal() })).toEqual([]);
  });
});

describe('parameters', () => {
  const parameters = (
    type: NonNullable<Props['parameters']>[string]['type'],
    value: NonNullable<Props['parameters']>[string]['value'],
  ) => issues({ text: `${GOOD} HAVING COUNT(*) > @p`, parameters: { p: { type, value } } });

  test.each([
    [t.string(3), "a'b"],
    [t.integer(), -2147483648],
    [t.long(), '9223372036854775807'],
    [t.decimal(4, 2), '-99.99'],
    [t.decimal(2, 2), '0.99'],
    [t.boolean(), true],
    [t.date(), '2024-02-29'],
    [t.date(), windowDay('2026-01-31')],
    [t.timestamp(), '2026-01-31 23:59:59.5'],
  ])('have a type and a value that fits (%#)', (type, value) => {
    expect(parameters(type, value)).toEqual([]);
  });

  test.each([
    [t.integer(), '2147483648', 'a whole number from -2147483648 to 2147483647'],
    [t.integer(), '1.5', 'a whole number from -2147483648 to 2147483647'],
    [t.decimal(4, 2), '100', 'a number that fits decimal(4,2), with a point'],
    [t.decimal(4, 2), '1.005', 'a number that fits decimal(4,2), with a point'],
    [t.decimal(4, 2), "1'; DROP", 'a number that fits decimal(4,2), with a point'],
    [t.boolean(), 'yes', 'true or false'],
    [t.date(), '2026-02-29', 'a day that exists, as YYYY-MM-DD, years 1000 to 2999'],
    [t.timestamp(), '2026-01-31T10:00:00', 'a timestamp in UTC, as YYYY-MM-DD HH:MM:SS'],
  ])('with a value that does not fit are refused (%#)', (type, value, allowed) => {
    expect(parameters(type, value)).toEqual([
      `LH3410 "parameters" has "p" with the value "${value}"; allowed: ${allowed}; change the value`,
    ]);
  });

  test('are no doubles, and only days come from the window', () => {
    expect(parameters(t.double(), '1')).toEqual([
      'LH3409 "parameters" has "p" of type double; allowed: every other type; declare it as t.decimal()',
    ]);
    expect(parameters(t.timestamp(), windowDay('2026-01-31'))).toEqual([
      'LH3409 "parameters" passes the day of the window as "p" of type timestamp; allowed: a parameter of type date; declare it as t.date()',
    ]);
  });

  test('leave the names of the procedure alone', () => {
    expect(
      issues({
        text: `${GOOD} HAVING COUNT(*) > @run`,
        parameters: { run: { type: t.integer(), value: 1 } },
      }),
    ).toEqual([
      'LH3409 "parameters" has "run", a name that the procedure has for itself; choose another name',
    ]);
  });
});

describe('a DuckDB override', () => {
  test('is one select with the same parameters', () => {
    expect(issues({ duckDbOverride: 'FROM input.sold SELECT shop, [1, 2][1] AS n' })).toEqual([]);
    expect(issues({ duckDbOverride: 'DROP TABLE x' })).toEqual([
      'LH3401 "duckDbOverride" begins with DROP, or is no single whole statement; allowed: one SELECT of DuckDB; write the same select as in "text"',
    ]);
    expect(issues({ duckDbOverride: 'SELECT @least' })).toEqual([
      'LH3408 "duckDbOverride" uses @least on line 1, which is no parameter; allowed: none; add it to "parameters", or correct its name',
    ]);
  });
});
