import { MAX_RULE_BYTES } from '../../../compilers/internal';
import { logAlerts, unseenRuns } from '../../../constructs/monitoring/log-alerts';
import { DEFAULT_SETTINGS } from '../../../model';

const settings = DEFAULT_SETTINGS.monitoring;
const run = (pipeline: string, lateAfterMinutes = 120) => ({
  ...{ pipeline, lateAfterMinutes, everyMinutes: 60, rowsADay: 100 },
});
const rulesOf = (alert: string, runs: ReturnType<typeof run>[]) =>
  logAlerts(settings, { runs, jobs: [] }).filter((each) => each.alert === alert);

describe('log alert rules', () => {
  it.each(['late-tables', 'zero-rows'])('are split before a rule about %s is too large', (alert) => {
    const name = (index: number): string => `${'department_name_of_'.padEnd(80, 'x')}${index}`;
    const runs = Array.from({ length: 1100 }, (_, index) => run(name(index)));
    const rules = rulesOf(alert, runs);
    expect(rules.map(({ id, part }) => [id.slice(-1), part])).toEqual([
      ['s', undefined],
      ['2', 2],
      ['3', 3],
    ]);
    for (const rule of rules) expect(Buffer.byteLength(JSON.stringify(rule))).toBeLessThan(MAX_RULE_BYTES);
    for (const { pipeline } of runs)
      expect(rules.filter(({ query }) => query.includes(`'${pipeline}'`))).toHaveLength(1);
  });

  it('leave out what may be late for longer than they look back, and say which', () => {
    const runs = [run('daily', 2880), run('weekly', 20160)];
    expect(rulesOf('late-tables', runs).map(({ query }) => /weekly/.test(query))).toEqual([false]);
    expect(unseenRuns(runs, 0).map(({ pipeline }) => pipeline)).toEqual(['weekly']);
    expect(unseenRuns(runs, 1).map(({ pipeline }) => pipeline)).toEqual(['daily', 'weekly']);
    expect(rulesOf('late-tables', [run('weekly', 20160)])).toEqual([]);
  });

  it('look back for as long as a job may be behind', () => {
    const window = (streamDelayMinutes: number) =>
      logAlerts(
        { ...settings, streamDelayMinutes },
        { runs: [], jobs: [{ job: 'a', toleranceSeconds: 0 }] },
      ).find(({ alert }) => alert === 'stream-delay')?.window;
    expect([15, 60, 61, 720, 1440, 2880].map(window)).toEqual(['PT15M', 'PT1H', 'PT2H', 'P1D', 'P1D', 'P2D']);
  });

  it('look for no job where there is none', () => {
    expect(rulesOf('stream-delay', [run('a')])).toEqual([]);
  });
});
