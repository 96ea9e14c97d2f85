import fc from 'fast-check';
import { AZURE_KINDS, azureName, ZONES, zoneContainer } from '../../../constructs/core';
import { LakehouseError, NAMED_RESOURCES, type ResourceNameParts, type ResourceNaming } from '../../../model';

/** Codes as the model lets them pass; Synapse keeps one word for itself, see below. */
const code = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/).filter((word) => word !== 'ondemand');
const departmentName = fc
  .stringMatching(/^[a-z](?:[a-z0-9]|-[a-z0-9]){1,19}$/)
  .filter((name) => name.length <= 20);

/** What Azure says of names, written down a second time so that a slip in the table shows. */
const RULES: Readonly<Record<string, (name: string) => boolean>> = {
  keyVault: (name) => name.length <= 24 && /^[a-z]/.test(name) && !name.includes('--') && !name.endsWith('-'),
  storageAccount: (name) => name.length <= 24 && /^[a-z0-9]+$/.test(name),
  eventHubsNamespace: (name) => name.length >= 6 && name.length <= 50 && !name.endsWith('-'),
  synapseWorkspace: (name) => name.length <= 50 && !name.includes('-ondemand'),
  dataFactory: (name) => name.length <= 63 && !name.includes('--'),
  logAnalytics: (name) => name.length >= 4 && name.length <= 63,
  streamAnalyticsJob: (name) => name.length <= 63,
  machineLearningWorkspace: (name) => name.length <= 33,
};

const location = 'westeurope';

describe('azureName', () => {
  const acme = { company: 'acme', environment: 'dev', location };

  test.each([
    ['resourceGroup', 'rg-acme-dev-operations'],
    ['virtualNetwork', 'vnet-acme-dev-operations'],
    ['logAnalytics', 'log-acme-dev-operations'],
    ['keyVault', 'kv-acme-dev-operations'],
    ['eventHubsNamespace', 'evhns-acme-dev-operations'],
    ['storageAccount', 'stacmedevoperations'],
    ['synapseWorkspace', 'syn-acme-dev-operations'],
    ['dataFactory', 'adf-acme-dev-operations'],
    ['userAssignedIdentity', 'id-acme-dev-operations'],
    ['streamAnalyticsJob', 'asa-acme-dev-operations'],
    ['privateEndpoint', 'pep-acme-dev-operations'],
    ['actionGroup', 'ag-acme-dev-operations'],
  ] as const)('names a %s', (kind, name) => {
    expect(azureName(kind, { ...acme, department: 'operations' })).toBe(name);
  });

  test('leaves out what is absent and ends with the purpose', () => {
    expect(azureName('privateEndpoint', { ...acme, purpose: 'vault' })).toBe('pep-acme-dev-vault');
  });

  test('takes the dashes out of the name of a storage account', () => {
    expect(azureName('storageAccount', { ...acme, department: 'it-security' })).toBe('stacmedevitsecurity');
  });

  test("fits for every company and environment when the resource is the platform's", () => {
    fc.assert(
      fc.property(code, code, fc.constantFrom(...AZURE_KINDS), (company, environment, kind) => {
        const purpose = kind === 'storageAccount' ? 'lake' : undefined;
        const name = azureName(kind, { company, environment, location, purpose });
        expect(RULES[kind]?.(name) ?? true).toBe(true);
      }),
    );
  });

  test("keeps its type's rule, or says which it would break", () => {
    fc.assert(
      fc.property(
        code,
        code,
        departmentName,
        fc.constantFrom(...AZURE_KINDS),
        (company, environment, department, kind) => {
          try {
            const name = azureName(kind, { company, environment, location, department });
            expect(RULES[kind]?.(name) ?? true).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(LakehouseError);
            expect((error as LakehouseError).message).toContain(
              `${company}/${environment}/${department}: "name" would be`,
            );
            expect(['keyVault', 'storageAccount', 'machineLearningWorkspace', 'synapseWorkspace']).toContain(
              kind,
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('says what is too long, how long it may be, and what to shorten', () => {
    expect(() =>
      azureName('keyVault', { ...acme, environment: 'prod', department: 'customer-services' }),
    ).toThrow(
      'acme/prod/customer-services: "name" would be "kv-acme-prod-customer-services" for its key vault, 30 characters; ' +
        'allowed: 3 to 24 letters, digits and single dashes, beginning with a letter, unique in the world; ' +
        "shorten the company's code, the environment's name, or the department's name",
    );
  });

  test('refuses the word that Synapse keeps for itself', () => {
    expect(() => azureName('synapseWorkspace', { ...acme, department: 'ondemand' })).toThrow(
      'without "-ondemand"',
    );
  });
});

describe('a company that names its resources', () => {
  const acme = { company: 'acme', environment: 'prod', location };
  /** As the Cloud Adoption Framework writes names: type, workload, environment, region, instance. */
  const adopted: ResourceNaming = (parts) => {
    const words = [
      parts.abbreviation,
      parts.department ?? 'data',
      parts.purpose,
      parts.environment,
      'weu',
      parts.suffix ?? '001',
    ];
    const name = words.filter((word) => word !== undefined).join('-');
    return parts.type === 'storageAccount' ? name.replaceAll('-', '') : name;
  };

  test('gets the names that its function gives', () => {
    const naming = { resourceName: adopted };
    expect(azureName('keyVault', { ...acme, naming })).toBe('kv-data-prod-weu-001');
    expect(azureName('storageAccount', { ...acme, department: 'sales', purpose: 'lake', naming })).toBe(
      'stsaleslakeprodweu001',
    );
  });

  test.each(AZURE_KINDS)(
    'is reported all about a %s, and a suffix only where the name is unique in the world',
    (type) => {
      const reported: ResourceNameParts[] = [];
      const resourceName: ResourceNaming = (parts) => {
        reported.push(parts);
        return 'fine12';
      };
      azureName(type, {
        ...acme,
        department: 'sales',
        purpose: 'lake',
        naming: { resourceName, suffix: 'x7' },
      });
      const worldwide = [
        'keyVault',
        'eventHubsNamespace',
        'storageAccount',
        'synapseWorkspace',
        'dataFactory',
      ];
      expect(reported[0]).toEqual({
        type,
        abbreviation: NAMED_RESOURCES[type],
        organisation: 'acme',
        environment: 'prod',
        location,
        department: 'sales',
        purpose: 'lake',
        ...(worldwide.includes(type) && { suffix: 'x7' }),
      });
      expect(Object.isFrozen(reported[0])).toBe(true);
    },
  );

  test.each([
    ['keyVault', 'kv-acme-prod-sales-x7'],
    ['eventHubsNamespace', 'evhns-acme-prod-sales-x7'],
    ['storageAccount', 'stacmeprodsalesx7'],
    ['synapseWorkspace', 'syn-acme-prod-sales-x7'],
    ['dataFactory', 'adf-acme-prod-sales-x7'],
    ['resourceGroup', 'rg-acme-prod-sales'],
    ['logAnalytics', 'log-acme-prod-sales'],
  ] as const)('may end the usual name of a %s with a suffix', (type, name) => {
    expect(azureName(type, { ...acme, department: 'sales', naming: { suffix: 'x7' } })).toBe(name);
    expect(azureName(type, { ...acme, department: 'sales', naming: {} })).toBe(name.replace(/-?x7$/, ''));
  });

  test('hears which rule of Azure a name breaks', () => {
    expect(() => azureName('keyVault', { ...acme, naming: { resourceName: () => 'Vault_of_ours' } })).toThrow(
      'acme/prod: "name" would be "Vault_of_ours" for its key vault, 13 characters; ' +
        'allowed: 3 to 24 letters, digits and single dashes, beginning with a letter, unique in the world; ' +
        'let settings.naming.resourceName give a name that fits',
    );
  });

  test.each<[string, () => unknown, string]>([
    [
      'counts',
      (
        (count) => () =>
          `vault-${(count += 1)}`
      )(0),
      'gives "vault-1", and "vault-2" when asked again for the key vault',
    ],
    ['gives nothing', () => undefined, 'gives undefined for the key vault'],
    [
      'throws',
      () => {
        throw new TypeError('no such region');
      },
      'throws "no such region" for the key vault',
    ],
  ])('hears that its function %s', (_, resourceName, got) => {
    expect(() =>
      azureName('keyVault', { ...acme, naming: { resourceName: resourceName as ResourceNaming } }),
    ).toThrow(
      `acme/prod: "settings.naming.resourceName" ${got}; allowed: a text that depends on nothing but the parts`,
    );
  });
});

describe('zoneContainer', () => {
  test.each(ZONES)('names the container of %s', (zone) => {
    expect(zoneContainer('supply-chain', zone)).toBe(`supply-chain-${zone}`);
  });

  test('fits for every department', () => {
    fc.assert(
      fc.property(departmentName, fc.constantFrom(...ZONES), (department, zone) => {
        expect(zoneContainer(department, zone)).toMatch(/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/);
      }),
    );
  });

  test.each(['-sales', 'sa--les', 'Sales'])('refuses %s', (department) => {
    expect(() => zoneContainer(department, 'gold')).toThrow(`container "${department}-gold"`);
  });
});
