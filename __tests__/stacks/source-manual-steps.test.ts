import { DepartmentStack, PlatformStack } from '../../stacks';
import { companyOf } from '../constructs/lakehouse/shop';
import { crm } from '../constructs/pipeline-set/connectors';
import { type Block, resources, synth, testApp } from '../support/synth';

const company = companyOf(crm);
const environment = company.environments[0]!;
const app = testApp();
const platform = new PlatformStack(app, 'platform-dev', { company, environment });
const stack = new DepartmentStack(app, 'crm-desk-dev', { department: crm, platform });
const itemOf = (title: string) => stack.manualSteps.find((item) => item.title === title);

describe('what owners of sources do', () => {
  test('is on the list for each source that needs it, and for no other', () => {
    expect(stack.manualSteps.map(({ title }) => title)).toEqual([
      'Database and logins of crm-desk',
      'Access to leads of crm-desk',
      'Access to accounts of crm-desk',
      'Files of surveys of crm-desk',
    ]);
  });

  test('of a database is a user that reads one table', () => {
    const { steps, files } = itemOf('Access to accounts of crm-desk')!;
    expect(files).toEqual({
      'crm-desk-dev-accounts.sql':
        "IF NOT EXISTS (SELECT 1 FROM sys.database_principals WHERE name = 'id-shop-dev-crm-desk')\n" +
        '  CREATE USER [id-shop-dev-crm-desk] FROM EXTERNAL PROVIDER;\n' +
        'GRANT SELECT ON OBJECT::[dbo].[Accounts] TO [id-shop-dev-crm-desk];\n' +
        'GO\n',
    });
    expect(steps[0]).toContain('as an Entra administrator of `sql-crm.database.windows.net`');
    expect(steps[0]).toContain('connected to the database `crm`');
  });

  test('of a REST interface is to let in an identity', () => {
    expect(itemOf('Access to leads of crm-desk')!.steps).toEqual([
      'Let the identity `id-shop-dev-crm-desk` read `https://crm.example.com`: it comes with a token for `api://crm`.',
    ]);
  });

  test('of files is to drop them in the folder that is read', () => {
    expect(itemOf('Files of surveys of crm-desk')!.steps[0]).toContain(
      'into the folder `surveys/` of the container `crm-desk-landing`',
    );
  });
});

describe('connections to sources', () => {
  const services: Readonly<Record<string, unknown>> = Object.fromEntries(
    resources(synth(stack), 'azurerm_data_factory_linked_custom_service').map((block) => [
      String(block.name),
      [block.type, JSON.parse(String(block.type_properties_json)) as Block],
    ]),
  );
  const credential = { referenceName: 'crm_desk', type: 'CredentialReference' };

  test('are by the identity of the department, or by none', () => {
    expect(services).toMatchObject({
      crm_desk_leads_rest: [
        'RestService',
        {
          url: 'https://crm.example.com',
          enableServerCertificateValidation: true,
          authenticationType: 'ManagedServiceIdentity',
          aadResourceId: 'api://crm',
          credential,
        },
      ],
      crm_desk_staff_rest: [
        'RestService',
        {
          url: 'https://staff.example.com',
          enableServerCertificateValidation: true,
          authenticationType: 'Anonymous',
        },
      ],
      crm_desk_accounts_sql: [
        'AzureSqlDatabase',
        {
          connectionString:
            'Integrated Security=False;Encrypt=True;Connection Timeout=30;Data Source=sql-crm.database.windows.net;Initial Catalog=crm',
          credential,
        },
      ],
    });
    expect(Object.keys(services).sort()).toEqual([
      'crm_desk_accounts_sql',
      'crm_desk_lake',
      'crm_desk_leads_rest',
      'crm_desk_serverless_sql',
      'crm_desk_shop_visits_rest',
      'crm_desk_staff_rest',
    ]);
  });
});
