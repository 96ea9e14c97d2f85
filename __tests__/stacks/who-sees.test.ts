import { mkdirSync, writeFileSync } from 'node:fs';
import { company as reference } from '../../departments';
import { marketing } from '../../departments/marketing';
import { cleanCustomers } from '../../departments/marketing/silver';
import { type Company, company, department, goldView, group, type LakehouseError, read } from '../../model';
import { whoSees } from '../../stacks';
import { accessFiles } from '../../stacks/access-matrix';
import { companyStacks } from '../support/company-stacks';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');

/** The promise that a company can hold itself to: which people see anything of a customer's address, and how much. */
function peopleWhoSee(seen: Company, column: string): string[] {
  const [dev] = seen.environments;
  const { readers } = whoSees(seen, column, companyStacks(seen, dev!));
  const people = readers.filter(({ kind }) => kind === 'group');
  return [...new Set(people.map(({ principal, masking = 'value' }) => `${principal}: ${masking}`))];
}

/** The reference company, in which marketing gives an agency a table made of customers. */
function withAgency(): Company {
  const mailing = goldView('mailing', {
    description: 'Whom the agency writes to',
    key: ['customer_id'],
    flow: read(cleanCustomers).select('customer_id', 'email', 'language'),
  });
  const changed = department('marketing', {
    description: marketing.description,
    sources: marketing.sources,
    tables: [...marketing.tables, mailing],
    consumers: [
      ...marketing.consumers,
      group('agency', { reads: [mailing], reason: 'Sends the newsletter' }),
    ],
  });
  return company(reference.name, {
    code: reference.code,
    departments: reference.departments.map((each) => (each === marketing ? changed : each)),
    environments: reference.environments.map((environment) => ({
      ...environment,
      groups: { ...environment.groups, agency: '6d1d2f0a-0b0c-4d4e-8f00-1a2b3c4d5e09' },
    })),
  });
}

test('a promise about a personal column holds until somebody gets a table that is made of it', () => {
  const promised = ['lakehouse-sql-administrators: pseudonym'];
  expect(peopleWhoSee(reference, 'crm_customers.email')).toEqual(promised);
  expect(peopleWhoSee(withAgency(), 'crm_customers.email')).toEqual(['agency: pseudonym', ...promised]);
});

describe('of a folder that a synthesis wrote', () => {
  const [dev] = reference.environments;
  const stacks = companyStacks(reference, dev!);
  const written = (): string => folder.at('written');
  beforeAll(() => {
    mkdirSync(`${written()}/access-matrix`, { recursive: true });
    for (const [name, content] of Object.entries(accessFiles('dev', stacks)))
      writeFileSync(`${written()}/access-matrix/${name}`, content);
  });

  test('who sees a column is the same as of its stacks', () => {
    expect(whoSees(reference, 'logins.account', { outdir: written() })).toEqual(
      whoSees(reference, 'logins.account', stacks),
    );
  });

  test.each([
    ['no folder', () => ({ outdir: folder.at('nowhere') }), 'LH8123'],
    ['another environment', () => ({ outdir: written(), environment: 'prod' }), 'LH5001'],
  ])('%s is said', (_, rights, code) => {
    const asked = (): unknown => whoSees(reference, 'logins.account', rights());
    expect(asked).toThrow(code);
    try {
      asked();
    } catch (error) {
      expect((error as LakehouseError).issues.map((issue) => issue.code)).toEqual([code]);
    }
  });

  test('one of several environments has to be named', () => {
    writeFileSync(`${written()}/access-matrix/prod-reach.json`, '[]');
    expect(() => whoSees(reference, 'logins.account', { outdir: written() })).toThrow(
      /is not said, and there are several; allowed: dev, prod/,
    );
    expect(whoSees(reference, 'logins.account', { outdir: written(), environment: 'prod' }).readers).toEqual(
      [],
    );
  });
});
