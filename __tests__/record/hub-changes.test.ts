import { company as reference } from '../../departments';
import { type Company, CompanyGraph } from '../../model';
import { changesSince, type EnvironmentRecord, parseRecord, recordOf, recordText } from '../../record';

const environment = reference.environments[0]!;

/** The record of the reference company, whose hubs have these numbers of partitions. */
function recorded(partitions?: number): EnvironmentRecord {
  const departments = reference.departments.map((department) => ({
    ...department,
    sources: department.sources.map((source) =>
      source.delivery.kind === 'stream' && partitions !== undefined
        ? { ...source, delivery: { ...source.delivery, partitions } }
        : source,
    ),
  }));
  const company = { ...reference, departments } as Company;
  const container = (department: string, zone: string): string => `${department}-${zone}`;
  return { ...recordOf({ company, environment, triggers: {}, container }), tables: {} };
}

const graph = CompanyGraph.of(reference, environment);
const issuesOf = (before: EnvironmentRecord, now: EnvironmentRecord) =>
  changesSince({ before, now, graph }).issues;

const hubs = Object.keys(recorded().hubs ?? {});

test('the hub of each streamed source is recorded, with its partitions', () => {
  const streams = reference.departments.flatMap(({ name, sources }) =>
    sources.filter(({ delivery }) => delivery.kind === 'stream').map((source) => `${name}.${source.name}`),
  );
  expect(hubs).toEqual(streams);
  expect(hubs).toContain('operations.transactions');
  const text = recordText(recorded(3));
  expect(text).toContain('"operations.transactions": { "partitions": 3 }');
  const place = { file: 'dev.json', company: reference.code, environment: environment.name };
  expect(parseRecord(text, place).hubs).toEqual(recorded(3).hubs);
});

test('another number of partitions is an issue for each hub, with what to do', () => {
  const more = issuesOf(recorded(2), recorded(4));
  expect(more.map(({ at }) => at)).toEqual(hubs);
  expect(more[0]).toMatchObject({
    code: 'LH5062',
    prop: 'partitions',
    got: 'is 4, and the hub was made with 2',
    allowed: '2: Azure keeps the number that a hub was made with',
  });
  expect(more[0]!.change).toMatch(/take it back; or declare a source of its own beside it.*Premium/);
  // Fewer are possible nowhere.
  const [fewer] = issuesOf(recorded(4), recorded(2));
  expect(fewer!.change).not.toContain('Premium');
  expect(fewer!.got).toBe('is 2, and the hub was made with 4');
});

test('nothing is said of the same number, of a new hub, or of a record from before hubs were kept', () => {
  const { hubs: _, ...older } = recorded(2);
  const { 'operations.transactions': gone, ...others } = recorded(2).hubs!;
  expect(gone).toEqual({ partitions: 2 });
  expect(issuesOf(recorded(2), recorded(2))).toEqual([]);
  expect(issuesOf({ ...older, hubs: others }, recorded(2))).toEqual([]);
  expect(issuesOf(older, recorded(4))).toEqual([]);
  const place = { file: 'dev.json', company: reference.code, environment: environment.name };
  expect(parseRecord(recordText(older), place)).not.toHaveProperty('hubs');
});
