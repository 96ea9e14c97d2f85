import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Company } from '../../model';
import { DepartmentStack, PlatformStack, synthesizeCompany } from '../../stacks';
import { addressesOf, type StacksByName, synthesizedStacks } from '../../testing';
import { smallCompany } from '../support/small-company';

const quiet = (): void => {
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation(() => true);
};

function stacksOf(company: Company): StacksByName {
  return synthesizedStacks((outdir) =>
    synthesizeCompany(
      company,
      (app, environment) => {
        const platform = new PlatformStack(app, `platform-${environment.name}`, { company, environment });
        for (const department of company.departments)
          new DepartmentStack(app, `${department.name}-${environment.name}`, { department, platform });
      },
      { outdir, environments: 'dev' },
    ),
  );
}

it('gives the stacks of an app, without what is of the version of a library', () => {
  quiet();
  const stacks = stacksOf(smallCompany());
  expect(Object.keys(stacks)).toEqual(['board-room-dev', 'platform-dev', 'sales-dev']);
  const text = JSON.stringify(stacks);
  for (const varying of ['"//"', 'required_providers', 'required_version', tmpdir()])
    expect(text).not.toContain(varying);
  expect(stacks['sales-dev']?.['terraform']).toEqual({ backend: { local: expect.anything() as unknown } });
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('lakehouse-stacks-'))).toEqual([]);
});

it('lists addresses, sorted', () => {
  expect(
    addressesOf({
      data: { azurerm_client_config: { me: {} } },
      resource: { azurerm_storage_container: { silver: {}, bronze: {} }, azurerm_eventhub: { orders: {} } },
    }),
  ).toEqual([
    'azurerm_eventhub.orders',
    'azurerm_storage_container.bronze',
    'azurerm_storage_container.silver',
  ]);
  expect(addressesOf({})).toEqual([]);
});

it('fails when nothing was synthesized, and leaves the exit code to the test', () => {
  quiet();
  const wrong = smallCompany({ code: 'Not a code' });
  expect(() => stacksOf(wrong)).toThrow('no stack was synthesized; what is wrong was printed above');
  process.exitCode = 0;
});
