import fc from 'fast-check';
import { company } from '../../departments';
import { type AccessLine, reachOf } from '../../stacks';
import { accessFiles } from '../../stacks/access-matrix';
import { reachIn } from '../../stacks/reach';
import { referenceStacks } from '../support/reference-stacks';

const stacks = referenceStacks('dev');
const lines = reachOf(stacks);
const reach = (principal: string) => lines.filter((line) => line.principal === principal);
const resources = (principal: string) => reach(principal).map(({ resource }) => resource);
const server = 'syn-mrdn-dev-ondemand.sql.azuresynapse.net';
const shared = company.departments.filter(({ hosting }) => hosting === 'shared').map(({ name }) => name);

describe('who can reach what in the reference company', () => {
  test('marketing-analysts reach the views that they were granted, and nothing else', () => {
    const views = [
      'campaign_attribution',
      'conversion_by_channel',
      'customer_segments',
      'feedback_by_week',
      'session_funnel',
    ];
    expect(reach('marketing-analysts')).toEqual(
      views.map((view) => ({
        principal: 'marketing-analysts',
        kind: 'group',
        resource: `${server}/marketing/gold.${view}`,
        right: 'SELECT',
        tables: [view],
        chain: [],
      })),
    );
  });

  test("no consumer reaches anything but views and alerts, and no other department's", () => {
    for (const { name: department, consumers } of company.departments) {
      const known = consumers.map(({ kind, name }) =>
        kind === 'group' ? name : `id-mrdn-dev-${department}-${name}`,
      );
      const database = department.replaceAll('-', '_');
      for (const line of lines.filter(({ principal }) => known.includes(principal))) {
        const isView = line.right === 'SELECT' && line.resource.includes(`/${database}/gold.`);
        const isAlert =
          line.right === 'Azure Event Hubs Data Receiver' &&
          line.resource.startsWith(`${department}-alerts/`);
        expect([line, isView || isAlert]).toEqual([line, true]);
      }
      expect(known.every((name) => reach(name).length > 0)).toBe(true);
    }
    expect(company.departments.flatMap(({ consumers }) => consumers).length).toBeGreaterThan(5);
  });

  test('a platform outside Azure reaches what the identity does that trusts it', () => {
    const outside = 'repo:fraud-desk/service:environment:production of https://token.actions.example.com';
    expect(reach(outside).map(({ resource, tables, chain }) => [resource, tables, chain])).toEqual([
      ['id-mrdn-dev-operations-fraud-desk', [], []],
      [
        'operations-alerts/fraud-desk',
        [],
        ['act as id-mrdn-dev-operations-fraud-desk (federated credential)'],
      ],
      [
        `${server}/operations/gold.refused_payments`,
        ['refused_payments'],
        ['act as id-mrdn-dev-operations-fraud-desk (federated credential)'],
      ],
    ]);
  });

  test('departments in shared hosting reach what the workspace they share reads and writes, and it says how', () => {
    const line = reach('id-mrdn-dev-marketing').find(({ resource }) => resource === 'operations-silver');
    expect(line).toMatchObject({
      right: 'Storage Blob Data Reader',
      chain: ['act as syn-mrdn-dev (workspace identity)'],
    });
    expect(line!.tables).toContain('shipments');
    for (const name of shared) expect(resources(`id-mrdn-dev-${name}`)).toContain('operations-gold');
  });

  test('a dedicated department is reached by nobody that way, but in what it publishes', () => {
    const inside = /^it-security-(silver|gold|bronze|landing|quarantine|secrets)$/;
    const who = lines.filter(({ resource }) => inside.test(resource)).map(({ principal }) => principal);
    expect(who.length).toBeGreaterThan(5);
    expect(who.filter((principal) => !/it-security|^lakehouse-sql-administrators$/.test(principal))).toEqual(
      [],
    );
    const elsewhere = new RegExp(`^(${shared.join('|')})-(?!products)`);
    expect(resources('id-mrdn-dev-it-security').filter((resource) => elsewhere.test(resource))).toEqual([]);
  });

  test("raw data and peppers are reached by their department's pipelines and streams, and by the factory that runs them", () => {
    for (const { name, hosting } of company.departments) {
      const zones = new RegExp(`^${name}-(landing|bronze|quarantine|secrets)$`);
      const allowed = new Set([
        `id-mrdn-dev-${name}`,
        `asa-mrdn-dev-${name}`,
        // Reference data of rules lie in landing.
        `asa-mrdn-dev-${name}-rules`,
        hosting === 'shared' ? 'adf-mrdn-dev' : `adf-mrdn-dev-${name}`,
      ]);
      const who = lines.filter(({ resource }) => zones.test(resource)).map(({ principal }) => principal);
      expect(who.filter((principal) => !allowed.has(principal))).toEqual([]);
    }
  });

  test('is a page for people and the same lines for programs', () => {
    const files = accessFiles('dev', stacks);
    expect(files['dev.md']).toMatch(
      /looked up in the logs for 30 days \(`SQLSecurityAuditEvents`\), who asked the logs for 30 \(`LAQueryLogs`\)/,
    );
    expect(JSON.parse(files['dev-reach.json']!)).toEqual(lines);
    const rows = files['dev-reach.md']!.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(lines.length + 2);
    expect(files['dev-reach.md']).not.toMatch(/\$\{|TfToken/);
    expect(files['dev-reach.md']).toContain(
      '| id-mrdn-dev-executives | pipeline identity | marketing-silver | Storage Blob Data Reader |',
    );
  });
});

describe('the closure of rights', () => {
  const names = ['a', 'b', 'c', 'd'];
  const places = ['x', 'y'];
  const right = fc.record({
    principal: fc.constantFrom(...names),
    scope: fc.constantFrom(...names, ...places),
    acts: fc.boolean(),
  });

  const lineOf = ({
    principal,
    scope,
    acts,
  }: {
    principal: string;
    scope: string;
    acts: boolean;
  }): AccessLine => ({
    principal,
    kind: 'service identity',
    scope,
    right: acts ? 'act as' : 'Reader',
    mechanism: 'role assignment',
    stack: 'one',
    reason: 'it is needed',
  });

  test('is what repeated steps come to, and ends where rights go round in a circle', () => {
    fc.assert(
      fc.property(fc.array(right, { maxLength: 14 }), (rights) => {
        const given = rights.map(lineOf);
        const reached = reachIn(given, new Map());
        for (const start of new Set(given.map(({ principal }) => principal))) {
          const seen = new Set([start]);
          for (let size = 0; size !== seen.size;) {
            size = seen.size;
            for (const line of given)
              if (seen.has(line.principal) && line.right === 'act as') seen.add(line.scope);
          }
          const wanted = given
            .filter(({ principal }) => seen.has(principal))
            .map(({ scope, right: what }) => `${scope} ${what}`);
          const found = reached.filter(({ principal }) => principal === start);
          expect(new Set(found.map(({ resource, right: what }) => `${resource} ${what}`))).toEqual(
            new Set(wanted),
          );
          expect(found).toHaveLength(new Set(wanted).size);
        }
      }),
    );
  });

  test('tells a chain whose every step is a right that leads to the next', () => {
    fc.assert(
      fc.property(fc.array(right, { maxLength: 14 }), (rights) => {
        const given = rights.map(lineOf);
        for (const { principal, resource, right: what, chain } of reachIn(given, new Map())) {
          let at = principal;
          for (const step of chain) {
            const next = /^act as (\w) \(/.exec(step)![1]!;
            expect(given).toContainEqual(lineOf({ principal: at, scope: next, acts: true }));
            at = next;
          }
          expect(given).toContainEqual(lineOf({ principal: at, scope: resource, acts: what === 'act as' }));
        }
      }),
    );
  });

  test('leads on from the administration of SQL and from starting jobs, not from coming in', () => {
    const base = { ...lineOf({ principal: 'a', scope: 'b', acts: true }) };
    const end = lineOf({ principal: 'b', scope: 'x', acts: false });
    const follows = (what: string) =>
      reachIn([{ ...base, right: what }, end], new Map()).some(
        ({ principal, resource }) => principal === 'a' && resource === 'x',
      );
    expect(['act as', 'SQL administrator', 'AzureML Data Scientist'].map(follows)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['connect', 'REFERENCES', 'Reader'].map(follows)).toEqual([false, false, false]);
  });
});
