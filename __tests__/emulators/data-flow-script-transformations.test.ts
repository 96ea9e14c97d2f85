import { namesOf, rowsOf, run, SINK, sourceOf, table } from './data-flow-script-fixtures';
import { runDataFlowScript } from './data-flow-script';
import type { TextTable } from './text-table';

describe('transformations of one stream', () => {
  const orders = table(
    'id integer, customer string, amount decimal(10,2)',
    ['1', 'ann', '10.00'],
    ['2', 'bob', null],
    ['3', 'ann', '5.50'],
  );

  it('filters, and drops rows whose condition is null', () => {
    expect(rowsOf(run({ o: orders }, 'f', 'o filter(amount > 6) ~> f'))).toEqual([['1', 'ann', '10.00']]);
  });

  it('derives in place and at the end, and by pattern', () => {
    const result = run(
      { o: orders },
      'd',
      "o derive(customer = upper(customer), big = amount >= 10, each(match(type=='integer'), $$ + 'Text' = toString($$))) ~> d",
    );
    expect(namesOf(result)).toEqual(['id', 'customer', 'amount', 'big', 'idText']);
    expect(rowsOf(result)[0]).toEqual(['1', 'ANN', '10.00', 'true', '1']);
  });

  it('refuses a derive that reads what it has just set', () => {
    expect(() =>
      run({ o: orders }, 'd', 'o derive(customer = upper(customer), label = customer) ~> d'),
    ).toThrow('which the same transformation sets');
  });

  it('selects, renames and matches patterns', () => {
    const result = run(
      { o: orders },
      's',
      "o select(mapColumn(key = id, each(match(name != 'id' && typeMatch(type, 'number')))), skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true) ~> s",
    );
    expect(namesOf(result)).toEqual(['key', 'amount']);
  });

  it('refuses two mappings of which one would be lost', () => {
    const flags = 'skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true';
    expect(() => run({ o: orders }, 's', `o select(mapColumn(id, copy = id), ${flags}) ~> s`)).toThrow(
      'its input is mapped twice',
    );
    expect(() => run({ o: orders }, 's', `o select(mapColumn(id, id = customer), ${flags}) ~> s`)).toThrow(
      'its output is mapped twice',
    );
  });

  it('splits to the first branch that holds, or to all, and the rest to the last', () => {
    const script = (disjoint: string): string =>
      [
        sourceOf('o', orders),
        `o split(id <= 2, customer == 'ann', disjoint: ${disjoint}) ~> S@(low, anns, rest)`,
        `S@low ${SINK} ~> lowOut`,
        `S@anns ${SINK} ~> annsOut`,
        `S@rest ${SINK} ~> restOut`,
      ].join('\n');
    const ids = (disjoint: string): (string | null | undefined)[][] =>
      Object.values(runDataFlowScript(script(disjoint), { o: orders })).map((result) =>
        result.rows.map((row) => row[0]),
      );
    expect(ids('false')).toEqual([['1', '2'], ['3'], []]);
    expect(ids('true')).toEqual([['1', '2'], ['1', '3'], []]);
  });

  it("aggregates with computed groups, decimals of Spark's types and patterns", () => {
    const result = run(
      { o: orders },
      'a',
      'o aggregate(groupBy(who = upper(customer)), total = sum(amount), mean = avg(amount), n = count(), filled = count(amount), top = max(amount), all = collect(id), ids = countDistinct(id)) ~> a',
    );
    expect(result.columns.map(({ type }) => type)).toEqual([
      'string',
      'decimal(20,2)',
      'decimal(14,6)',
      'long',
      'long',
      'decimal(10,2)',
      'integer[]',
      'long',
    ]);
    expect(rowsOf(result)).toEqual([
      ['ANN', '15.50', '7.750000', '2', '2', '10.00', '["1","3"]', '2'],
      ['BOB', null, null, '1', '0', null, '["2"]', '1'],
    ]);
    expect(
      rowsOf(
        run(
          { o: orders },
          'a',
          "o aggregate(groupBy(customer), each(match(name != 'customer'), $$ = first($$))) ~> a",
        ),
      ),
    ).toHaveLength(2);
    expect(
      rowsOf(run({ o: orders }, 'a', 'o aggregate(whole = round(avg(id), 1), big = sumIf(id > 1, id)) ~> a')),
    ).toEqual([['2', '5']]);
    expect(() => run({ o: orders }, 'a', 'o aggregate(groupBy(customer), x = amount) ~> a')).toThrow(
      'is not grouped by',
    );
  });

  it('keeps distinct rows by a hash of all columns', () => {
    const doubled = table('id integer, name string', ['1', 'a'], ['1', 'a'], ['1', 'b']);
    const result = run(
      { o: doubled },
      'a',
      'o aggregate(groupBy(mycols = sha2(256,columns())), each(match(true()), $$ = first($$))) ~> a',
    );
    expect(rowsOf(result).map((row) => row.slice(1))).toEqual([
      ['1', 'a'],
      ['1', 'b'],
    ]);
  });

  it('numbers, ranks and looks around in windows', () => {
    const rows = table('k string, v integer', ['a', '1'], ['a', '3'], ['a', '3'], ['b', null], ['b', '2']);
    const result = run(
      { o: rows },
      'w',
      'o window(over(k), asc(v, true), rn = rowNumber(), r = rank(), d = denseRank(), before = lag(v), after = lead(v, 1, 0), running = sum(v)) ~> w',
    );
    expect(rowsOf(result)).toEqual([
      ['a', '1', '1', '1', '1', null, '3', '1'],
      ['a', '3', '2', '2', '2', '1', '3', '7'],
      ['a', '3', '3', '2', '2', '3', '0', '7'],
      ['b', null, '1', '1', '1', null, '2', null],
      ['b', '2', '2', '2', '2', null, '0', '2'],
    ]);
    const framed = run(
      { o: rows },
      'w',
      'o window(over(k), asc(v, true), startRowOffset: -1L, endRowOffset: 0L, s = sum(v), n = count()) ~> w',
    );
    expect(rowsOf(framed).map((row) => row.slice(2))).toEqual([
      ['1', '1'],
      ['4', '2'],
      ['6', '2'],
      [null, '1'],
      ['2', '2'],
    ]);
  });

  it('refuses window functions that Spark refuses', () => {
    const rows = table('k string, v integer', ['a', '1']);
    const window =
      (options: string): (() => unknown) =>
      () =>
        run({ o: rows }, 'w', `o window(over(k), ${options}) ~> w`);
    expect(window('n = rowNumber()')).toThrow('needs a window with a sort key');
    expect(window('asc(v, true), startRowOffset: -1L, endRowOffset: 0L, n = rowNumber()')).toThrow(
      'row offsets',
    );
    expect(window('asc(v, true), n = countDistinct(v)')).toThrow('distinct values');
    expect(window('n = sum(v)')).not.toThrow();
  });

  it('fills down as the documented snippet does', () => {
    const ratings = table('title string, rating integer', ['a', '5'], ['b', null], ['c', '7'], ['d', null]);
    const result = run(
      { s: ratings },
      'w',
      's derive(dummy = 1) ~> d',
      'd keyGenerate(output(sk as long), startAt: 1L) ~> k',
      'k window(over(dummy), asc(sk, true), rating2 = coalesce(rating, last(rating, true()))) ~> w',
    );
    expect(rowsOf(result).map((row) => row.at(-1))).toEqual(['5', '5', '7', '7']);
  });

  it('sorts nulls where it is told', () => {
    const order = (key: string): (string | null | undefined)[] =>
      rowsOf(run({ o: orders }, 's', `o sort(${key}) ~> s`)).map((row) => row[0]);
    expect(order('asc(amount, true)')).toEqual(['2', '3', '1']);
    expect(order('desc(amount, false)')).toEqual(['1', '3', '2']);
    expect(() => order('asc(amount)')).toThrow('whether nulls come first');
  });

  it('generates keys', () => {
    expect(
      rowsOf(
        run({ o: orders }, 'k', 'o keyGenerate(output(sk as long), startAt: 10L, stepValue: 2L) ~> k'),
      ).map((row) => row.at(-1)),
    ).toEqual(['10', '12', '14']);
  });

  it('pivots listed values', () => {
    const sales = table(
      'y integer, region string, x integer',
      ['1', 'A', '5'],
      ['1', 'A', '6'],
      ['1', 'B', '7'],
      ['2', 'C', '1'],
    );
    const result = run(
      { o: sales },
      'p',
      "o pivot(groupBy(y), pivotBy(region, ['A', 'B']), total = sum(x), columnNaming: '$V_$N', lateral: true) ~> p",
    );
    expect(namesOf(result)).toEqual(['y', 'total_A', 'total_B']);
    expect(rowsOf(result)).toEqual([
      ['1', '11', '7'],
      ['2', null, null],
    ]);
  });

  it('unrolls arrays of structures and of texts', () => {
    const nested: TextTable = {
      columns: [
        { name: 'id', type: 'integer' },
        { name: 'items', type: '(sku as string, qty as integer)[]' },
      ],
      rows: [
        ['1', '[{"sku":"a","qty":"2"},{"sku":"b","qty":null}]'],
        ['2', '[]'],
      ],
    };
    const result = run(
      { o: nested },
      'f',
      'o foldDown(unroll(items), mapColumn(id, sku = items.sku, qty = items.qty), skipDuplicateMapInputs: false, skipDuplicateMapOutputs: false) ~> f',
    );
    expect(rowsOf(result)).toEqual([
      ['1', 'a', '2'],
      ['1', 'b', null],
      ['2', null, null],
    ]);
    const tags = table('tags string', ['x,y']);
    expect(
      rowsOf(
        run(
          { o: tags },
          'f',
          "o derive(list = split(tags, ',')) ~> d",
          'd foldDown(unroll(list), mapColumn(tag = list)) ~> f',
        ),
      ),
    ).toEqual([['x'], ['y']]);
  });

  it('casts, and marks what cannot be cast', () => {
    const raw = table('d string, n string', ['05/01/2024', 'x'], ['06/01/2024', '7']);
    const result = run(
      { o: raw },
      'g',
      "o cast(output(d as date 'dd/MM/yyyy', n as integer), errors: true) ~> c",
      'c filter(!isError()) ~> g',
    );
    expect(rowsOf(result)).toEqual([['2024-01-06', '7']]);
  });

  it('asserts, and lets rows carry on with their errors', () => {
    const script =
      "o assert(expectTrue(amount > 6, false, 'large', id > 1, 'too small: ' + toString(id)), expectUnique(customer, false, 'unique', null(), null())) ~> A";
    const flags = run(
      { o: orders },
      'd',
      script,
      "A derive(large = hasError('large'), unique = hasError('unique'), any = isError()) ~> d",
    );
    expect(rowsOf(flags).map((row) => row.slice(3))).toEqual([
      ['false', 'true', 'true'],
      ['true', 'false', 'true'],
      ['true', 'true', 'true'],
    ]);
    expect(() => run({ o: orders }, 'A', script.replace(') ~>', ', abort: true) ~>'))).toThrow(
      'assertion "large" failed',
    );
    expect(() => run({ o: orders }, 'A', "o assert(expectTrue(id > 0, false, 'x')) ~> A")).toThrow(
      'takes five arguments',
    );
  });
});
