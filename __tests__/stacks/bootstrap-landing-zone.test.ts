import { existsSync } from 'node:fs';
import { company as declare, type LandingZone } from '../../model';
import { synthesizeCompany } from '../../stacks';
import { companyStacks } from '../support/company-stacks';
import { prod, smallCompany } from '../support/small-company';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const SUBSCRIPTIONS = ['6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e21', '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e22'];

afterEach(() => {
  process.exitCode = undefined;
});

/** What synthesizing the bootstrap of two environments says of their rules; each is in a subscription of its own, unless others are named. */
function said(
  zones: Partial<Record<'beside' | 'elsewhere', { readonly landingZone: LandingZone }>>,
  subscriptions: readonly string[] = SUBSCRIPTIONS,
): string[] {
  let printed = '';
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((printed += String(text)), true));
  const environments = [prod, { ...prod, name: 'live' }].map((environment, index) => ({
    ...environment,
    subscriptionId: subscriptions[index]!,
    ...(index === 0 ? zones.beside : zones.elsewhere),
  }));
  const { name, ...rest } = smallCompany({ environments });
  const company = declare(name, {
    ...rest,
    delivery: {
      environments: [{ name: 'prod' }, { name: 'live' }],
      github: { repository: 'acme/platform' },
    },
  });
  synthesizeCompany(company, (app, environment) => void companyStacks(company, environment, app), {
    environments: 'bootstrap',
    outdir: folder.at('out'),
  });
  return printed.split('\n').slice(1, -1);
}

const strict: LandingZone = {
  requiredTags: { owner: 'any' },
  namePatterns: { azurerm_storage_account: 'lz.*' },
  publicEndpoints: 'forbidden',
};

test('the bootstrap keeps the rules of an environment that it is in one subscription with, and names all that it breaks', () => {
  const lines = said({ beside: { landingZone: strict } });
  expect(lines.map((line) => /^ {2}- (LH\d+ [^"]*"\S+")/.exec(line)?.[1])).toEqual([
    'LH5051 bootstrap, environment prod: "landingZone.requiredTags.owner"',
    'LH5052 bootstrap, environment prod: "landingZone.namePatterns.azurerm_storage_account"',
    'LH5053 bootstrap, environment prod: "landingZone.publicEndpoints"',
  ]);
  expect(lines[2]).toMatch(/is broken by azurerm_storage_account\.State\S*: public_network_access_enabled/);
  expect([process.exitCode, existsSync(folder.at('out', 'stacks'))]).toEqual([1, false]);
});

test('it does not keep those of another subscription', () => {
  expect(said({ elsewhere: { landingZone: strict } })).toEqual([]);
  expect(existsSync(folder.at('out', 'stacks', 'bootstrap', 'cdk.tf.json'))).toBe(true);
});

test('what two environments in its subscription both ask is said once, and what one of them adds as well', () => {
  const asked: LandingZone = { requiredTags: { owner: 'any' } };
  const more: LandingZone = { requiredTags: { owner: 'any', team: 'any' } };
  const [first = ''] = SUBSCRIPTIONS; // Azure does not tell the case of ids apart.
  const lines = said({ beside: { landingZone: asked }, elsewhere: { landingZone: more } }, [
    first,
    first.toUpperCase(),
  ]);
  expect(lines.map((line) => /^ {2}- (LH\d+ [^"]*"\S+")/.exec(line)?.[1])).toEqual([
    'LH5051 bootstrap, environment prod: "landingZone.requiredTags.owner"',
    'LH5051 bootstrap, environment live: "landingZone.requiredTags.team"',
  ]);
});

test('an exemption lets its account through, and one that it does not need is a mistake', () => {
  const [line = ''] = said({ beside: { landingZone: { publicEndpoints: 'forbidden' } } });
  const account = /azurerm_storage_account\.\w+/.exec(line)?.[0] ?? 'none';
  const exempt = (resource: string) => ({
    beside: {
      landingZone: {
        publicEndpoints: 'forbidden',
        exemptions: [{ rule: 'publicEndpoints', resource, reason: 'runners come from outside' }],
      } satisfies LandingZone,
    },
  });
  expect(said(exempt(`bootstrap/${account}`))).toEqual([]);
  expect(said(exempt('bootstrap/azurerm_storage_account.Other_1A2B3C4D')).join()).toMatch(
    /LH5053 .*LH5056 bootstrap, environment prod: "landingZone\.exemptions" has "bootstrap\/\S+Other_1A2B3C4D"/,
  );
});
