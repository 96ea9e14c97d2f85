import { application, group } from '../../../model';
import { dev, prod } from '../../support/small-company';
import { blockOf, resources, synth } from '../../support/synth';
import { shopIn } from '../lakehouse/layers';
import { bigOrder, dailySales, everything, salesByItem, webShop } from '../lakehouse/shop';

const { stack, access, gold } = shopIn(dev);
const terraform = synth(stack);

/** The rights that a department's deployment gives, one a line. */
function accessOf(shop: Pick<ReturnType<typeof shopIn>, 'gold'>): string[] {
  return shop.gold.deployment
    .flatMap(({ sql }) => sql.split('\n'))
    .filter((line) => /^GRANT|CREATE ROLE/.test(line.trim()));
}

describe('ConsumerAccess', () => {
  test('has an identity for each application, named after it, and none for people', () => {
    expect(Object.keys(access.applications)).toEqual(['desk', 'bot', 'reporter']);
    expect(blockOf(terraform, access.applications.desk!.identity)).toMatchObject({
      name: 'id-small-dev-web-shop-desk',
      location: 'westeurope',
      resource_group_name: expect.stringContaining('azurerm_resource_group.ResourceGroup_') as string,
    });
    expect(JSON.stringify(terraform)).not.toContain('id-small-dev-web-shop-analysts');
  });

  test('trusts the tokens of one issuer for one subject where an application runs outside Azure', () => {
    const { federation } = access.applications.desk!;
    expect(blockOf(terraform, federation!)).toEqual(
      expect.objectContaining({
        name: 'desk',
        issuer: 'https://issuer.example.com',
        subject: 'repo:desk',
        audience: ['api://AzureADTokenExchange'],
        parent_id: expect.stringContaining('azurerm_user_assigned_identity.Access_Identity-desk_') as string,
      }),
    );
  });

  test('trusts nobody where an application runs in Azure', () => {
    expect(access.applications.bot).not.toHaveProperty('federation');
    expect(resources(terraform, 'azurerm_federated_identity_credential')).toHaveLength(1);
  });

  test('lets each consumer read its own tables, people by their group and applications by their identity', () => {
    expect(accessOf({ gold }).filter((sql) => sql.startsWith('GRANT SELECT'))).toEqual([
      'GRANT SELECT ON OBJECT::[gold].[daily_sales] TO [lakehouse_reader_analysts];',
      'GRANT SELECT ON OBJECT::[gold].[sales_by_item] TO [lakehouse_reader_analysts];',
      'GRANT SELECT ON OBJECT::[gold].[sales_by_item] TO [lakehouse_reader_id-small-dev-web-shop-desk];',
      'GRANT SELECT ON OBJECT::[gold].[daily_sales] TO [lakehouse_reader_id-small-dev-web-shop-reporter];',
    ]);
  });

  test('makes no user in SQL of an application that only receives alerts', () => {
    expect(accessOf({ gold }).join('\n')).not.toContain('web-shop-bot');
    expect(
      resources(terraform, 'azurerm_eventhub_consumer_group').filter(({ name }) => name === 'bot'),
    ).toHaveLength(1);
  });

  test('makes no consumer group for an application that only reads', () => {
    expect(JSON.stringify(resources(terraform, 'azurerm_eventhub_consumer_group'))).not.toContain('reporter');
    const roles = resources(terraform, 'azurerm_role_assignment').map(({ principal_id: id }) => String(id));
    expect(roles.filter((id) => id.includes('Access_Identity-reporter'))).toEqual([]);
  });

  test('gives nobody a role on the lake: they come in through SQL', () => {
    const onLake = resources(terraform, 'azurerm_role_assignment').filter(({ scope }) =>
      String(scope).includes('azurerm_storage'),
    );
    expect(onLake.filter(({ principal_id: id }) => String(id).includes('Access_'))).toEqual([]);
    expect(onLake.length).toBeGreaterThan(5);
  });

  test('makes nothing without consumers', () => {
    const none = shopIn(dev, webShop({ ...everything, consumers: [] }));
    expect(none.access.node.children).toEqual([]);
    expect(none.access.applications).toEqual({});
    expect(accessOf(none)).toEqual([]);
  });

  test('makes an identity and nothing else for an application that has yet to be given anything', () => {
    const owner = webShop({
      ...everything,
      consumers: [
        application('later', { reason: 'Comes next year' }),
        group('analysts', { reads: [dailySales], reason: 'Look' }),
      ],
    });
    const shop = shopIn(dev, owner);
    expect(shop.access.node.children.map(({ node }) => node.id)).toEqual(['Identity-later']);
    expect(accessOf(shop).join('\n')).not.toContain('later');
  });

  test('names identities for their environment, under ids that are the same in all', () => {
    const consumers = [application('desk', { reads: [salesByItem], receives: [bigOrder], reason: 'Calls' })];
    const shop = shopIn(prod, webShop({ ...everything, consumers }));
    expect(blockOf(synth(shop.stack), shop.access.applications.desk!.identity).name).toBe(
      'id-small-prod-web-shop-desk',
    );
    expect(shop.access.applications.desk!.identity.friendlyUniqueId).toBe(
      access.applications.desk!.identity.friendlyUniqueId,
    );
  });
});
