import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import type { App } from 'cdktf';
import {
  AZURE_LIMITS,
  type Company,
  dataContract,
  department,
  type Department,
  describeIssue,
  type Environment,
  hours,
  t,
} from '../../model';
import { DepartmentStack, type LakehouseStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { limitIssues } from '../../stacks/limits';
import { type SynthesizedStack, SynthesizedStacks } from '../../cost';
import { company as reference } from '../../departments';
import { crossingCompany, stacksIn } from '../support/crossing-company';
import { smallCompany } from '../support/small-company';
import { synthAll, testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();

/** A department with so many streams. */
function streaming(name: string, streams: number, change: Partial<Department> = {}): Department {
  const sources = Array.from({ length: streams }, (_, index) =>
    dataContract(`${name}-${index}`, {
      description: 'Events',
      columns: { id: t.string(9).key(), at: t.timestamp() },
      eventTime: 'at',
      delivery: { kind: 'stream', partitions: 1, every: hours(1) },
      expectedRowsPerDay: 1,
    }),
  );
  return { ...department(name, { description: 'Listens', sources }), ...change };
}

/** What a synthesis complains of; `more` adds to the stacks of the platform and of the departments. */
function complaintsOf(
  departments: readonly Department[],
  more: (platform: PlatformStack, stacks: readonly DepartmentStack[]) => void = () => undefined,
): string {
  const company: Company = smallCompany({ departments });
  let complained = '';
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((complained += String(text)), true));
  const build = (app: App, environment: Environment) => {
    const platform = new PlatformStack(app, 'platform', { company, environment });
    more(
      platform,
      company.departments.map(
        (owner) => new DepartmentStack(app, owner.name, { department: owner, platform }),
      ),
    );
  };
  synthesizeCompany(company, build, { environments: 'dev', outdir: folder.at('cdktf.out') });
  return complained;
}

/** Stacks as they are written, of a certain environment. */
const written = (
  name: string,
  resource: Record<string, object>,
  subscription?: string,
): SynthesizedStack => ({
  name,
  environment: 'dev',
  terraform: {
    resource: resource as never,
    provider: { azurerm: [subscription === undefined ? {} : { subscription_id: subscription }] },
  },
});
const many = (count: number, block: object) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, block]));
const sentences = (...stacks: SynthesizedStack[]) => limitIssues(stacks).map(describeIssue);

afterEach(() => {
  process.exitCode = undefined;
});

describe('hubs of a namespace', () => {
  test('are counted for all departments that share it', () => {
    expect(complaintsOf([streaming('one', 5), streaming('two', 5)])).toBe('');
    expect(complaintsOf([streaming('one', 5), streaming('two', 6)])).toBe(
      'synthesis: 1 error\n  - LH6022 evhns-small-dev: "hubs" are 11 hubs (one 5, two 6); allowed: 10; source: "Azure Event Hubs quotas and limits, Standard"; ' +
        "give departments hosts of their own: hosting: 'dedicated', of two (6)\n",
    );
    expect(process.exitCode).toBe(1);
  });

  test('of thirty departments fit once those that are named have hosts of their own', () => {
    const all = (dedicated: readonly string[]) =>
      Array.from({ length: 30 }, (_, index) => {
        const name = `team${index}`;
        // Every third one streams, three of them much.
        const streams = index % 3 > 0 ? 0 : index < 9 ? 4 : 1;
        return streaming(name, streams, dedicated.includes(name) ? { hosting: 'dedicated' } : {});
      });
    const [, named = ''] = /hosting: 'dedicated', of (.*)\n/.exec(complaintsOf(all([]))) ?? [];
    expect(named).toBe('team0 (4), team3 (4), team6 (4)');
    expect(complaintsOf(all(named.split(', ').map((each) => each.split(' ')[0]!)))).toBe('');
  });

  test('of a dedicated department are in its own', () => {
    expect(complaintsOf([streaming('one', 5), streaming('two', 6, { hosting: 'dedicated' })])).toBe('');
    expect(complaintsOf([streaming('two', 11, { hosting: 'dedicated' })])).toContain(
      'evhns-small-dev-two: "hubs" are 11',
    );
    expect(complaintsOf([streaming('two', 11, { hosting: 'dedicated' })])).toContain(
      'declare two as two departments',
    );
  });

  test('count with those that are made beside the layers, and fewer of another tier', () => {
    const beside = (platform: PlatformStack) => {
      new Eventhub(platform, 'Own', {
        name: 'own',
        namespaceId: platform.eventHubs.id,
        partitionCount: 1,
        messageRetention: 1,
      });
    };
    expect(complaintsOf([streaming('one', 10)], beside)).toContain('(platform 1, one 10)');
    const premium = (platform: PlatformStack) => {
      beside(platform);
      platform.eventHubs.resource.addOverride('sku', 'Premium');
    };
    expect(complaintsOf([streaming('one', 10)], premium)).toBe('');
  });
});

describe('consumer groups of a hub', () => {
  const readers = (count: number) => {
    const hub = {
      azurerm_eventhub: { Hub: { name: 'alerts', namespace_id: '${azurerm_eventhub_namespace.N.id}' } },
    };
    const namespace = { azurerm_eventhub_namespace: { N: { name: 'evhns', sku: 'Standard' } } };
    const groups = many(count, { eventhub_name: '${azurerm_eventhub.Hub.name}', namespace_name: 'evhns' });
    return sentences(written('shop', { ...hub, ...namespace, azurerm_eventhub_consumer_group: groups }));
  };

  test('have room beside the one that every hub comes with', () => {
    expect(readers(19)).toEqual([]);
    expect(readers(20)).toEqual([
      'LH6023 alerts: "consumerGroups" are 21 consumer groups, with $Default (shop 20); allowed: 20; source: "Azure Event Hubs quotas and limits, Standard"; let fewer applications receive its alerts, or several over one application',
    ]);
  });
});

describe('entities of a data factory', () => {
  const factory = '/subscriptions/1/resourceGroups/rg/providers/Microsoft.DataFactory/factories/adf-central';
  const entities = (pipelines: number, triggers: number) =>
    written('shop', {
      azurerm_data_factory_pipeline: many(pipelines, { data_factory_id: factory }),
      azurerm_data_factory_trigger_tumbling_window: many(triggers, {
        data_factory_id: factory.toUpperCase(),
      }),
    });

  test('count together, of whatever type and in whatever stack, in a factory that is there as well', () => {
    const other = written('bank', {
      azurerm_data_factory_data_flow: many(1000, { data_factory_id: factory }),
    });
    expect(sentences(entities(2000, 2000), other)).toEqual([]);
    expect(sentences(entities(2000, 2001), other)).toEqual([
      expect.stringMatching(
        /^LH6024 adf-central: "entities" are 5001 pipelines, data flows, triggers and other entities \(shop 4001, bank 1000\); allowed: 5000; source: "Azure subscription and service limits, quotas, and constraints, Data Factory"; /,
      ),
    ]);
  });
});

describe('role assignments', () => {
  const id = '11111111-1111-1111-1111-111111111111';
  const container = { azurerm_storage_container: { C: { name: 'c' } } };
  const roles = (count: number) => ({
    azurerm_role_assignment: many(count, { scope: '${azurerm_storage_container.C.id}' }),
  });
  const most = AZURE_LIMITS.roleAssignments.most;

  test('are counted in the subscription of what they are for', () => {
    expect(sentences(written('one', { ...container, ...roles(most) }))).toEqual([]);
    expect(
      sentences(
        written('one', { ...container, ...roles(most) }),
        written('two', { ...container, ...roles(1) }),
      ),
    ).toEqual([
      expect.stringMatching(
        /^LH6025 the subscription of dev: "roleAssignments" are 5001 role assignments \(one 5000, two 1\)/,
      ),
    ]);
    expect(
      sentences(
        written('one', { ...container, ...roles(most) }, id),
        written('two', { ...container, ...roles(1) }),
      ),
    ).toEqual([]);
    const scope = `/subscriptions/${id}/resourceGroups/rg`;
    expect(
      sentences(
        written('one', { ...container, ...roles(most) }, id),
        written('two', { azurerm_role_assignment: { R: { scope } } }),
      ),
    ).toEqual([expect.stringContaining(`LH6025 subscription ${id}: `)]);
  });
});

test('an account has one lifecycle policy', () => {
  expect(
    complaintsOf([streaming('one', 1)], (platform) => {
      new StorageManagementPolicy(platform, 'Second', { storageAccountId: platform.lake.id });
    }),
  ).toContain(
    'LH6026 stsmalldevlake: "lifecycle" are 2 lifecycle policies, which replace each other (platform 2); allowed: 1;',
  );
});

test('a resource group has room for so many resources of one type, besides those that are exempt', () => {
  const place = { location: 'westeurope', resource_group_name: 'rg-shop' };
  const group = (type: string, count: number) => sentences(written('shop', { [type]: many(count, place) }));
  expect(group('azurerm_user_assigned_identity', 800)).toEqual([]);
  expect(group('azurerm_user_assigned_identity', 801)).toEqual([
    'LH6027 rg-shop: "azurerm_user_assigned_identity" are 801 resources of the type azurerm_user_assigned_identity (shop 801); allowed: 800; source: "Resources not limited to 800 instances per resource group"; put some into another resource group',
  ]);
  expect(group('azurerm_private_endpoint', 801)).toEqual([]);
  // What is in another resource has no place of its own.
  expect(
    sentences(written('shop', { azurerm_storage_container: many(900, { storage_account_id: 'x' }) })),
  ).toEqual([]);
});

test.each(['dev', 'prod'])('the reference company is within all limits in %s', (name) => {
  const environment = reference.environments.find((each) => each.name === name)!;
  const app = testApp();
  const platform = new PlatformStack(app, `platform-${name}`, { company: reference, environment });
  const stacks: LakehouseStack[] = [
    platform,
    ...reference.departments.map(
      (owner) => new DepartmentStack(app, `${owner.name}-${name}`, { department: owner, platform }),
    ),
  ];
  const terraform = synthAll(stacks);
  expect(
    limitIssues(
      stacks.map(({ node }, index) => ({ name: node.id, environment: name, terraform: terraform[index]! })),
    ),
  ).toEqual([]);
});

test('what is in the same service is in one place, in whatever stack it is made', () => {
  const { all } = stacksIn('dev', crossingCompany());
  const terraform = synthAll(all);
  const stacks = new SynthesizedStacks(
    all.map(({ node }, index) => ({ name: node.id, environment: 'dev', terraform: terraform[index]! })),
  );
  const factories = stacks.resources
    .filter(({ type }) => type === 'azurerm_data_factory_pipeline')
    .map(({ stack, block }) => [stack, stacks.placeOf(stack, block.data_factory_id).shown]);
  expect(Object.fromEntries(factories)).toEqual({
    'selling-dev': 'adf-cross-dev',
    'watching-dev': 'adf-cross-dev-watching',
    'counting-dev': 'adf-cross-dev',
    'directing-dev': 'adf-cross-dev',
  });
});
