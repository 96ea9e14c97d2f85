import { type Pipeline } from '../../compilers/internal';
import { crm, finance, planIn } from '../constructs/pipeline-set/connectors';
import { pipelineNamed } from '../constructs/pipeline-set/plans';
import { activity, Bench, START, trigger } from '../emulators/azure-fixtures';

const counting = finance();
const MARK = 'crm_desk_complete_accounts_1440';
const mark = pipelineNamed(planIn([crm, counting], crm, [counting]), MARK);
const reader = pipelineNamed(
  planIn([crm, counting], counting, [crm]),
  'finance_complete_audited_accounts_1440',
);
const HOUR = 60;

/** Activities of a pipeline, on the datasets of the bench. */
const onBench = ({ activities }: Pipeline, type: string): object[] => {
  const text = JSON.stringify(
    activities
      .filter((each) => each.type === type && /^(MarkComplete|Await_)/.test(each.name))
      .map((each) => ({ ...each, dependsOn: [] })),
  );
  return JSON.parse(
    text.replace(/"referenceName":"(\w+)"/g, (_, name: string) =>
      JSON.stringify({ referenceName: name.endsWith('serverless_query') ? 'zone' : 'file' }).slice(1, -1),
    ),
  ) as object[];
};

/** An hourly table, the mark of its days, and a daily reader in a factory of its own. */
function bench(): Bench {
  const window = {
    windowStart: "@formatDateTime(trigger().outputs.windowStartTime, 'yyyy-MM-ddTHH:mm:ssZ')",
  };
  const daily = { interval: 24, frequency: 'Hour' };
  return new Bench({
    pipelines: {
      fill: [activity('Fill', 'WebActivity')],
      mark: onBench(mark, 'Copy'),
      read: onBench(reader, 'Validation'),
    },
    triggers: [
      trigger('fill', { pipeline: { name: 'fill' } }),
      trigger('mark', {
        ...daily,
        pipeline: { name: 'mark', parameters: window },
        trigger_dependency: [{ trigger_name: 'fill', size: '1.00:00:00' }],
      }),
      trigger('read', { ...daily, pipeline: { name: 'read', parameters: window } }),
    ],
  });
}

describe('a daily reader in another factory', () => {
  test('runs once all hours of its day are there', () => {
    const day = bench();
    day.engine.run(START + 24 * HOUR);
    expect(day.windows('read')['0']?.state).not.toBe('succeeded');
    day.engine.run(START + 26 * HOUR);
    expect([day.windows('mark')['0']?.state, day.windows('read')['0']?.state]).toEqual([
      'succeeded',
      'succeeded',
    ]);
  });

  test('waits for an hour of its day that failed, until somebody has run it again', () => {
    const day = bench();
    day.engine.at(START + 6 * HOUR - 1, () => day.failing.add('WebActivity'));
    day.engine.at(START + 7 * HOUR - 1, () => day.failing.clear());
    day.engine.run(START + 30 * HOUR);
    const states = Object.entries(day.windows('fill')).slice(0, 24);
    expect(states.filter(([, { state }]) => state !== 'succeeded').map(([hour]) => hour)).toEqual(['5']);
    expect([day.windows('mark')['0']?.state, day.windows('read')['0']?.state]).toEqual([
      'waiting',
      'running',
    ]);
    const [fill, failed] = [...day.triggers.all()].find(
      ([{ name }, window]) => name === 'fill' && window === day.windows('fill')['5'],
    )!;
    day.triggers.rerun(fill, failed);
    day.engine.run(START + 31 * HOUR);
    expect([day.windows('mark')['0']?.state, day.windows('read')['0']?.state]).toEqual([
      'succeeded',
      'succeeded',
    ]);
  });
});
