import { erasureFiles, erasureReport } from '../../stacks/erasure-report';
import { company as declare, describeIssue, type LogSettings } from '../../model';
import { company } from '../../departments';
import { companyIssues } from '../../validation';
import { personsCompany } from '../support/persons-company';
import { dev, smallCompany } from '../support/small-company';

const [environment] = personsCompany.environments;
const report = erasureReport(personsCompany, environment!);
const customer = report.find(({ subject }) => subject === 'customer')!;
const days = (kind: string, place: string): (number | undefined)[] =>
  customer.copies
    .filter((copy) => copy.kind === kind && copy.place === place)
    .map(({ goneAfterDays }) => goneAfterDays);

describe('the report of personal data', () => {
  it('lists every copy with the days after which it is gone', () => {
    expect(report.map(({ subject }) => subject)).toEqual(['customer', 'payer']);
    expect(days('landed rows', 'shop-landing/people/')).toEqual([7 + 2 + 14]);
    expect(days('raw rows', 'shop-bronze/people/')).toEqual([30 + 2 + 14]);
    expect(days('rows that broke a rule', 'shop-quarantine/clean_people/')).toEqual([30 + 2 + 14]);
    expect(days('rows of a silver table', 'shop-silver/worth')).toEqual([0]);
    expect(days('replaced files of a silver table', 'shop-silver/worth')).toEqual([7 + 1 + 14]);
    expect(days('log of a silver table', 'shop-silver/worth/_delta_log')).toEqual([30 + 10 + 14]);
    expect(days('gold view', 'shop-gold/letters')).toEqual([0]);
    expect(days('superseded results', 'shop-gold/stored_letters')).toEqual([7 + 1 + 14]);
    expect(customer.goneAfterDays).toBe(54);
    expect(customer.copies.some(({ place }) => place.includes('countries'))).toBe(false);
  });

  it('goes by the settings of the environment', () => {
    const longer = { ...dev, settings: { storage: { softDeleteDays: 5 }, delta: { timeTravelDays: 30 } } };
    const all = declare('Persons', {
      code: 'pers',
      departments: personsCompany.departments,
      environments: [longer],
    });
    const [found] = erasureReport(all, longer);
    const replaced = found?.copies.find(({ kind }) => kind === 'replaced files of a silver table');
    expect(replaced?.goneAfterDays).toBe(30 + 1 + 5);
  });

  it('names the pipelines of all departments that hold something, owners first', () => {
    const [prod] = company.environments;
    const runs = Object.fromEntries(erasureReport(company, prod!).map(({ subject, run }) => [subject, run]));
    expect(runs).toEqual({
      account: ['it_security_erase'],
      customer: ['operations_erase', 'marketing_erase'],
      payer: ['operations_erase'],
      visitor: ['it_security_erase'],
    });
  });

  it('is written for people and for programs, where there are persons', () => {
    expect(Object.keys(erasureFiles(personsCompany, environment!))).toEqual(['dev.md', 'dev.json']);
    const nobody = declare('Nobody', {
      code: 'nob',
      departments: [personsCompany.departments[1]!],
      environments: [dev],
    });
    expect(erasureFiles(nobody, dev)).toEqual({});
  });

  it('says how long the logs, which no erasure reaches, hold names and statements', () => {
    const written = (logs: LogSettings): string => {
      const here = { ...dev, settings: { logs } };
      const all = declare('Persons', {
        code: 'pers',
        departments: personsCompany.departments,
        environments: [here],
      });
      return erasureFiles(all, here)['dev.md']!.replaceAll(/\s+/g, ' ');
    };
    expect(written({})).toContain('gone after 31 days; a workspace');
    expect(
      written({ tables: { LAQueryLogs: { retentionDays: 4 } }, lakeRequests: 'all', retentionDays: 60 }),
    ).toContain('gone after 61 days, `LAQueryLogs` after 5, `StorageBlobLogs` after 31; a workspace');
  });

  it('breaks no promise', () => {
    const issues = companyIssues({ ...smallCompany(), erasureDays: 100 }).map(describeIssue);
    expect(issues).toEqual(
      ['dev', 'prod'].map(
        (name) =>
          `LH5101 environment ${name}: "erasureDays" is 100, and raw rows (sales, orders/) last 402 days, and 14 more in which they can be brought back; allowed: 416 or more, or copies that end sooner; raise erasureDays of the company, or lower what keeps them`,
      ),
    );
  });
});
