import { personsCompany } from '../support/persons-company';
import type { ShellCommand } from '../support/azure-commands';
import { azureCommands, does, given, runbook } from '../support/runbook-pages';
import { terraformOf } from '../support/simulated-company';
import { Bench, row } from './azure-fixtures';
import { dataFlowsOf } from './azure/data-flows';
import { iso, type Process } from './azure/engine';
import { type Tools } from './azure/operator';
import { platformOf } from './azure/platform';
import { tableFolders } from './azure/tables';
import { afterwards, carriedOut, commandsOf, DAY, platform, WEEK, windowsRun } from './runbook-fixtures';
import type { TextTable } from './tsql';

/** What somebody mends by hand: a window that does not end, a table that was deleted, windows that the source no longer has. */

const SHORT = { ...WEEK, days: 4, orders: WEEK.orders.filter((_, index) => index % 4 === 0) };
const LINES = 'shop-products/order_lines';

describe('a stuck window', () => {
  const table = tableFolders(dataFlowsOf(platform)).indexOf(LINES);
  const times = {
    plan: { ...SHORT, broken: [{ at: 1000, minutes: 120, table }] },
    broken: 0,
    mended: 3 * DAY,
  };
  const [look, cancel, rerun] = ['Look first', 'Do'].flatMap((heading) =>
    commandsOf('stuck-window.md', { trigger: 'trigger', run: 'run', 'trigger run': 'run' }, heading),
  );

  /** The windows in a state, as the first command shows them. */
  const inState = ({ triggers }: Tools, state: string): (readonly [string, string])[] =>
    [...triggers.open()]
      .filter(([, window]) => window.state === state)
      .map(([{ name }, { start }]) => [name, iso(start)]);

  /** How many windows waited, and how many of these still do half a day after what failed is mended, and run again or not. */
  function* waiting(tools: Tools, isRunAgain: boolean, counts: number[]): Process {
    for (const each of tools.faults.tables) each.mended = true;
    const stuck = inState(tools, 'waiting');
    for (const [trigger, window] of isRunAgain ? inState(tools, 'failed') : []) {
      const options = { ...rerun!.options, 'trigger-name': [trigger], 'run-id': [window] };
      yield* carriedOut(tools, { ...rerun!, options });
    }
    yield DAY / 2;
    const left = inState(tools, 'waiting').map(String);
    counts.push(stuck.length, stuck.filter((each) => left.includes(String(each))).length);
  }

  test('goes on by itself, once what failed is mended and run again; and stays if it is not run again', () => {
    expect([look, cancel, rerun].map((command) => does(command!))).toEqual([
      'datafactory trigger-run query-by-factory',
      'datafactory pipeline-run cancel',
      'datafactory trigger-run rerun',
    ]);
    const [again, not]: [number[], number[]] = [[], []];
    expect(
      afterwards(
        () => undefined,
        (tools) => waiting(tools, true, again),
        times,
      ),
    ).toEqual([]);
    afterwards(
      () => undefined,
      (tools) => waiting(tools, false, not),
      times,
    );
    expect([again[0]! > 0, again[1], not[0] === again[0], not[1]! > 0]).toEqual([true, 0, true, true]);
  });
});

describe('a table that was deleted', () => {
  const times = { plan: SHORT, broken: DAY + 70, mended: 3 * DAY };
  /** What soft delete keeps. */
  let kept: TextTable | undefined;
  let deleted = 0;
  const damage = ({ world: { lake, engine } }: Tools): void => {
    kept = lake.table(LINES)!;
    deleted = engine.now;
    lake.drop(LINES);
  };

  /** Does what the page says, without the commands that are left out. */
  function* restored(tools: Tools, leftOut = /^$/): Process {
    const { lake } = tools.world;
    const places = { container: 'shop-products', table: 'order_lines', cadence: 'hourly', id: '1' };
    for (const command of commandsOf('restore-container.md', places, 'Do: a table that was begun again')) {
      if (leftOut.test(does(command))) continue;
      yield* step(tools, lake.table(LINES), command);
    }
  }

  function* step(tools: Tools, now: TextTable | undefined, command: ShellCommand): Process {
    switch (does(command)) {
      case 'storage fs list-deleted-path':
        expect(LINES).toBe(`${given(command, 'file-system')}/${given(command, 'path-prefix')}`);
        return;
      case 'storage fs undelete-path':
        // Nothing is brought back to where something is.
        if (now === undefined)
          tools.world.lake.commit(
            `${given(command, 'file-system')}/${given(command, 'deleted-path-name')}`,
            kept!,
          );
        return;
      case 'datafactory pipeline create-run':
        for (const windowStart of windowsRun(tools, given(command, 'name'), deleted - 120))
          yield* carriedOut(tools, command, { windowStart });
        return;
      default:
        yield* carriedOut(tools, command);
    }
  }

  test('has all its rows again', () => {
    expect(afterwards(damage, undefined, times)).toContain('tables');
    expect(afterwards(damage, (tools) => restored(tools), times)).toEqual([]);
  });

  test.each([
    ['the new one is not taken away', /directory delete/],
    ['the windows since are not run', /create-run/],
  ])('lacks rows where %s', (_, leftOut) => {
    expect(afterwards(damage, (tools) => restored(tools, leftOut), times)).toContain('tables');
  });
});

describe('a replay of windows that landing, or the source, no longer has', () => {
  test('of a stream: bronze is as it was, and the table has its rows', () => {
    const times = { plan: SHORT, broken: 2 * DAY, mended: 2 * DAY + 30 };
    const damage = ({ world: { lake } }: Tools): void => {
      lake.drop(LINES);
      lake.drop(`${LINES}__versions`);
      lake.delete(lake.files('shop-landing/orders'));
    };
    expect(afterwards(damage, undefined, times)).toContain('tables');
    const found = afterwards(
      damage,
      function* (tools): Process {
        const places = { container: 'shop-products', table: 'order_lines', cadence: 'hourly' };
        for (const command of commandsOf('replay.md', places, 'Do: a table'))
          if (does(command) === 'datafactory pipeline create-run')
            for (const windowStart of windowsRun(tools, given(command, 'name')))
              yield* carriedOut(tools, command, { windowStart });
          else if (/trigger/.test(does(command))) yield* carriedOut(tools, command);
      },
      times,
    );
    expect(found).toEqual([]);
  });

  describe('of a source that is asked', () => {
    const table = 'shop-silver/clean_people';
    const of = (person_id: string) =>
      row(person_id, {
        person_id,
        name: 'Ada',
        street: null,
        country: 'GB',
        changed_at: '2026-01-01 10:00:00',
      });
    const [, , , command] = azureCommands(
      runbook(
        'replay.md',
        { department: 'shop', cadence: 'daily', table: 'clean_people', window: '2026-01-01T00:00:00Z' },
        'Do: a table',
      ),
    );
    const parameters = JSON.parse(given(command!, 'parameters')) as Readonly<Record<string, unknown>>;
    const wave = given(command!, 'name');

    /** A window that ran, of which the source has only some rows since, or none; and the table's folder is gone. */
    function emptied(left: readonly string[]): Bench {
      const bench = new Bench(company);
      bench.lake.write('shop-secrets', 'pepper.json', [row('secret', { pepper: 'pepper' })], 0);
      bench.pages.set('people/2026-01-01.csv', [of('1'), of('2')]);
      // All tables of the wave are asked for, of which another's page is not there.
      expect(bench.run(wave, { windowStart: parameters['windowStart'] })).toBe('Succeeded');
      expect(rows(bench)).toEqual([2, 2]);
      bench.lake.drop(table);
      bench.pages.clear();
      if (left.length > 0) bench.pages.set('people/2026-01-01.csv', left.map(of));
      return bench;
    }

    const company = platformOf(terraformOf(personsCompany));
    /** Rows of the table, and of bronze. */
    const rows = ({ lake }: Bench): number[] => [
      lake.table(table)?.rows.length ?? 0,
      lake.files('shop-bronze/people').flatMap((file) => file.rows).length,
    ];

    test.each([
      ['whose page is gone', []],
      ['that deleted a row since', ['1']],
    ])('%s: the rows come back from bronze, which is as it was', (_, left) => {
      const bench = emptied(left);
      expect(bench.run(wave, parameters)).toBe('Succeeded');
      expect(rows(bench)).toEqual([2, 2]);
      // The same is what happens where nothing is said of bronze.
      bench.lake.drop(table);
      const { bronze, ...silent } = parameters;
      expect(bronze).toBe('keep');
      expect(bench.run(wave, silent)).toBe('Succeeded');
      expect(rows(bench)).toEqual([2, 2]);
    });

    test('and is fetched again: a page that is gone fails the run, and a row that was deleted is lost', () => {
      const fetched = { ...parameters, bronze: 'fetch' };
      const gone = emptied([]);
      expect(gone.run(wave, fetched)).toMatch(/^Failed/);
      expect(rows(gone)).toEqual([0, 2]);
      const deleted = emptied(['1']);
      expect(deleted.run(wave, fetched)).toBe('Succeeded');
      expect(rows(deleted)).toEqual([1, 1]);
    });
  });
});
