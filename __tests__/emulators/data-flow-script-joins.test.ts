import { namesOf, rowsOf, run, table } from './data-flow-script-fixtures';

describe('transformations of two streams', () => {
  const left = table('k integer, a string', ['1', 'x'], ['2', 'y'], [null, 'n']);
  const right = table('k integer, b string', ['1', 'p'], ['1', 'q'], ['3', 'r'], [null, 'm']);
  const joined = (type: string): readonly (readonly (string | null)[])[] =>
    rowsOf(
      run(
        { l: left, r: right },
        's',
        `l, r join(l@k == r@k, joinType:'${type}', matchType:'exact', ignoreSpaces: false, broadcast: 'auto') ~> j`,
        'j select(mapColumn(lk = l@k, rk = r@k, a, b), skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true) ~> s',
      ),
    );

  it('joins, and null keys never meet', () => {
    expect(joined('inner')).toEqual([
      ['1', '1', 'x', 'p'],
      ['1', '1', 'x', 'q'],
    ]);
    expect(joined('left')).toHaveLength(4);
    expect(joined('right')).toEqual([...joined('inner'), [null, '3', null, 'r'], [null, null, null, 'm']]);
    expect(joined('outer')).toHaveLength(6);
  });

  it('keeps columns of one name apart, and refuses one without its stream', () => {
    const join = "l, r join(l@k == r@k, joinType:'inner', broadcast: 'auto') ~> j";
    expect(() => run({ l: left, r: right }, 'f', join, 'j filter(k == 1) ~> f')).toThrow(
      'column "k" is ambiguous: it comes from l/j, r/j',
    );
    expect(() => run({ l: left, r: right }, 'j', join)).toThrow('column "k" occurs twice');
    expect(
      rowsOf(
        run({ l: left, r: right }, 's', join, 'j filter(r@k == 1) ~> f', 'f select(mapColumn(l@k, b)) ~> s'),
      ),
    ).toHaveLength(2);
  });

  it('crosses with a condition, and asks for it when there is no equality', () => {
    const script = (type: string): string[] => [
      `l, r join(l@k < r@k, joinType:'${type}', broadcast: 'auto') ~> j`,
      'j select(mapColumn(l@k, rk = r@k)) ~> s',
    ];
    expect(rowsOf(run({ l: left, r: right }, 's', ...script('cross')))).toEqual([
      ['1', '3'],
      ['2', '3'],
    ]);
    expect(() => run({ l: left, r: right }, 's', ...script('inner'))).toThrow("needs joinType 'cross'");
  });

  it('wants one side broadcast where a part of the condition is no equality of both sides', () => {
    const x = (condition: string, broadcast: string): (() => unknown) => {
      const statement = `l, r exists(${condition}, negate: false, broadcast: '${broadcast}') ~> x`;
      return () => run({ l: left, r: right }, 'x', statement);
    };
    for (const condition of ['l@k == r@k && l@k < r@k', 'l@k == r@k && a == "x"'])
      for (const broadcast of ['auto', 'none', 'off'])
        expect(x(condition, broadcast)).toThrow('needs broadcast left, right or both');
    for (const broadcast of ['left', 'right', 'both'])
      expect(x('l@k == r@k && l@k < r@k', broadcast)).not.toThrow();
  });

  it('refuses what would be a cartesian product', () => {
    const keyed = (join: string): (() => unknown) => {
      const statements = ['l derive(one = 1) ~> l1', 'r derive(one = 1) ~> r1', `l1, r1 ${join} ~> j`];
      return () => run({ l: left, r: right }, 's', ...statements, 'j select(mapColumn(a, b)) ~> s');
    };
    const one = 'l1@one == r1@one';
    expect(keyed(`join(${one}, joinType:'inner', broadcast: 'auto')`)).toThrow('makes a cartesian product');
    expect(keyed("join(true(), joinType:'inner', broadcast: 'auto')")).toThrow('without an equality');
    expect(keyed("join(l1@one == 1, joinType:'cross', broadcast: 'auto')")).toThrow('a column of each side');
    expect(keyed(`join(${one}, joinType:'cross', broadcast: 'auto')`)()).toHaveProperty('rows.length', 12);
  });

  it('asks for a select between two sides of one stream', () => {
    const self = (...steps: string[]): (() => unknown) => {
      const last = `l, ${steps.at(-1)?.split('~> ')[1]} exists(l@k == ${steps.at(-1)?.split('~> ')[1]}@k, negate: false, broadcast: 'auto') ~> x`;
      return () => run({ l: left }, 'x', ...steps, last);
    };
    for (const step of ['l filter(k > 1) ~> f', 'l aggregate(groupBy(k), n = count()) ~> f'])
      expect(self(step)).toThrow('column "k" comes from one stream on both sides');
    expect(self('l filter(k > 1) ~> f', 'f select(mapColumn(k)) ~> g')).not.toThrow();
  });

  it('looks up the latest earlier rate', () => {
    const sales = table(
      'cur string, d date',
      ['EUR', '2024-01-05'],
      ['USD', '2024-01-05'],
      ['EUR', '2024-01-01'],
    );
    const rates = table(
      'cur string, d date, rate decimal(8,4)',
      ['EUR', '2024-01-02', '1.1000'],
      ['EUR', '2024-01-04', '1.2000'],
      ['EUR', '2024-01-09', '1.3000'],
    );
    const lookup = (options: string): string =>
      `s, ref lookup(s@cur == ref@cur && ref@d <= s@d, ${options}, broadcast: 'right') ~> lk`;
    const tail = ['lk derive(found = isMatch()) ~> m', 'm select(mapColumn(s@cur, rate, found)) ~> o'];
    expect(
      rowsOf(
        run(
          { s: sales, ref: rates },
          'o',
          lookup("multiple: false, pickup: 'last', asc(ref@d, true)"),
          ...tail,
        ),
      ),
    ).toEqual([
      ['EUR', '1.2000', 'true'],
      ['USD', null, 'false'],
      ['EUR', null, 'false'],
    ]);
    expect(
      rowsOf(
        run(
          { s: sales, ref: rates },
          'o',
          lookup("multiple: false, pickup: 'first', asc(ref@d, true)"),
          ...tail,
        ),
      )[0],
    ).toEqual(['EUR', '1.1000', 'true']);
    expect(rowsOf(run({ s: sales, ref: rates }, 'o', lookup('multiple: true'), ...tail))).toHaveLength(4);
    expect(() =>
      run({ s: sales, ref: rates }, 'o', lookup("multiple: false, pickup: 'last'"), ...tail),
    ).toThrow('need a sort key');
  });

  it('keeps rows that exist, or do not', () => {
    expect(
      rowsOf(
        run({ l: left, r: right }, 'x', "l, r exists(l@k == r@k, negate: false, broadcast: 'auto') ~> x"),
      ),
    ).toEqual([['1', 'x']]);
    expect(
      rowsOf(
        run({ l: left, r: right }, 'x', "l, r exists(l@k == r@k, negate: true, broadcast: 'auto') ~> x"),
      ),
    ).toEqual([
      ['2', 'y'],
      [null, 'n'],
    ]);
  });

  it('unites by name and by position', () => {
    const byName = run({ l: left, r: right }, 'u', 'l, r union(byName: true) ~> u');
    expect(namesOf(byName)).toEqual(['k', 'a', 'b']);
    expect(rowsOf(byName)).toContainEqual(['3', null, 'r']);
    expect(namesOf(run({ l: left, r: right }, 'u', 'l, r union(byName: false) ~> u'))).toEqual(['k', 'a']);
    expect(() => run({ l: left, r: table('k string', ['1']) }, 'u', 'l, r union(byName: true) ~> u')).toThrow(
      'is integer in one input and string in another',
    );
  });

  it('asserts that a row exists in the other stream', () => {
    const result = run(
      { l: left, r: right },
      'd',
      "l, r assert(expectExists(l@k == r@k, false, 'known', null(), null())) ~> A",
      "A derive(bad = hasError('known')) ~> d",
    );
    expect(rowsOf(result).map((row) => row.at(-1))).toEqual(['false', 'true', 'true']);
  });
});
