import { allActivities, connectorOf, type DepartmentPipelines } from '../../compilers/internal';
import { dataContract, days, department, hours, type SourceConnector, t } from '../../model';
import { planIn, sourceFrom } from '../constructs/pipeline-set/connectors';
import { pipelineNamed, shop } from '../constructs/pipeline-set/plans';
import { runOf } from '../support/pipeline-runs';

/** What a window does that brings nothing. */

const missing = { reason: 'nothing is delivered on Sundays' };
const http = { kind: 'http', baseUrl: 'https://one.example.com', path: '{date}.csv', format: 'csv' } as const;
const rest = { kind: 'rest', baseUrl: 'https://one.example.com', path: 'rows' } as const;
const files = { kind: 'files', format: 'csv' } as const;
const NOTHING = {
  lake: "ErrorCode=AdlsGen2OperationFailed,Message=ADLS Gen2 operation failed for: Operation returned an invalid status code 'NotFound'. ErrorCode: 'PathNotFound'. Message: 'The specified path does not exist.'",
  http: 'ErrorCode=HttpFileFailedToRead,Message=Failed to read data from http server. Check the error from http server: The remote server returned an error: (404) Not Found.',
  rest: 'ErrorCode=RestCallFailedWithClientError,Message=Rest call failed with client error, status code 404 NotFound, please check your activity settings.',
};
const plan = (from: SourceConnector): DepartmentPipelines => {
  const owner = department('crm-desk', { description: 'Knows', sources: [sourceFrom('one', from)] });
  return planIn([owner], owner);
};
const copyOf = (from: SourceConnector) => pipelineNamed(plan(from), 'crm_desk_copy_one');

describe('an hour of a stream without events', () => {
  const copy = pipelineNamed(shop, 'web_shop_copy_orders');

  it('has no folder, and succeeds with nothing', () => {
    const run = runOf(copy, { CompactToBronze: NOTHING.lake });
    expect(run).toMatchObject({
      outcome: 'Succeeded',
      endings: { CompactToBronze: 'Failed', AcceptNothing: 'Succeeded', FailRun: 'Skipped' },
    });
  });

  it('is told apart from a copy that fails otherwise, of which the first message is recorded', () => {
    for (const message of ['', 'Forbidden', "ErrorCode: 'FilesystemNotFound'"]) {
      const run = runOf(copy, { CompactToBronze: message });
      expect([message, run.outcome, run.endings.RecordFailure]).toEqual([message, 'Failed', 'Succeeded']);
    }
  });
});

describe('a batch without a file', () => {
  it.each([
    ['HTTP', http, 'FetchToLanding', NOTHING.http],
    ['REST', rest, 'FetchToLanding', NOTHING.rest],
    ['the lake', files, 'CompactToBronze', NOTHING.lake],
  ] as const)('fails, and succeeds where the source says why: from %s', (_, from, activity, message) => {
    expect(runOf(copyOf(from), { [activity]: message }).outcome).toBe('Failed');
    const accepting = copyOf({ ...from, mayBeMissing: missing });
    expect(runOf(accepting).outcome).toBe('Succeeded');
    expect(runOf(accepting, { [activity]: message }).outcome).toBe('Succeeded');
    for (const other of ['(500) Internal Server Error', 'Unauthorized'])
      expect(runOf(accepting, { [activity]: other })).toMatchObject({
        outcome: 'Failed',
        endings: { RecordFailure: 'Succeeded' },
      });
    // What was fetched must be readable.
    expect(runOf(accepting, { CompactToBronze: 'broken' }).outcome).toBe('Failed');
  });

  it('fails where files are dropped and the copy finds none', () => {
    const none = { CompactToBronze: { filesRead: 0 } };
    expect(runOf(copyOf(files), [], none)).toMatchObject({
      outcome: 'Failed',
      endings: { CompactToBronze: 'Succeeded', ExpectFiles: 'Failed', RecordFailure: 'Succeeded' },
    });
    expect(runOf(copyOf(files), [], { CompactToBronze: {} }).outcome).toBe('Failed');
    expect(runOf(copyOf({ ...files, mayBeMissing: missing }), [], none).outcome).toBe('Succeeded');
  });

  it.each([
    ['of a day', days(1), undefined, 24],
    ['of an hour', hours(1), undefined, 2],
    ['of a day that is ready later', days(1), hours(3), 27],
    ['of two days', days(2), undefined, 48],
  ])(
    '%s is accepted by a run that comes so late that a later window has taken it',
    (_, every, readyAfter, grace) => {
      const contract = dataContract('one', {
        description: 'One',
        columns: { id: t.long().key(), at: t.timestamp() },
        eventTime: 'at',
        delivery: { kind: 'batch', every, from: files, ...(readyAfter && { readyAfter }) },
        expectedRowsPerDay: 10,
      });
      const owner = department('crm-desk', { description: 'Knows', sources: [contract] });
      const copy = pipelineNamed(planIn([owner], owner), 'crm_desk_copy_one');
      const end = Date.UTC(2026, 2, 1) + every.minutes * 60_000;
      const ends = (seconds: number, filesRead: number) => {
        const now = new Date(end + grace * 3_600_000 + seconds * 1000).toISOString();
        const time = { windowStart: '2026-03-01T00:00:00Z', now };
        return runOf(copy, [], { CompactToBronze: { filesRead } }, time).outcome;
      };
      expect([ends(-1, 0), ends(0, 0), ends(-1, 1)]).toEqual(['Failed', 'Succeeded', 'Succeeded']);
    },
  );

  it('needs a reason in words', () => {
    for (const from of [http, rest, files]) {
      const source = sourceFrom('one', { ...from, mayBeMissing: { reason: ' ' } });
      expect(connectorOf(source)?.issues()).toMatchObject([{ code: 'LH0006', prop: 'mayBeMissing.reason' }]);
    }
  });

  it('costs nothing where nobody asked for it', () => {
    const names = (from: SourceConnector): string[] =>
      allActivities(copyOf(from).activities).map(({ name }) => name);
    expect(names(http)).toEqual(['FetchToLanding', 'CompactToBronze', 'RecordFailure', 'FailRun']);
  });
});

test('data flows take a folder or a table that is not there for one without rows', () => {
  const sources = shop.dataFlows.flatMap(
    ({ flow }) => flow.scriptLines.join('\n').match(/source\([\s\S]*?~>/g) ?? [],
  );
  expect(sources.length).toBeGreaterThan(0);
  for (const source of sources) expect(source).toContain('ignoreNoFilesFound: true');
});
