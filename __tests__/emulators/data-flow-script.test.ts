import { DataFlowScriptError, runDataFlowScript, runDataFlowScriptWithActions } from './data-flow-script';
import { rowsOf, SINK, sourceOf, table } from './data-flow-script-fixtures';
import type { TextTable } from './text-table';

describe('a silver flow', () => {
  const raw = table(
    'orderId string, customer string, amount string, currency string, updatedAt string',
    ['1', ' Ann@x.org ', '10.50', 'EUR', '2024-01-05T10:00:00'],
    ['1', ' Ann@x.org ', '11.50', 'EUR', '2024-01-06T10:00:00'],
    ['2', 'bob@x.org', 'n/a', 'EUR', '2024-01-05T11:00:00'],
    ['3', null, '7', 'USD', '2024-01-05T12:00:00'],
  );
  const rates = table('currency string, validFrom date, rate decimal(10,4)', ['EUR', '2024-01-01', '1.1000']);
  const script = [
    "parameters{ salt as string ('s') }",
    sourceOf('raw', raw),
    sourceOf('rates', rates),
    "raw derive(orderId = toLong(orderId), amount = toDecimal(amount, 18, 2), updatedAt = toTimestamp(updatedAt, 'yyyy-MM-dd\\'T\\'HH:mm:ss'), customer = iif(isNull(customer), toString(null()), sha2(256, concat($salt, lower(trim(customer)))))) ~> typed",
    "typed assert(expectTrue(!isNull(amount), false, 'amount', null(), 'no amount')) ~> checked",
    'checked split(isError(), disjoint: false) ~> quality@(bad, good)',
    'quality@good window(over(orderId), desc(updatedAt, false), rn = rowNumber()) ~> numbered',
    'numbered filter(rn == 1) ~> latest',
    "latest, rates lookup(latest@currency == rates@currency && rates@validFrom <= toDate(latest@updatedAt), multiple: false, pickup: 'last', asc(rates@validFrom, true), broadcast: 'right') ~> rated",
    'rated derive(amountBase = toDecimal(amount * rate, 18, 4)) ~> converted',
    'converted select(mapColumn(orderId, customer, amount, currency = latest@currency, amountBase), skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true) ~> shaped',
    'shaped alterRow(upsertIf(true())) ~> marked',
    "marked sink(allowSchemaDrift: false, validateSchema: false, format: 'delta', fileSystem: 'lake', folderPath: 'silver/orders', insertable: false, upsertable: true, keys:['orderId']) ~> silver",
    "quality@bad sink(allowSchemaDrift: true, format: 'delta', fileSystem: 'lake', folderPath: 'quarantine/orders') ~> quarantine",
  ].join('\n');

  it('types, checks, deduplicates, converts and upserts', () => {
    const { silver, quarantine } = runDataFlowScript(script, { raw, rates });
    expect(silver?.columns.map(({ type }) => type)).toEqual([
      'long',
      'string',
      'decimal(18,2)',
      'string',
      'decimal(18,4)',
    ]);
    expect(silver?.rows.map((row) => [row[0], row[2], row[4]])).toEqual([
      ['1', '11.50', '12.6500'],
      ['3', '7.00', null],
    ]);
    expect(silver?.rows[0]?.[1]).toMatch(/^[0-9a-f]{64}$/);
    expect(quarantine?.rows.map((row) => row[0])).toEqual(['2']);
  });
});

describe('scripts', () => {
  const input = table('id integer, name string', ['1', 'a'], ['2', 'b'], ['3', 'c']);
  const UPSERT =
    "sink(allowSchemaDrift: true, format: 'delta', fileSystem: 'lake', folderPath: ('silver/' + $area), deletable: false, insertable: false, updateable: false, upsertable: true, keys:['id'], umask: 0022, preCommands: [], pruneCondition:['id' -> ([v1, v2])]) ~> out";

  it('reads parameters, defaults, comments, quoted columns and statements in any order', () => {
    const spaced: TextTable = { columns: [{ name: 'my id', type: 'integer' }], rows: [['1'], ['5']] };
    const script = [
      "parameters{ least as integer (2), label as string ('x'), share as decimal(4,2) (0.5) }",
      `d ${SINK} ~> out`,
      '/* the rows that count */ s filter({my id} >= $least) ~> f',
      'f derive(label = $label, share = $share) ~> d // last',
      "source(output({my id} as integer), allowSchemaDrift: false, format: 'parquet', wildcardPaths:[('in/' + $label)]) ~> s",
    ].join('\n');
    expect(rowsOf(runDataFlowScript(script, { s: spaced }).out ?? spaced)).toEqual([['5', 'x', '0.50']]);
    expect(
      rowsOf(runDataFlowScript(script, { s: spaced }, { least: '0', label: "'it\\'s'" }).out ?? spaced),
    ).toHaveLength(2);
    expect(() => runDataFlowScript(script, { s: spaced }, { least: "'0'" })).toThrow(
      'is integer, and its value is string',
    );
    expect(() => runDataFlowScript(script, { s: spaced }, { most: '1' })).toThrow('does not declare it');
  });

  it('applies the declared schema: text is converted, missing columns are null, further ones drift', () => {
    const script = (use: string): string =>
      [
        'source(output(id as integer, gone as date), allowSchemaDrift: true) ~> s',
        `s derive(${use}) ~> d`,
        `d ${SINK} ~> out`,
      ].join('\n');
    const text = table('id string, extra string', ['7', 'e'], ['x', 'f']);
    expect(
      rowsOf(runDataFlowScript(script("more = toString(byName('extra'))"), { s: text }).out ?? text),
    ).toEqual([
      ['7', null, 'e', 'e'],
      [null, null, 'f', 'f'],
    ]);
    expect(() => runDataFlowScript(script('more = extra'), { s: text })).toThrow('is drifted');
  });

  it('merges with actions, and leaves out what the sink does not allow', () => {
    const script = (policies: string): string =>
      [
        "parameters{ area as string ('orders') }",
        sourceOf('s', input),
        `s alterRow(${policies}) ~> a`,
        `a ${UPSERT}`,
      ].join('\n');
    const all = runDataFlowScriptWithActions(script('upsertIf(true())'), { s: input }).out;
    expect(all?.actions).toEqual(['upsert', 'upsert', 'upsert']);
    expect(runDataFlowScript(script('deleteIf(id == 1), upsertIf(id == 2)'), { s: input }).out?.rows).toEqual(
      [['2', 'b']],
    );
    const twice = table('id integer, name string', ['1', 'a'], ['1', 'b']);
    expect(() => runDataFlowScript(script('upsertIf(true())'), { s: twice })).toThrow(
      'two rows have the key',
    );
  });

  it('maps columns in the sink, and writes all rows when it only inserts', () => {
    const script = [
      sourceOf('s', input),
      's alterRow(deleteIf(true())) ~> a',
      'a sink(mapColumn(key = id)) ~> out',
    ].join('\n');
    expect(runDataFlowScript(script, { s: input }).out).toEqual({
      columns: [{ name: 'key', type: 'integer' }],
      rows: [['1'], ['2'], ['3']],
    });
  });

  const around = (...statements: string[]): string => [sourceOf('s', input), ...statements].join('\n');
  it.each([
    ['a blank line', around('', `s ${SINK} ~> out`), 'line 2: blank lines are not allowed'],
    ['an undefined stream', around(`s ${SINK} ~> out`, `t ${SINK} ~> other`), 'stream "t" is not defined'],
    ['a name with an underscore', around(`s ${SINK} ~> my_out`), 'must be letters and digits'],
    ['a name used twice', around(`s ${SINK} ~> S`), 'defined twice'],
    ['an unused stream', around(`s ${SINK} ~> out`, 's filter(true()) ~> f'), 'f: this stream is never used'],
    [
      'too few split branches',
      around('s split(id == 1, disjoint: false) ~> p@(a)', `p@a ${SINK} ~> out`),
      'it needs 2 branches, not 1',
    ],
    [
      'an unknown branch',
      around('s split(id == 1, disjoint: false) ~> p@(a, b)', `p@c ${SINK} ~> out`),
      'has no branch "c"',
    ],
    [
      'a split without its branch',
      around('s split(id == 1, disjoint: false) ~> p@(a, b)', `p ${SINK} ~> out`),
      'name a branch of it',
    ],
    [
      'an unknown transformation',
      around('s filtre(true()) ~> f', `f ${SINK} ~> out`),
      'unknown transformation "filtre"',
    ],
    [
      'an unknown option',
      around('s sink(allowSchemDrift: true) ~> out'),
      'out (sink, line 2): unknown option "allowSchemDrift"',
    ],
    [
      'an upsert without keys',
      around('s alterRow(upsertIf(true())) ~> a', 'a sink(upsertable: true, insertable: false) ~> out'),
      'need "keys"',
    ],
    [
      'an upsert without alterRow',
      around("s sink(upsertable: true, insertable: false, keys:['id']) ~> out"),
      'need an alterRow',
    ],
    [
      'an unknown key',
      around('s alterRow(upsertIf(true())) ~> a', "a sink(upsertable: true, keys:['ident']) ~> out"),
      'key "ident" is not a column',
    ],
    [
      'a circle',
      around('s, b union(byName: true) ~> a', 'a filter(true()) ~> b', `b ${SINK} ~> out`),
      'in a circle',
    ],
    [
      'a condition that is not boolean',
      around('s filter(id) ~> f', `f ${SINK} ~> out`),
      'f (filter, line 2): a condition must be boolean',
    ],
    [
      'an unknown type',
      around(`s ${SINK} ~> out`).replace('id as integer', 'id as int'),
      'type "int" is not known',
    ],
    [
      'a partition column that does not exist',
      around("s sink(partitionBy('key', 0, nam)) ~> out"),
      'unknown column "nam"',
    ],
    [
      'a named file in several partitions',
      around("s sink(partitionFileNames:['x.parquet'], partitionBy('hash', 4)) ~> out"),
      "needs partitionBy('hash', 1)",
    ],
    ['no sink', sourceOf('s', input), 'this stream is never used'],
    [
      'a join type that does not exist',
      around(
        's select(mapColumn(id)) ~> f',
        "s, f join(s@id == f@id, joinType:'full') ~> j",
        `j ${SINK} ~> out`,
      ),
      'must be one of inner, left, right, outer, cross',
    ],
    ['an unclosed string', around("s filter(name == 'a) ~> f", `f ${SINK} ~> out`), 'a string is not closed'],
    ['a missing arrow', around(`s ${SINK} out`), 'expected "~>"'],
  ])('refuses %s', (_, script, message) => {
    expect(() => runDataFlowScript(script, { s: input })).toThrow(DataFlowScriptError);
    expect(() => runDataFlowScript(script, { s: input })).toThrow(message);
  });

  it('refuses inputs that do not fit the script', () => {
    expect(() => runDataFlowScript(around(`s ${SINK} ~> out`), {})).toThrow('no input is given');
    expect(() => runDataFlowScript(around(`s ${SINK} ~> out`), { s: input, t: input })).toThrow(
      'is not a source',
    );
    expect(() =>
      runDataFlowScript(around(`s ${SINK} ~> out`), { s: table('id integer, name string', ['1.0', 'a']) }),
    ).toThrow('not canonical text');
  });
});
