import type { TextTable } from './text-table';
import { failure, LAKE, pool, ROWSET, rowsOf } from './tsql/fixture';

describe('queries', () => {
  it('reads files with the types of the WITH clause', () => {
    const result = pool.query('dw', `SELECT * FROM ${ROWSET} WHERE id = 2`);
    expect(result).toEqual({
      columns: [
        { name: 'id', type: 'int' },
        { name: 'customer', type: 'varchar(8)' },
        { name: 'amount', type: 'decimal(18,2)' },
        { name: 'qty', type: 'bigint' },
        { name: 'paid', type: 'bit' },
        { name: 'day', type: 'date' },
        { name: 'at', type: 'datetime2(6)' },
        { name: 'score', type: 'float' },
      ],
      rows: [['2', 'a ', '20.50', '2', '0', '2024-01-02', '2024-01-02 23:59:59.999999', '2.5']],
    });
  });

  it('groups, counts and orders text without trailing spaces, NULL first', () => {
    expect(
      rowsOf(
        `SELECT customer, COUNT(*) AS n, COUNT_BIG(amount) AS m FROM ${ROWSET} GROUP BY customer ORDER BY customer`,
      ),
    ).toEqual([
      [null, '1', '1'],
      ['B', '1', '0'],
      ['a', '2', '2'],
    ]);
    expect(rowsOf(`SELECT COUNT(DISTINCT customer) AS n FROM ${ROWSET}`)).toEqual([['2']]);
    expect(rowsOf(`SELECT DISTINCT customer FROM ${ROWSET}`)).toHaveLength(3);
    expect(
      rowsOf(
        `SELECT a.id, b.id AS other FROM ${ROWSET.replace('AS o', 'AS a')} INNER JOIN ${ROWSET.replace('AS o', 'AS b')} ON a.customer = b.customer AND a.id < b.id`,
      ),
    ).toEqual([['1', '2']]);
  });

  it('gives aggregates the documented types', () => {
    const { columns, rows } = pool.query(
      'dw',
      `SELECT SUM(id) AS si, SUM(qty) AS sq, SUM(amount) AS sa, AVG(id) AS ai, AVG(amount) AS aa, COUNT(*) AS c,
        COUNT_BIG(*) AS cb, MIN(amount) AS mi, MAX(customer) AS mc, SUM(score) AS ss, AVG(qty) AS aq FROM ${ROWSET}`,
    );
    expect(columns.map(({ type }) => type)).toEqual([
      'int',
      'bigint',
      'decimal(38,2)',
      'int',
      'decimal(38,6)',
      'int',
      'bigint',
      'decimal(18,2)',
      'varchar(8)',
      'float',
      'bigint',
    ]);
    expect(rows).toEqual([['10', '10', '25.25', '2', '8.416666', '4', '4', '-5.25', 'a', '4.1', '2']]);
  });

  it('computes aggregates over no rows', () => {
    expect(rowsOf(`SELECT COUNT(*) AS n, SUM(id) AS s, MAX(day) AS d FROM ${ROWSET} WHERE 1 = 0`)).toEqual([
      ['0', null, null],
    ]);
    expect(rowsOf(`SELECT COUNT(*) AS n FROM ${ROWSET} WHERE 1 = 0 GROUP BY customer`)).toEqual([]);
  });

  it('overflows SUM(int) as int', () => {
    const sql = 'SELECT SUM(x) AS s FROM (VALUES (2147483647), (1)) AS t(x)';
    expect(failure(sql)).toContain('data type int');
    expect(rowsOf(sql.replace('SUM(x)', 'SUM(CAST(x AS bigint))'))).toEqual([['2147483648']]);
  });

  it('joins in every way', () => {
    const tables =
      'FROM (VALUES (1), (2)) AS a(x) # JOIN (VALUES (2), (3)) AS b(y) ON a.x = b.y ORDER BY x, y';
    const joined = (type: string): TextTable['rows'] => rowsOf(`SELECT x, y ${tables.replace('#', type)}`);
    expect(joined('INNER')).toEqual([['2', '2']]);
    expect(joined('LEFT')).toEqual([
      ['1', null],
      ['2', '2'],
    ]);
    expect(joined('RIGHT OUTER')).toEqual(
      [
        ['2', '2'],
        [null, '3'],
      ].reverse(),
    );
    expect(joined('FULL OUTER')).toEqual([
      [null, '3'],
      ['1', null],
      ['2', '2'],
    ]);
    expect(rowsOf('SELECT x, y FROM (VALUES (1), (2)) AS a(x) CROSS JOIN (VALUES (3)) AS b(y)')).toEqual([
      ['1', '3'],
      ['2', '3'],
    ]);
  });

  it('applies a correlated sub-query', () => {
    const apply = (kind: string): TextTable['rows'] =>
      rowsOf(`SELECT a.x, b.y FROM (VALUES (1), (2)) AS a(x) ${kind} APPLY
        (SELECT TOP (1) v.y FROM (VALUES (1, 10), (1, 20)) AS v(k, y) WHERE v.k = a.x ORDER BY v.y DESC) AS b`);
    expect(apply('CROSS')).toEqual([['1', '20']]);
    expect(apply('OUTER')).toEqual([
      ['1', '20'],
      ['2', null],
    ]);
  });

  it('evaluates correlated sub-queries', () => {
    expect(
      rowsOf(
        `SELECT x FROM (VALUES (1), (2)) AS a(x) WHERE EXISTS (SELECT 1 FROM (VALUES (2)) AS b(y) WHERE b.y = a.x)`,
      ),
    ).toEqual([['2']]);
    expect(
      rowsOf(
        `SELECT (SELECT MAX(y) FROM (VALUES (2), (3)) AS b(y) WHERE b.y > a.x) AS m FROM (VALUES (1), (3)) AS a(x)`,
      ),
    ).toEqual([['3'], [null]]);
    expect(failure('SELECT (SELECT y FROM (VALUES (2), (3)) AS b(y)) AS m')).toContain('more than 1 value');
  });

  it('chains common table expressions', () => {
    expect(
      rowsOf(
        'WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT a.x, b.y FROM a CROSS JOIN b',
      ),
    ).toEqual([['1', '2']]);
  });

  it('combines queries as sets', () => {
    const [left, right] = ["SELECT 'a' AS x UNION ALL SELECT NULL", "SELECT 'a ' AS y UNION ALL SELECT 'b'"];
    expect(rowsOf(`(${left}) UNION (${right}) ORDER BY x`)).toEqual([[null], ['a'], ['b']]);
    expect(rowsOf(`${left} EXCEPT SELECT 'a '`)).toEqual([[null]]);
    expect(rowsOf("SELECT 'a' AS x INTERSECT SELECT 'a '")).toEqual([['a']]);
    expect(rowsOf('SELECT NULL AS x INTERSECT SELECT NULL')).toEqual([[null]]);
    const union = pool.query('dw', 'SELECT CAST(1 AS decimal(5,2)) AS x UNION ALL SELECT 2');
    expect(union).toEqual({ columns: [{ name: 'x', type: 'decimal(12,2)' }], rows: [['1.00'], ['2.00']] });
  });

  it('takes TOP rows, with ties, and pages', () => {
    const from = 'FROM (VALUES (1), (2), (2), (3)) AS t(x) ORDER BY x';
    expect(rowsOf(`SELECT TOP (2) x ${from}`)).toEqual([['1'], ['2']]);
    expect(rowsOf(`SELECT TOP (2) WITH TIES x ${from}`)).toEqual([['1'], ['2'], ['2']]);
    expect(rowsOf(`SELECT x ${from} DESC OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY`)).toEqual([['2']]);
  });

  it('groups by expressions, and filters groups', () => {
    expect(
      rowsOf(`SELECT YEAR([day]) * 100 + MONTH([day]) AS m, COUNT(*) AS n FROM ${ROWSET} WHERE [day] IS NOT NULL
        GROUP BY YEAR([day]), MONTH([day]) HAVING COUNT(*) > 1 ORDER BY m`),
    ).toEqual([['202401', '2']]);
  });

  it('takes a date part for a word, whatever columns there are', () => {
    const days = "(VALUES (CAST('2024-01-31' AS date)))";
    expect(
      rowsOf(
        `SELECT DATEADD(day, 1, a.day) AS d, COUNT(*) AS n FROM ${days} AS a(day) CROSS JOIN ${days} AS b(day)
          GROUP BY DATEADD(day, 1, a.day)`,
      ),
    ).toEqual([['2024-02-01', '1']]);
  });

  it('keeps the columns of a sub-query apart from those around it', () => {
    const two = '(VALUES (1), (2))';
    expect(
      rowsOf(
        `SELECT (SELECT MAX(x) FROM ${two} AS c(x)) AS m FROM (VALUES (1)) AS a(x) CROSS JOIN (VALUES (1)) AS b(x)`,
      ),
    ).toEqual([['2']]);
    expect(
      rowsOf(
        `SELECT g.x, (SELECT COUNT(*) FROM ${two} AS b(y) WHERE b.y > g.x) AS n FROM ${two} AS g(x) GROUP BY g.x`,
      ),
    ).toEqual([
      ['1', '1'],
      ['2', '0'],
    ]);
  });

  it('aggregates text in order', () => {
    expect(
      rowsOf(
        `SELECT STRING_AGG(x, '-') WITHIN GROUP (ORDER BY x DESC) AS s FROM (VALUES ('a'), ('b'), (NULL)) AS t(x)`,
      ),
    ).toEqual([['b-a']]);
  });

  test.each([
    ['SELECT nope FROM (VALUES (1)) AS t(x)', "invalid column name 'nope'"],
    ['SELECT X FROM (VALUES (1)) AS t(x)', "invalid column name 'X'"],
    ['SELECT t.x FROM (VALUES (1)) AS s(x)', "'t.x' could not be bound"],
    ['SELECT x FROM (VALUES (1)) AS a(x) CROSS JOIN (VALUES (1)) AS b(x)', "ambiguous column name 'x'"],
    ['SELECT a.x FROM (VALUES (1)) AS a(x) CROSS JOIN (VALUES (1)) AS a(y)', 'same exposed name'],
    ['SELECT 1 AS x FROM [gold].[nope]', "invalid object name 'gold.nope'"],
    ['SELECT NOPE(1) AS x', "'NOPE' is not a recognized built-in function name"],
    ['SELECT LEN(1, 2) AS x', 'requires 1 argument'],
    ['SELECT x, COUNT(*) AS n FROM (VALUES (1)) AS t(x)', "column 'x' is invalid in the select list"],
    [
      'SELECT x + 1 AS y FROM (VALUES (1, 2)) AS t(x, z) GROUP BY z',
      "column 'x' is invalid in the select list",
    ],
    ['SELECT SUM(x) AS s FROM (VALUES (1)) AS t(x) WHERE SUM(x) > 1', 'may not appear in WHERE'],
    ['SELECT SUM(COUNT(*)) AS s FROM (VALUES (1)) AS t(x)', 'may not appear in an aggregate function'],
    ['SELECT COUNT(*) AS s FROM (VALUES (1)) AS t(x) GROUP BY 1', 'at least one column'],
    ['SELECT MAX(CAST(x AS bit)) AS s FROM (VALUES (1)) AS t(x)', 'operand data type bit is invalid for max'],
    [
      'SELECT y.x FROM (SELECT x FROM (VALUES (1)) AS t(x) ORDER BY x) AS y',
      'the ORDER BY clause is invalid in views',
    ],
    [
      'WITH a AS (SELECT x FROM (VALUES (1)) AS t(x) ORDER BY x) SELECT x FROM a',
      'the ORDER BY clause is invalid in views',
    ],
    ['WITH a AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM a) SELECT x FROM a', 'recursive'],
    ['SELECT d.x FROM (SELECT 1) AS d(y)', "'d.x' could not be bound"],
    ['SELECT * FROM (SELECT 1) AS d', 'no column name was specified'],
    ['SELECT * FROM (SELECT 1 AS x, 2 AS x) AS d', 'specified multiple times'],
    ['SELECT DISTINCT x FROM (VALUES (1, 2)) AS t(x, y) ORDER BY y', 'must appear in the select list'],
    ['SELECT 1 AS x UNION SELECT 2, 3', 'equal number of expressions'],
    ['SELECT x AS order FROM (VALUES (1)) AS t(x)', "keyword 'order'"],
    ['SELECT key FROM (VALUES (1)) AS t([key])', "keyword 'key'"],
    ['SELECT x FROM (VALUES (1)) AS t(x) LIMIT 1', 'LIMIT'],
    ['SELECT x = 1', 'not modelled'],
    ["SELECT 1 AS x OPTION (LABEL = 'a')", 'query hint'],
    ['SELECT 1 AS x WHERE 1 IS DISTINCT FROM 2', 'IS [NOT] DISTINCT FROM'],
    ['SELECT CAST(1 AS datetime) AS x', 'data type datetime'],
    ['SELECT CAST(1 AS text_type) AS x', 'not a defined system type'],
    ["SELECT 'a' COLLATE Latin1_General_CI_AS AS x", 'collation Latin1_General_CI_AS'],
    ['SELECT true AS x', "invalid column name 'true'"],
    ['SELECT 1 AS x ORDER BY x NULLS FIRST', 'NULLS FIRST'],
    ['SELECT (SELECT SUM(t.x)) AS s FROM (VALUES (1)) AS t(x)', 'columns of an outer query'],
    ["SELECT DATEADD('day', 1, x) AS d FROM (VALUES (1)) AS t(x)", 'must name a date part'],
    ['SELECT @x AS x', "must declare the scalar variable '@x'"],
    ["SELECT 'a' || 'b' AS x", "incorrect syntax near '|'"],
  ])('%s fails', (sql, message) => {
    expect(failure(sql)).toContain(message);
  });
});

describe('files', () => {
  const read = (columns: string, path = 'orders/', format = 'DELTA'): string =>
    `SELECT * FROM OPENROWSET(BULK '${path}', DATA_SOURCE = 'lake', FORMAT = '${format}') ${columns} AS r`;

  it('reads a missing column as NULL and matches names with case', () => {
    expect(rowsOf(`${read('WITH (id int, nothing int, ID int)')} WHERE id = 1`)).toEqual([['1', null, null]]);
  });

  it('infers columns without WITH', () => {
    expect(pool.query('dw', read('')).columns.map(({ type }) => type)).toEqual([
      'int',
      'varchar(8000)',
      'decimal(18,2)',
      'bigint',
      'bit',
      'date',
      'datetime2(7)',
      'float',
    ]);
  });

  it('reads a full URL without a data source', () => {
    expect(
      rowsOf(`SELECT COUNT(*) AS n FROM OPENROWSET(BULK '${LAKE}/orders', FORMAT = 'PARQUET') AS r`),
    ).toEqual([['4']]);
  });

  test.each([
    [read('WITH (qty int)'), "column 'qty' of type 'int' is not compatible with external data type 'long'"],
    [read('WITH (score decimal(18,2))'), "'score' of type 'decimal(18,2)' is not compatible"],
    [read('WITH (amount decimal(10,1))'), 'is not compatible'],
    [read('WITH (customer varchar(1))'), 'would be truncated'],
    [read('', 'nothing/'), 'cannot be listed'],
    [read('', 'orders/*'), 'wildcards are not supported'],
    [read('', 'orders/', 'CSV'), 'FORMAT CSV'],
    [read('').replace("'lake'", "'nope'"), "external data source 'nope' does not exist"],
    [read('WITH (id int, id int)'), 'more than once'],
    [`SELECT r.id FROM ${ROWSET.replace('AS o', 'AS r')} CROSS JOIN sys.views AS v`, 'cannot be mixed'],
  ])('%s fails', (sql, message) => {
    expect(failure(sql)).toContain(message);
  });
});

describe('windows', () => {
  const FROM = "FROM (VALUES ('a', 1, 10), ('a ', 2, 20), ('a', 2, 30), ('b', 1, 5)) AS t(g, k, v)";

  it('partitions text without trailing spaces and ranks', () => {
    expect(
      rowsOf(`SELECT v, ROW_NUMBER() OVER (PARTITION BY g ORDER BY k, v) AS n, RANK() OVER (PARTITION BY g ORDER BY k) AS r,
        DENSE_RANK() OVER (ORDER BY k DESC) AS d ${FROM} ORDER BY v`),
    ).toEqual([
      ['5', '1', '1', '2'],
      ['10', '1', '1', '2'],
      ['20', '2', '2', '1'],
      ['30', '3', '2', '1'],
    ]);
    expect(pool.query('dw', `SELECT ROW_NUMBER() OVER (ORDER BY k) AS n ${FROM}`).columns[0]?.type).toBe(
      'bigint',
    );
  });

  it('includes peers in the default frame, and not in ROWS', () => {
    const sums = (frame: string): TextTable['rows'] =>
      rowsOf(
        `SELECT v, SUM(v) OVER (PARTITION BY g ORDER BY k ${frame}) AS s ${FROM} WHERE g = 'a' ORDER BY v`,
      );
    expect(sums('')).toEqual([
      ['10', '10'],
      ['20', '60'],
      ['30', '60'],
    ]);
    expect(sums('ROWS UNBOUNDED PRECEDING')).toEqual([
      ['10', '10'],
      ['20', '30'],
      ['30', '60'],
    ]);
    expect(sums('ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING')).toEqual([
      ['10', '20'],
      ['20', '30'],
      ['30', null],
    ]);
    expect(sums('RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING')).toEqual([
      ['10', '60'],
      ['20', '50'],
      ['30', '50'],
    ]);
  });

  it('looks back and ahead', () => {
    expect(
      rowsOf(`SELECT v, LAG(v) OVER (ORDER BY v) AS a, LEAD(v, 2, 0) OVER (ORDER BY v) AS b,
        COUNT(*) OVER () AS c, MAX(v) OVER (PARTITION BY g) AS m, LAST_VALUE(v) OVER (ORDER BY k) AS l ${FROM} ORDER BY v`),
    ).toEqual([
      ['5', null, '20', '4', '5', '5'],
      ['10', '5', '30', '4', '30', '5'],
      ['20', '10', '0', '4', '30', '30'],
      ['30', '20', '0', '4', '30', '30'],
    ]);
  });

  it('runs over groups', () => {
    expect(rowsOf(`SELECT g, SUM(SUM(v)) OVER (ORDER BY g) AS s ${FROM} GROUP BY g ORDER BY g`)).toEqual([
      ['a', '60'],
      ['b', '65'],
    ]);
  });

  test.each([
    [`SELECT ROW_NUMBER() OVER () AS n ${FROM}`, 'must have an OVER clause with ORDER BY'],
    [`SELECT ROW_NUMBER() AS n ${FROM}`, 'must have an OVER clause'],
    [
      `SELECT v ${FROM} WHERE ROW_NUMBER() OVER (ORDER BY v) = 1`,
      'can only appear in the SELECT or ORDER BY',
    ],
    [`SELECT COUNT(DISTINCT v) OVER () AS n ${FROM}`, 'DISTINCT is not allowed'],
    [
      `SELECT SUM(v) OVER (ORDER BY v RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n ${FROM}`,
      'RANGE is only supported',
    ],
    [`SELECT SUM(v) OVER (ROWS UNBOUNDED PRECEDING) AS n ${FROM}`, 'must have an ORDER BY'],
    [`SELECT RANK() OVER (ORDER BY v ROWS UNBOUNDED PRECEDING) AS n ${FROM}`, 'may not have a window frame'],
    [`SELECT LEN(g) OVER (ORDER BY v) AS n ${FROM}`, 'not a valid windowing function'],
    [`SELECT SUM(v) OVER (ORDER BY 1) AS n ${FROM}`, 'do not support constants'],
  ])('%s fails', (sql, message) => {
    expect(failure(sql)).toContain(message);
  });
});
