import { readFileSync } from 'node:fs';
import { type Picture } from '../../diagram';
import { lakehouseProgram, type Outcome } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');
const lakehouse = (...options: string[]): Promise<Outcome> => lakehouseProgram(options, { home: home.path });

test('lakehouse lineage leads back, and forward, for people and for programs', async () => {
  const [back, forward, json] = await Promise.all([
    lakehouse('lineage', 'daily_revenue.revenue_eur'),
    lakehouse('lineage', 'crm-customers.email', '--forward'),
    lakehouse('lineage', 'crm-customers.email', '--forward', '--json'),
  ]);
  expect(back).toMatchObject({ code: 0, stderr: '' });
  expect(back.stdout).toMatch(/^operations\.daily_revenue\.revenue_eur {2}\(gold, decimal\(31,2\)\)\n/);
  expect(forward.stdout).toContain('└─ marketing.crm_customers.email  (silver, as a pseudonym)');
  expect(JSON.parse(json.stdout)).toMatchObject({
    column: 'crm-customers.email',
    direction: 'forward',
    edges: [{ to: 'marketing.crm_customers.email', masking: 'pseudonym' }],
  });
});

test('lakehouse lineage writes events of OpenLineage, dated as is asked for', async () => {
  const file = folder.at('events.jsonl');
  const { code, stdout } = await lakehouse('lineage', '--openlineage', file, '--as-of', '2026-12-01');
  const events = readFileSync(file, 'utf8').trim().split('\n');
  expect([code, stdout]).toEqual([0, `${events.length} events in ${file}\n`]);
  expect(JSON.parse(events.at(-1)!)).toMatchObject({ eventTime: '2026-12-01T00:00:00Z' });
});

test('lakehouse access says who sees a column by the definitions, without a synthesis', async () => {
  const [people, programs] = await Promise.all([
    lakehouse('access', '--column', 'logins.ip_address', '--definitions'),
    lakehouse('access', '--column', 'logins.ip_address', '--definitions', '--json'),
  ]);
  expect(people.code).toBe(0);
  expect(people.stdout).toMatch(/^# by the definitions alone\nit-security\.logins\.ip_address: /);
  expect(JSON.parse(programs.stdout)).toMatchObject([
    { environment: 'definitions', from: ['logins.ip_address'], personal: true },
  ]);
});

test('lakehouse diagram writes a picture, or prints it', async () => {
  const file = folder.at('pictures', 'marketing.svg');
  const synthesis = folder.at('nothing-here');
  const [written, printed] = await Promise.all([
    lakehouse('diagram', '--department', 'marketing', '--out', file, '--synthesis', synthesis),
    lakehouse('diagram', '--environment', 'prod', '--format', 'mermaid', '--synthesis', synthesis),
  ]);
  expect(written.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^<svg .*\n<title [^>]*>Meridian Goods: marketing</);
  expect(printed.stdout).toMatch(/^---\ntitle: "Meridian Goods"\n---\n%% prod · westeurope/);
});

test('lakehouse diagram --json prints the picture for programs, and writes it where it is asked to', async () => {
  const file = folder.at('pictures', 'json.svg');
  const { code, stdout } = await lakehouse(
    ...['diagram', '--department', 'marketing', '--json', '--out', file],
    ...['--synthesis', folder.at('nothing-here')],
  );
  const picture = JSON.parse(stdout) as Picture & { readonly file: string };
  expect([code, picture.file]).toEqual([0, file]);
  const ids = picture.boxes.map(({ id }) => id);
  const ends = picture.edges.flatMap(({ from, to }) => [from, to]);
  expect(ends.length).toBeGreaterThan(10);
  expect(ids).toEqual(expect.arrayContaining(ends));
  for (const { title } of picture.boxes) expect(readFileSync(file, 'utf8')).toContain(title);
});

test('what is asked wrongly is said with its code', async () => {
  const outcomes = await Promise.all([
    lakehouse('lineage'),
    lakehouse('lineage', 'daily_revenue.revenues'),
    lakehouse('lineage', '--openlineage', folder.at('never.jsonl')),
    lakehouse('access', '--column', 'logins.account', '--out', folder.at('nowhere')),
    lakehouse('access', '--column', 'login.account', '--definitions'),
    lakehouse('diagram', '--department', 'marketting'),
    lakehouse('diagram', '--environment', 'production'),
    lakehouse('access'),
    lakehouse('diagram', '--format', 'png'),
  ]);
  expect(outcomes.map(({ code, stdout, stderr }) => [code, stdout, /LH\d{4}/.exec(stderr)?.[0]])).toEqual([
    [1, '', 'LH8120'],
    [1, '', 'LH8122'],
    [1, '', 'LH0001'],
    [1, '', 'LH8123'],
    [1, '', 'LH8121'],
    [1, '', 'LH8124'],
    [1, '', 'LH5001'],
    [2, '', undefined],
    [2, '', undefined],
  ]);
});
