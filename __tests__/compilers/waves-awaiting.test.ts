import { departmentPipelines, type DepartmentPipelines } from '../../compilers/internal';
import { company, CompanyGraph, days, department, hours, type Interval, mapping } from '../../model';
import { activityIn, pipelineNamed } from '../constructs/pipeline-set/plans';
import { dev } from '../support/small-company';
import { runOf } from '../support/pipeline-runs';
import { derived, errorsInMark, filled, source } from './wave-fixtures';

/** Tables that read what another factory brings share a wave with tables that do not, which does without them where that is late. */

function planned(
  every: Interval,
  { isPlainThere = true, isReadAgain = false, isApart = true } = {},
): DepartmentPipelines {
  const [sold, paid, known] = [source('sold', every), source('paid', every), source('known', every)];
  const sales = [mapping(sold), mapping(paid)] as const;
  const plain = mapping(known);
  const risky = derived('risky', sales[0]);
  const again = derived('again', sales[0]);
  const lost = derived('lost', risky, sales[1]);
  const seller = department('seller', { description: 'Sells', sources: [sold, paid], tables: [...sales] });
  // What waits comes first: the order of definitions decides nothing.
  const reader = department('reader', {
    description: 'Reads',
    sources: [known],
    tables: [risky, ...(isReadAgain ? [again] : []), lost, ...(isPlainThere ? [plain] : [])],
  });
  const whole = company('Shop', { code: 'shop', departments: [seller, reader], environments: [dev] });
  return departmentPipelines({
    graph: new CompanyGraph(whole, dev),
    department: reader,
    container: (name, zone) => `${name}-${zone}`,
    sameFactory: (owner) => owner === reader || !isApart,
    deployment: [],
    from: '2026-03-01',
  });
}

const plan = planned(days(1));
const wave = pipelineNamed(plan, 'reader_wave_daily');
const fillsIn = (of: DepartmentPipelines) => of.triggers.flatMap(({ fills }) => (fills ? [fills] : []));
const awaitsIn = (of: DepartmentPipelines, pipeline: string) =>
  pipelineNamed(of, pipeline)
    .activities.filter(({ type }) => type === 'Validation')
    .map(({ name, typeProperties }) => [name, (typeProperties as { timeout: string }).timeout]);

describe('a wave with tables that wait for another factory', () => {
  test('is that of all daily tables, each of which waits for what it reads', () => {
    expect(fillsIn(plan)).toEqual([['reader.known', 'reader.risky', 'reader.lost']]);
    expect(awaitsIn(plan, 'reader_wave_daily')).toEqual([
      ['Await_sold', '0.01:00:00'],
      ['Await_paid', '0.01:00:00'],
    ]);
    const { dependsOn } = activityIn(plan, 'reader_wave_daily', 'Fill_lost');
    expect(dependsOn.map(({ activity }) => activity)).toEqual([
      'AllTables',
      'FillTogether1',
      'Await_paid',
      'MarkFailed_risky',
    ]);
  });

  test.each([
    [['Await_sold'], ['known']],
    [['Await_paid'], ['known', 'risky']],
    [[], ['known', 'risky', 'lost']],
  ])('goes on where %j is not complete in time', (broken, tables) => {
    const run = runOf(wave, broken);
    const { endings, outcome } = run;
    expect(filled(run, ['known', 'risky', 'lost'])).toEqual(tables);
    expect([endings.FillTogether1, outcome]).toEqual([broken.length ? 'Skipped' : 'Succeeded', 'Succeeded']);
  });

  test('marks a table that is not filled with the first error of what it needs', () => {
    expect(errorsInMark(plan, 'reader_wave_daily', 'lost')).toEqual([
      'Fill_lost',
      'FillTogether1',
      'Await_paid',
      'Fill_risky',
    ]);
  });

  test('leaves it to gates to wait longer, of those tables alone', () => {
    expect(awaitsIn(plan, 'reader_complete_known_1440')).toEqual([]);
    expect(awaitsIn(plan, 'reader_complete_risky_1440')).toEqual([['Await_sold', '0.12:00:00']]);
    expect(awaitsIn(plan, 'reader_complete_lost_1440')).toEqual([['Await_paid', '0.12:00:00']]);
    const { dependsOn } = activityIn(plan, 'reader_complete_lost_1440', 'FindMark');
    expect(dependsOn.map(({ activity }) => activity)).toEqual(['Await_paid']);
  });

  test('waits for what all of its tables need as long as these do', () => {
    const waiting = planned(days(1), { isPlainThere: false });
    expect(fillsIn(waiting)).toEqual([['reader.risky', 'reader.lost']]);
    expect(awaitsIn(waiting, 'reader_wave_daily')).toEqual([
      ['Await_sold', '0.12:00:00'],
      ['Await_paid', '0.01:00:00'],
    ]);
  });

  test('waits once for what all of its tables need, whichever of them read it', () => {
    const waiting = planned(days(1), { isPlainThere: false, isReadAgain: true });
    expect(fillsIn(waiting).map((fills) => [...fills].sort())).toEqual([
      ['reader.again', 'reader.lost', 'reader.risky'],
    ]);
    expect(awaitsIn(waiting, 'reader_wave_daily')).toEqual([
      ['Await_sold', '0.12:00:00'],
      ['Await_paid', '0.01:00:00'],
    ]);
  });

  test('has no tables of shorter windows, nor of what a trigger waits for', () => {
    const alone = [['reader.known'], ['reader.lost'], ['reader.risky']];
    for (const plans of [planned(hours(1)), planned(days(1), { isApart: false })])
      expect(fillsIn(plans).sort()).toEqual(alone);
  });
});
