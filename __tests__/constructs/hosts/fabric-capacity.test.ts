import { crossingCompany, stacksIn } from '../../support/crossing-company';
import { addresses, resources, synth, theResource } from '../../support/synth';

const powerBiCapacity = {
  sku: 'F4',
  administrators: ['jo@example.com', 'ann@example.com'],
  reason: 'reports for all',
} as const;

describe('FabricCapacity', () => {
  const { platform } = stacksIn('dev', crossingCompany([]), { powerBiCapacity });
  const terraform = synth(platform);

  test('is made where the environment asks for it, and nowhere else', () => {
    expect(theResource(terraform, 'azurerm_fabric_capacity')).toMatchObject({
      name: 'fccrossdev',
      sku: { name: 'F4', tier: 'Fabric' },
      administration_members: ['ann@example.com', 'jo@example.com'],
    });
    const without = synth(stacksIn('dev', crossingCompany([])).platform);
    expect(resources(without, 'azurerm_fabric_capacity')).toEqual([]);
    const added = addresses(terraform).filter((address) => !addresses(without).includes(address));
    expect(added).toEqual([expect.stringMatching(/^azurerm_fabric_capacity\.PowerBiCapacity/)]);
  });

  test('registers what it needs', () => {
    expect(terraform.provider.azurerm?.[0]?.resource_providers_to_register).toContain('Microsoft.Fabric');
  });

  test('says at synth what it costs, used or not, and why it is there', () => {
    const warnings = platform.powerBiCapacity!.node.metadata.map(({ data }) => String(data));
    expect(warnings).toEqual([
      'F4 bills about $0.72 an hour, used or not, until it is paused: reports for all',
    ]);
  });

  test('leaves the setting of the tenant and the workspaces to people', () => {
    expect(platform.manualSteps.at(-1)?.title).toBe('Power BI in the capacity fccrossdev');
  });
});
