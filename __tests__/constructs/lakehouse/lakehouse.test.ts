import { Construct } from 'constructs';
import { ResourceGroup } from '../../../constructs/hosts';
import { dev, prod, RUNNING } from '../../support/small-company';
import { addresses, blockOf, resources, synth, type Terraform, testStack } from '../../support/synth';
import { hostsIn, layersIn, shopIn } from './layers';
import { companyOf, webShop } from './shop';
import { validateCompany } from '../../../validation';

/** Ways to write a credential down in Terraform, in a connection string or in Data Factory's JSON. */
const CREDENTIALS =
  /(account|access)_?key\\*"|accountkey=|sharedaccess|shared_access_(key_name|policy)|sas_?(uri|token|url)|[?&]sig=|password|pwd=|user ?id=|connection_string|client_?secret|encryptedcredential/gi;

const ZONES = ['landing', 'bronze', 'silver', 'gold', 'quarantine', 'secrets', 'products'];

/** Who has which role on what, as `principal: role on scope`. */
function grantsIn(terraform: Terraform): string[] {
  const short = (text: unknown) => /\$\{azurerm_\w+?\.([\w-]+?)(_[0-9A-F]{8})?[.[]/.exec(String(text))?.[1];
  return resources(terraform, 'azurerm_role_assignment')
    .map(
      ({ principal_id: principal, role_definition_name: role, scope }) =>
        `${short(principal)}: ${String(role)} on ${short(scope)}`,
    )
    .sort();
}

function withVariable<T>(value: string | undefined, action: () => T): T {
  const before = process.env.ALLOW_DESTROY;
  if (value === undefined) delete process.env.ALLOW_DESTROY;
  else process.env.ALLOW_DESTROY = value;
  try {
    return action();
  } finally {
    if (before === undefined) delete process.env.ALLOW_DESTROY;
    else process.env.ALLOW_DESTROY = before;
  }
}

const publicShop = shopIn(dev);
const terraform = synth(publicShop.stack);

describe('Lakehouse', () => {
  test('is tried on a company without mistakes', () => {
    expect(() => validateCompany(companyOf(webShop()))).not.toThrow();
  });

  test('has a private container for each zone, made over the Resource Manager', () => {
    const { containers } = publicShop.lakehouse;
    expect(Object.keys(containers)).toEqual(ZONES);
    for (const [zone, container] of Object.entries(containers)) {
      const block = blockOf(terraform, container);
      expect(block).toMatchObject({
        name: `web-shop-${zone}`,
        container_access_type: 'private',
        storage_account_id: expect.stringMatching(/^\$\{azurerm_storage_account\.Lake_\w+\.id\}$/) as string,
      });
      // By its name the provider would go through the data plane.
      expect(block).not.toHaveProperty('storage_account_name');
    }
  });

  test('says where a zone is', () => {
    expect(publicShop.lakehouse.urlOf('silver')).toBe(
      `https://${publicShop.hosts.lake.name}.dfs.core.windows.net/web-shop-silver`,
    );
  });

  test('lets the pipelines write where they write, and only read the pepper', () => {
    expect(grantsIn(terraform).filter((line) => line.startsWith('Identity-web-shop:'))).toEqual([
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-bronze',
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-gold',
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-landing',
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-products',
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-quarantine',
      'Identity-web-shop: Storage Blob Data Contributor on Lakehouse_Container-silver',
      'Identity-web-shop: Storage Blob Data Reader on Lakehouse_Container-secrets',
    ]);
  });

  test('grants a second time what is there already, a reader beside a writer, and nothing to nobody', () => {
    const { stack, lakehouse } = shopIn(dev, webShop({ description: 'Has nothing' }));
    const somebody = { key: 'Somebody', principalId: 'somebody', name: 'Somebody', reason: 'looks' };
    lakehouse.grantRead('gold', somebody);
    lakehouse.grantRead('gold', somebody);
    lakehouse.grantWrite('gold', somebody);
    const made = resources(synth(stack), 'azurerm_role_assignment').filter(
      ({ principal_id: principal }) => principal === 'somebody',
    );
    expect(made.map(({ role_definition_name: role }) => role)).toEqual([
      'Storage Blob Data Reader',
      'Storage Blob Data Contributor',
    ]);
    expect(made[0]).toMatchObject({ description: 'looks', principal_type: 'ServicePrincipal' });
  });

  test.each([
    ['neither key', undefined, undefined, true],
    ['the reason alone', 'made-up data', undefined, true],
    ['the variable alone', undefined, 'dev', true],
    ["another environment's variable", 'made-up data', 'prod', true],
    ['both keys', 'made-up data', 'dev', false],
  ])('protects containers and hubs with %s: %p, %p', (_, reason, variable, protectedData) => {
    const environment = reason === undefined ? dev : { ...dev, destroyable: { reason } };
    const made = withVariable(variable, () => synth(shopIn(environment).stack));
    const lifecycles = ['azurerm_storage_container', 'azurerm_eventhub'].flatMap((type) =>
      resources(made, type)
        .filter(({ name }) => name !== 'synapse')
        .map(({ lifecycle }) => lifecycle),
    );
    expect(lifecycles).toHaveLength(ZONES.length + 3);
    for (const lifecycle of lifecycles) expect(lifecycle).toEqual({ prevent_destroy: protectedData });
  });
});

describe('all layers together', () => {
  test('grant on containers, hubs and consumer groups only, each for a reason in words', () => {
    const layers = Object.entries(terraform.resource?.azurerm_role_assignment ?? {}).filter(([name]) =>
      /^(Lakehouse|Ingestion|Gold|Access|Pipelines)_/.test(name),
    );
    expect(layers).toHaveLength(16);
    for (const [, { scope, description, principal_type: type }] of layers) {
      expect(scope).toMatch(
        /^\$\{azurerm_(storage_container|eventhub|eventhub_consumer_group)\.(Lakehouse|Ingestion)_[\w-]+\.id\}$/,
      );
      expect(String(description)).toMatch(/\w+ \w+/);
      expect(type).toBe('ServicePrincipal');
    }
  });

  test('grant exactly this', () => {
    expect(grantsIn(terraform).filter((line) => !line.startsWith('Identity-web-shop:'))).toEqual(
      [
        'Access_Identity-bot: Azure Event Hubs Data Receiver on Ingestion_AlertsFor-bot',
        'Access_Identity-desk: Azure Event Hubs Data Receiver on Ingestion_AlertsFor-desk',
        'Ingestion_Job: Azure Event Hubs Data Receiver on Ingestion_Hub-orders',
        'Ingestion_Job: Azure Event Hubs Data Receiver on Ingestion_Hub-page-clicks',
        'Ingestion_Job: Storage Blob Data Contributor on Lakehouse_Container-landing',
        'Ingestion_RulesJob: Azure Event Hubs Data Receiver on Ingestion_Hub-orders',
        'Ingestion_RulesJob: Azure Event Hubs Data Sender on Ingestion_AlertsHub',
        // The workspace's own file system, which is the platform's.
        'Synapse: Storage Blob Data Contributor on Lake_SynapseContainer',
        'Synapse: Storage Blob Data Contributor on Lakehouse_Container-gold',
        'Synapse: Storage Blob Data Reader on Lakehouse_Container-silver',
      ].sort(),
    );
  });

  test.each([dev, prod])('have no key, password, shared access signature or such ($name)', (environment) => {
    const text = JSON.stringify(synth(shopIn({ ...environment, running: RUNNING }).stack));
    expect(text.match(CREDENTIALS) ?? []).toEqual([]);
    expect(text).toContain('"shared_access_key_enabled":false');
    // Whatever asks how it logs in does so by identity.
    const modes = [...text.matchAll(/"authentication_mode":"(\w+)"/g)].map(([, mode]) => mode);
    expect(modes).toHaveLength(7);
    expect(new Set(modes)).toEqual(new Set(['Msi']));
    const [, connection = ''] = /connectionString\\":\\"([^"\\]+)/.exec(text) ?? [];
    expect(connection.split(';').map((part) => part.split('=')[0])).toEqual([
      'Integrated Security',
      'Encrypt',
      'Connection Timeout',
      'Data Source',
      'Initial Catalog',
    ]);
  });

  test('do not clash when two of each live in one stack', () => {
    const stack = testStack(dev, 'web-shop');
    const owner = webShop();
    const hosts = hostsIn(stack, [owner]);
    // In a group of their own: Azure has room for one job or identity of a name in each.
    const resourceGroup = new ResourceGroup(stack, 'OtherGroup', { ...stack.placement, department: 'other' });
    const before = stack.node.findAll().length;
    const environment = { ...dev, running: RUNNING };
    layersIn(new Construct(stack, 'One'), hosts, environment, owner);
    const one = stack.node.findAll().length - before;
    layersIn(new Construct(stack, 'Two'), { ...hosts, resourceGroup }, environment, owner);
    const made = addresses(synth(stack));
    const below = (scope: string) =>
      made
        .filter((address) => address.includes(`.${scope}_`))
        .map((address) => address.replace(`.${scope}_`, '.').replace(/_[0-9A-F]{8}$/, ''));
    expect(below('One').length).toBeGreaterThan(50);
    expect(below('Two')).toEqual(below('One'));
    expect(stack.node.findAll()).toHaveLength(before + 2 * one);
  });

  test('have the same addresses in every environment, apart from what starts them', () => {
    const own = (stack: ReturnType<typeof shopIn>['stack']) =>
      addresses(synth(stack)).filter((address) =>
        /\.(Lakehouse|Ingestion|Gold|Access|Pipelines)_/.test(address),
      );
    expect(own(shopIn(prod).stack)).toEqual(own(publicShop.stack));
    const started = own(shopIn({ ...prod, running: RUNNING }).stack);
    const schedule = started.filter((address) =>
      address.startsWith('azurerm_stream_analytics_job_schedule.'),
    );
    expect(schedule).toHaveLength(2);
    expect(started.filter((address) => !schedule.includes(address))).toEqual(own(publicShop.stack));
  });

  test('have no physical name, environment or token in an id', () => {
    const layers = [
      publicShop.lakehouse,
      publicShop.ingestion,
      publicShop.gold,
      publicShop.access,
      publicShop.pipelines,
    ];
    const ids = layers.flatMap((layer) => layer.node.findAll().map(({ node }) => node.id));
    expect(ids.length).toBeGreaterThan(80);
    for (const id of ids) expect(id).not.toMatch(/\bdev\b|small|\$|TfToken|-\d+$/);
  });

  test('make nothing for a department that has nothing, but its zones', () => {
    const { stack, lakehouse, ingestion, gold, access, pipelines } = shopIn(
      dev,
      webShop({ description: 'Has nothing' }),
    );
    const made = addresses(synth(stack)).filter((address) =>
      /\.(Lakehouse|Ingestion|Gold|Access|Pipelines)_/.test(address),
    );
    expect(new Set(made.map((address) => address.split('.')[0]))).toEqual(
      new Set(['azurerm_storage_container', 'azurerm_role_assignment']),
    );
    expect(lakehouse.node.children).toHaveLength(2 * ZONES.length);
    for (const layer of [ingestion, gold, access, pipelines]) expect(layer.node.children).toEqual([]);
  });

  test('are the same whenever they are made', () => {
    expect(synth(shopIn(prod).stack)).toEqual(synth(shopIn(prod).stack));
  });
});
