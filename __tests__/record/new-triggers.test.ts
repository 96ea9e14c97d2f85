import { CompanyGraph } from '../../model';
import { changesSince, type RecordedTrigger } from '../../record';
import { recorded, shop } from '../support/recorded';

describe('triggers that are new', () => {
  const names = 'sales_complete_sales_by_item_1440, sales_deploy_gold, sales_materialize_totals';
  const before = recorded(shop({ tables: () => [] }));
  /** What changes where the new triggers begin on a day. */
  const since = (day: string | undefined, asOf?: string, old = before) => {
    const { triggers, ...rest } = recorded(shop());
    const own = ([name, trigger]: [string, RecordedTrigger]): [string, RecordedTrigger] => {
      if (before.triggers[name]) return [name, trigger];
      return [name, { everyMinutes: trigger.everyMinutes, ...(day && { from: `${day}T00:00:00Z` }) }];
    };
    return changesSince({
      before: old,
      now: { ...rest, triggers: Object.fromEntries(Object.entries(triggers).map(own)) },
      graph: new CompanyGraph(shop()),
      subjects: {
        sales_complete_sales_by_item_1440: 'sales.sales_by_item',
        sales_materialize_totals: 'sales.orders',
        sales_wave_hourly: 'sales.orders',
      },
      ...(asOf !== undefined && { asOf }),
    });
  };

  it('are an issue where they begin when the environment began, which says what to write instead', () => {
    const { issues: found, notes: said } = since('2026-01-01', '2026-03-02');
    expect(found.map(({ code, got, change }) => [code, got, change])).toEqual([
      [
        'LH8210',
        `are new, and begin with the first window of all: ${names}`,
        // Not all triggers of the orders are new: theirs is named.
        "add to running since: { 'sales.sales_by_item': '2026-03-02', 'sales_deploy_gold': '2026-03-02', 'sales_materialize_totals': '2026-03-02' }, " +
          'and bring older days by the backfill pipeline; or let them run 180 windows at once; then write the record anew, with a reason',
      ],
    ]);
    expect(found[0]?.steps).toEqual(['deploy: the new triggers run 180 windows at once']);
    expect(said.filter(({ at }) => at.startsWith('environment'))).toEqual([]);
  });

  it('do not know their day where none is given', () => {
    expect(since('2026-01-01').issues[0]?.change).toContain(
      "add to running since: { 'sales.sales_by_item': '<day of deployment>', ",
    );
  });

  it.each([
    ['2026-03-02', '2026-03-02', '2026-03-02T00:00:00Z (0 windows)'],
    ['2026-03-02', '2026-03-03', '2026-03-02T00:00:00Z (3 windows)'],
    ['2026-03-02', undefined, '2026-03-02T00:00:00Z'],
  ])('are reported where they begin on %s, counted to %s', (day, asOf, windows) => {
    const { issues: found, notes: said } = since(day, asOf);
    expect(found).toEqual([]);
    expect(said.map(({ text }) => text)).toContain(
      `triggers are new, with every window since ${windows}: ${names}`,
    );
  });

  it('are no issue where nothing has run yet, nor on the first day', () => {
    const stopped = Object.entries(before.triggers).map(([name, { everyMinutes }]) => [
      name,
      { everyMinutes },
    ]);
    const never = { ...before, triggers: Object.fromEntries(stopped) as typeof before.triggers };
    expect(since('2026-01-01', '2026-03-02', never).issues).toEqual([]);
    expect(since('2026-01-01', '2026-01-01').issues).toEqual([]);
  });
});
