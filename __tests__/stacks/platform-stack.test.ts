import type { Environment } from '../../model';
import { PlatformStack } from '../../stacks';
import { dev, prod, smallCompany } from '../support/small-company';
import { addresses, resources, synth, testApp, theResource, withoutVersions } from '../support/synth';

function platformIn(environment: Environment, company = smallCompany()) {
  return new PlatformStack(testApp(), `platform-${environment.name}`, { company, environment });
}

describe('a public PlatformStack', () => {
  const stack = platformIn(dev);
  const terraform = synth(stack);

  test('is what it was', () => {
    expect(withoutVersions(terraform)).toMatchSnapshot();
  });

  test('has these addresses: one that leaves the list is a resource destroyed', () => {
    expect(addresses(terraform)).toMatchSnapshot();
  });

  test('makes no network', () => {
    expect(stack.network).toBeUndefined();
    expect(addresses(terraform).filter((address) => /network|subnet|private/.test(address))).toEqual([]);
  });

  test('has an identity for each department', () => {
    expect(Object.keys(stack.identities)).toEqual(['sales', 'board-room']);
    expect(resources(terraform, 'azurerm_user_assigned_identity')).toHaveLength(2);
  });

  test('says that its data is personal, because a source is', () => {
    expect(theResource(terraform, 'azurerm_storage_account').tags).toMatchObject({
      'data-classification': 'personal',
    });
    expect(theResource(terraform, 'azurerm_eventhub_namespace').tags).toMatchObject({
      'data-classification': 'personal',
    });
  });

  test('leaves only the members of a group to people', () => {
    expect(stack.manualSteps.map(({ title }) => title)).toEqual([
      'Members of the group "sql-administrators"',
    ]);
    expect(stack.manualSteps[0]?.steps[0]).toContain('22222222-2222-2222-2222-222222222222');
  });
});

describe('a private PlatformStack', () => {
  const stack = platformIn(prod);
  const terraform = synth(stack);
  const everything = JSON.stringify(terraform);

  test('has these addresses: one that leaves the list is a resource destroyed', () => {
    expect(addresses(terraform)).toMatchSnapshot();
  });

  test('keeps public access off everywhere', () => {
    expect(everything).not.toMatch(/"public_network(_access)?_enabled":true/);
    expect(everything).not.toMatch(/"default_action":"Allow"/);
    expect(everything.match(/"public_network(_access)?_enabled":false/g)).toHaveLength(6);
  });

  test('has a private endpoint for every service', () => {
    const names = resources(terraform, 'azurerm_private_endpoint').map(({ name }) => String(name));
    expect(names.sort()).toEqual([
      'pep-small-prod-events',
      'pep-small-prod-lake-blob',
      'pep-small-prod-lake-dfs',
      'pep-small-prod-synapse-dev',
      'pep-small-prod-synapse-sqlondemand',
      'pep-small-prod-vault',
    ]);
  });

  test('leaves the approval of every managed endpoint to people, at its target', () => {
    const approvals = stack.manualSteps.find(({ acknowledgedAs }) => acknowledgedAs === 'private-endpoints');
    expect(approvals?.title).toBe('Private endpoints of adf-small-prod that wait for approval');
    expect(approvals?.steps).toHaveLength(2);
    expect(approvals?.steps[0]).toContain(
      'Approve `adf-small-prod.lake-dfs` (dfs) and `adf-small-prod.lake-blob` (blob) at `stsmallprodlake`',
    );
    expect(approvals?.steps[0]).toContain('--name stsmallprodlake --type Microsoft.Storage/storageAccounts');
    expect(approvals?.steps[1]).toContain(
      'Approve `adf-small-prod.synapse-serverless` (SqlOnDemand) at `syn-small-prod`',
    );
  });
});

describe('every PlatformStack', () => {
  test.each([dev, prod])('has no key, password or connection string ($name)', (environment) => {
    const everything = JSON.stringify(synth(platformIn(environment)));
    expect(everything).not.toMatch(/access_key"|password|connection_string|sas_|_key"/i);
    expect(everything).toContain('"shared_access_key_enabled":false');
  });

  test.each([dev, prod])('sends the logs of every service ($name)', (environment) => {
    const targets = resources(synth(platformIn(environment)), 'azurerm_monitor_diagnostic_setting').map(
      ({ target_resource_id: id }) => /\$\{(\w+)\./.exec(String(id))?.[1],
    );
    expect(targets.sort()).toEqual([
      'azurerm_data_factory',
      'azurerm_eventhub_namespace',
      'azurerm_key_vault',
      'azurerm_log_analytics_workspace',
      'azurerm_storage_account',
      'azurerm_synapse_workspace',
    ]);
  });

  test.each([
    [undefined, true],
    ['dev', false],
  ])('protects data unless both keys are turned (%p)', (variable, protectedData) => {
    const before = process.env.ALLOW_DESTROY;
    if (variable === undefined) delete process.env.ALLOW_DESTROY;
    else process.env.ALLOW_DESTROY = variable;
    const environment = { ...dev, destroyable: { reason: 'made-up data' } };
    const terraform = synth(platformIn(environment, smallCompany({ environments: [environment] })));
    if (before === undefined) delete process.env.ALLOW_DESTROY;
    else process.env.ALLOW_DESTROY = before;
    for (const type of [
      'data_factory',
      'eventhub_namespace',
      'key_vault',
      'storage_account',
      'storage_container',
      'synapse_workspace',
    ]) {
      expect(theResource(terraform, `azurerm_${type}`).lifecycle).toMatchObject({
        prevent_destroy: protectedData,
      });
    }
  });

  test('reports everything that is wrong with the company before it makes anything', () => {
    expect(() => platformIn(dev, smallCompany({ code: 'Not a code' }))).toThrow(
      'Small Company: "code" is "Not a code"',
    );
  });

  test('is the same whenever it is made', () => {
    expect(synth(platformIn(prod))).toEqual(synth(platformIn(prod)));
  });
});
