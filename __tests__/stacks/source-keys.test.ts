import { department } from '../../model';
import { DepartmentStack, PlatformStack } from '../../stacks';
import { companyOf } from '../constructs/lakehouse/shop';
import { sourceFrom } from '../constructs/pipeline-set/connectors';
import { type Block, resources, synth, testApp } from '../support/synth';

const shop = department('web-shop', {
  description: 'Sells',
  sources: [
    sourceFrom('orders', {
      kind: 'rest',
      baseUrl: 'https://shop.example.com',
      path: 'admin/orders.json?from={windowStart}',
      records: ['orders'],
      paging: { kind: 'next-link', path: ['next'] },
      authentication: { kind: 'api-key', header: 'X-Shopify-Access-Token' },
    }),
    sourceFrom('fees', {
      kind: 'http',
      baseUrl: 'https://pay.example.com',
      path: '{date}.csv.gz',
      format: 'csv',
      options: { delimiter: ';', skipLines: 1, compression: 'gzip' },
      authentication: { kind: 'api-key', header: 'Authorization', secret: 'stripe' },
    }),
  ],
});
const company = companyOf(shop);
const environment = company.environments[0]!;
const app = testApp();
const platform = new PlatformStack(app, 'platform-dev', { company, environment });
const stack = new DepartmentStack(app, 'web-shop-dev', { department: shop, platform });
const services = resources(synth(stack), 'azurerm_data_factory_linked_custom_service');
const serviceOf = (name: string) => services.find((block) => block.name === name)!;
const propertiesOf = (name: string): Block =>
  JSON.parse(String(serviceOf(name).type_properties_json)) as Block;

describe('keys of sources', () => {
  test('are read from the vault of the department, as the department', () => {
    expect(serviceOf('web_shop_key_vault').type).toBe('AzureKeyVault');
    expect(propertiesOf('web_shop_key_vault')).toEqual({
      baseUrl: platform.keyVault.uri,
      credential: { referenceName: 'web_shop', type: 'CredentialReference' },
    });
  });

  test.each([
    ['web_shop_orders_rest', 'RestService', 'X-Shopify-Access-Token', 'orders-key'],
    ['web_shop_fees_http', 'HttpServer', 'Authorization', 'stripe'],
  ])('%s names a secret, and no value', (name, type, header, secretName) => {
    const service = serviceOf(name);
    expect(service.type).toBe(type);
    expect(propertiesOf(name)).toMatchObject({
      authenticationType: 'Anonymous',
      enableServerCertificateValidation: true,
      authHeaders: {
        [header]: {
          type: 'AzureKeyVaultSecret',
          store: { referenceName: 'web_shop_key_vault', type: 'LinkedServiceReference' },
          secretName,
        },
      },
    });
    expect(service.depends_on).toEqual([
      expect.stringContaining(
        'azurerm_data_factory_linked_custom_service.Pipelines_LinkedService-web_shop_key_vault',
      ),
    ]);
  });

  test('are put into the vault by a person, who lets the identity read that secret alone', () => {
    const step = stack.manualSteps.find(({ title }) => title === 'Key of orders of web-shop')!;
    expect(step.acknowledgedAs).toBe('key-of-orders');
    const script = step.files!['web-shop-dev-orders-key.sh']!;
    expect(script).toContain(`--vault-name ${platform.keyVault.name} --name orders-key`);
    expect(script).toContain('/secrets/orders-key');
    expect(script).toContain(`[?name=='${stack.identity.name}']`);
    expect(script).not.toContain('--value');
  });

  test('are lines of the access matrix', () => {
    expect(stack.externalAccess.map(({ scope, right, mechanism }) => [scope, right, mechanism])).toEqual([
      ['secret orders-key of the key vault', 'Key Vault Secrets User', 'role assignment'],
      ['secret stripe of the key vault', 'Key Vault Secrets User', 'role assignment'],
    ]);
  });

  test('end where there is no next link', () => {
    const pipelines = resources(synth(stack), 'azurerm_data_factory_pipeline');
    const text = JSON.stringify(pipelines.find((block) => block.name === 'web_shop_copy_orders'));
    expect(text).toContain("EndCondition:$['next']");
  });
});
