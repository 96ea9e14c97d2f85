import { createHash } from 'node:crypto';
import { ERASURE_LIST } from '../../model';
import { type ShellCommand } from '../support/azure-commands';
import { azureCommands, blocksOf, does, given, runbook } from '../support/runbook-pages';
import { type Bench, row } from './azure-fixtures';
import { DAYS, lakeOfPersons, METADATA, person, SILVER, windowOf } from './persons-lake';
import { ServerlessPool, type TextTable } from './tsql';

/** The runbooks of a forgotten person and of a new pepper, carried out on the simulator by their own commands. */

const PLACES = { department: 'shop', lake: 'lake', cadence: 'daily', container: 'shop-silver' };
const LIST = `shop-silver/${ERASURE_LIST.name}`;

/** A lake after windows of some days; persons are there by each of them. */
const filled = (days = DAYS, persons = ['Ada', 'Grace']): Bench =>
  lakeOfPersons({ days, persons, pepper: 'first' });

/** Rows of a table by column. */
function rowsOf({ lake }: Bench, table: string): Readonly<Record<string, string | null>>[] {
  const { columns, rows } = lake.table(`shop-silver/${table}`) ?? { columns: [], rows: [] };
  return rows.map((cells) => Object.fromEntries(columns.map(({ name }, at) => [name, cells[at] ?? null])));
}
/** All of silver, but for what tells where a row came from. */
const silverOf = (bench: Bench): unknown =>
  SILVER.map((table) => [
    table,
    rowsOf(bench, table)
      .map((cells) => JSON.stringify(Object.entries(cells).filter(([name]) => !METADATA.includes(name))))
      .sort(),
  ]);
/** What silver has of a personal value. */
const pseudonym = (value: string, pepper: string): string =>
  createHash('sha256').update(`${pepper}${value}`).digest('hex');
/** All that tells of a person: what identifies her, and pseudonyms of it with either pepper. */
const tracesOf = (id: string): string[] => {
  const values = [id, `Name of ${id}`, `${id}@example.com`];
  const pseudonyms = ['first', 'second'].flatMap((pepper) => values.map((value) => pseudonym(value, pepper)));
  return [...values, ...pseudonyms];
};
/** Tables that know a person. */
const knows = (bench: Bench, id: string): string[] =>
  SILVER.filter((table) =>
    tracesOf(id).some((trace) => JSON.stringify(rowsOf(bench, table)).includes(trace)),
  );

/** Does what a command says, of a pipeline to its end. */
function carriedOut(bench: Bench, command: ShellCommand, more: object = {}): void {
  const { lake, engine } = bench;
  switch (does(command)) {
    case 'datafactory pipeline create-run':
      expect(
        bench.run(given(command, 'name'), {
          ...(JSON.parse(given(command, 'parameters')) as object),
          ...more,
        }),
      ).toBe('Succeeded');
      return;
    case 'storage fs file upload': {
      const [folder = '', name = ''] = given(command, 'path').split('/');
      expect(given(command, 'source')).toBe(name);
      lake.write(`${given(command, 'file-system')}/${folder}`, name, [row('1', { key: 'Ada' })], engine.now, [
        'key',
      ]);
      return;
    }
    case 'storage fs directory delete':
      lake.drop(`${given(command, 'file-system')}/${given(command, 'name')}`);
      return;
    case 'storage blob upload':
      expect(Object.keys(command.options)).toContain('overwrite');
      lake.write(
        given(command, 'container-name'),
        given(command, 'name'),
        [row('secret', { pepper: 'second' })],
        0,
      );
      return;
    default:
      throw new Error(`never tried: ${does(command)}`);
  }
}

describe('a forgotten person', () => {
  const page = (subject: string, key: string, heading: string): string =>
    runbook(
      'forgotten-person.md',
      { ...PLACES, subject, key, table: 'clean_people', column: 'person_id' },
      heading,
    );
  const [byKey, upload, byFile] = azureCommands(page('customer', 'Ada', 'Do'));

  test('is in no table by the first command, and others are as if the person had never come', () => {
    const bench = filled();
    expect(knows(bench, 'Ada')).toEqual(SILVER);
    carriedOut(bench, byKey!);
    expect(knows(bench, 'Ada')).toEqual([]);
    const others = filled(DAYS, ['Grace']);
    const paid = ({ lake }: Bench) => lake.table('shop-silver/clean_payments')!.rows.length;
    // Her payments are kept, of nobody.
    expect(paid(bench)).toBe(paid(others) + DAYS.length);
    for (const table of ['clean_people', 'worth'])
      expect(rowsOf(bench, table).map(({ person_id: id }) => id)).toEqual(
        rowsOf(others, table).map(({ person_id: id }) => id),
      );
  });

  test('does not come back by windows that run again', () => {
    const bench = filled();
    carriedOut(bench, byKey!);
    const after = silverOf(bench);
    for (const day of DAYS) expect(bench.run('shop_wave_daily', windowOf(day))).toBe('Succeeded');
    expect([knows(bench, 'Ada'), silverOf(bench)]).toEqual([[], after]);
    // Without the list she would.
    bench.lake.drop(LIST);
    expect(bench.run('shop_wave_daily', windowOf(DAYS[0]!))).toBe('Succeeded');
    expect(knows(bench, 'Ada')).not.toEqual([]);
  });

  test('by a file is the same, and the file is gone', () => {
    const [one, other] = [filled(), filled()];
    carriedOut(one, byKey!);
    carriedOut(other, upload!);
    expect(other.lake.file('shop-landing/_erasure_requests', 'keys.csv')).toBeDefined();
    carriedOut(other, byFile!);
    expect(silverOf(other)).toEqual(silverOf(one));
    expect(other.lake.files('shop-landing/_erasure_requests')).toEqual([]);
  });

  test('of two that are erased one after the other, neither is left', () => {
    const bench = filled();
    carriedOut(bench, byKey!);
    carriedOut(bench, azureCommands(page('customer', 'Grace', 'Do'))[0]!);
    expect([...knows(bench, 'Ada'), ...knows(bench, 'Grace')]).toEqual([]);
  });

  test('may be written by a wave that was under way, and is gone once it is run once more', () => {
    const left = Array.from({ length: 12 }, (_, minutes) => {
      const bench = filled(DAYS.slice(0, 2));
      const { engine, runs } = bench;
      engine.spawn(runs.run('shop_wave_daily', windowOf(DAYS[2]!)));
      engine.run(engine.now + minutes);
      carriedOut(bench, byKey!);
      const before = knows(bench, 'Ada').length;
      carriedOut(bench, byKey!);
      return [before > 0, knows(bench, 'Ada').length];
    });
    expect(left.some(([isLeft]) => isLeft)).toBe(true);
    expect(left.filter(([, after]) => after !== 0)).toEqual([]);
  });

  describe('is proven', () => {
    const URL = 'https://lake.dfs.core.windows.net/shop-silver';

    /** What a statement of the page counts in tables. */
    function counted(statement: string, tables: Readonly<Record<string, TextTable>>): number {
      const pool = new ServerlessPool({
        files: Object.fromEntries(
          Object.entries(tables).map(([name, { columns, rows }]) => [
            `${URL}/${name}/`,
            { rows, columns: columns.map((column) => ({ ...column, type: 'string' as const })) },
          ]),
        ),
      });
      pool.execute('master', 'CREATE DATABASE [gold] COLLATE Latin1_General_100_BIN2_UTF8');
      pool.execute('gold', `CREATE EXTERNAL DATA SOURCE [silver_shop] WITH (LOCATION = '${URL}')`);
      return Number(pool.query('gold', statement).rows[0]![0]);
    }

    const tablesOf = ({ lake }: Bench): Record<string, TextTable> =>
      Object.fromEntries(
        [...SILVER, ERASURE_LIST.name].map((name) => [name, lake.table(`shop-silver/${name}`)!]),
      );
    const statements = (subject: string, key: string, table: string, column: string): string[] =>
      blocksOf(runbook('forgotten-person.md', { ...PLACES, subject, key, table, column }, 'Prove it'), 'sql')
        .join('')
        .split(/;\n/)
        .filter((statement) => statement.trim() !== '');

    test('by the query of what identifies her', () => {
      const bench = filled();
      const before = tablesOf(bench);
      carriedOut(bench, byKey!);
      const [query = ''] = statements('customer', 'Ada', 'clean_people', 'person_id');
      const list = tablesOf(bench)[ERASURE_LIST.name]!;
      expect(counted(query, { ...before, [ERASURE_LIST.name]: list })).toBe(1);
      expect(counted(query, tablesOf(bench))).toBe(0);
    });

    test('by the query of pseudonyms, of everybody on the list', () => {
      const bench = filled();
      const before = tablesOf(bench);
      carriedOut(bench, azureCommands(page('payer', 'Ada@example.com', 'Do'))[0]!);
      const [, query = ''] = statements('payer', '', 'clean_payments', 'email');
      const list = tablesOf(bench)[ERASURE_LIST.name]!;
      expect(counted(query, { ...before, [ERASURE_LIST.name]: list })).toBe(DAYS.length);
      expect(counted(query, tablesOf(bench))).toBe(0);
    });

    test('by keys that are gone, and a list that is there', () => {
      const bench = filled();
      const [keys, list] = azureCommands(page('customer', 'Ada', 'Prove it'));
      const place = (command: ShellCommand, option: string): string =>
        `${given(command, 'file-system')}/${given(command, option)}`;
      const there = (): number => bench.lake.files(place(keys!, 'path')).length;
      const { engine, runs } = bench;
      engine.spawn(
        runs.run(given(byKey!, 'name'), JSON.parse(given(byKey!, 'parameters')) as Record<string, string>),
      );
      const seen = Array.from({ length: 60 }, () => {
        engine.run(engine.now + 1);
        return there();
      });
      expect([does(keys!), Math.max(...seen), there()]).toEqual(['storage fs file list', 1, 0]);
      expect([does(list!), bench.lake.table(place(list!, 'name'))?.rows.length]).toEqual([
        'storage fs directory exists',
        1,
      ]);
    });
  });
});

describe('a new pepper', () => {
  const [upload, ...erase] = azureCommands(runbook('rotated-pepper.md', PLACES, 'Do'));
  const replay = (table: string): ShellCommand[] =>
    azureCommands(runbook('replay.md', { ...PLACES, table }, 'Do: a table')).filter(
      (command) => !/trigger/.test(does(command)) && !given(command, 'name').endsWith('__versions'),
    );
  const nameOf = (bench: Bench, id: string): unknown =>
    rowsOf(bench, 'clean_people').find(({ person_id: found }) => found === id)?.['name'];
  const mailsOf = (bench: Bench): unknown[] =>
    ['clean_payments', 'booked'].map((table) => [...new Set(rowsOf(bench, table).map(({ email }) => email))]);

  /** Step 3 for every table, and step 4 for those who had been erased, each unless it is left out. */
  function rotated(bench: Bench, leftOut: readonly ('replay' | 'list' | 'erase')[] = []): void {
    carriedOut(bench, upload!);
    if (!leftOut.includes('replay'))
      for (const table of SILVER) {
        const [remove, run] = replay(table);
        carriedOut(bench, remove!);
        for (const day of DAYS) carriedOut(bench, run!, windowOf(day));
      }
    const [remove, again] = erase;
    if (!leftOut.includes('list')) carriedOut(bench, remove!);
    if (!leftOut.includes('erase')) carriedOut(bench, again!, { subject: 'customer', keys: '["Ada"]' });
  }
  const forgotten = (): Bench => {
    const bench = filled();
    expect(bench.run('shop_erase', { subject: 'customer', keys: '["Ada"]' })).toBe('Succeeded');
    return bench;
  };

  test('gives everybody another pseudonym, the same one in every table', () => {
    const bench = forgotten();
    const [name, mails] = [nameOf(bench, 'Grace'), mailsOf(bench)];
    rotated(bench);
    expect([name, nameOf(bench, 'Grace')]).toEqual(
      ['first', 'second'].map((pepper) => pseudonym('Name of Grace', pepper)),
    );
    const [one, other] = mailsOf(bench) as [unknown[], unknown[]];
    expect(other).toEqual(one);
    expect(mails.flat().filter((mail) => mail !== null && one.includes(mail))).toEqual([]);
  });

  test('leaves nobody who had been erased', () => {
    const bench = forgotten();
    rotated(bench);
    expect(knows(bench, 'Ada')).toEqual([]);
    // Also not by windows that run again.
    for (const day of DAYS) expect(bench.run('shop_wave_daily', windowOf(day))).toBe('Succeeded');
    expect(knows(bench, 'Ada')).toEqual([]);
    expect(bench.lake.table(LIST)!.rows).toHaveLength(1);
  });

  test.each([
    ['persons are not erased again', ['erase'] as const, (bench: Bench) => knows(bench, 'Ada').length > 0],
    [
      'the list is not deleted, it keeps what is worth nothing',
      ['list'] as const,
      ({ lake }: Bench) => lake.table(LIST)!.rows.length > 1,
    ],
    [
      'windows do not run again, rows have two pseudonyms',
      ['replay'] as const,
      (bench: Bench) => {
        const [day = ''] = DAYS;
        bench.pages.set(`people/${day}.csv`, [person('Alan', day)]);
        bench.run('shop_wave_daily', windowOf(day));
        return (
          nameOf(bench, 'Grace') === pseudonym('Name of Grace', 'first') &&
          nameOf(bench, 'Alan') === pseudonym('Name of Alan', 'second')
        );
      },
    ],
  ])('where %s', (_, leftOut, isWrong) => {
    const bench = forgotten();
    rotated(bench, leftOut);
    expect(isWrong(bench)).toBe(true);
  });
});
