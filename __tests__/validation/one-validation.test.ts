import { existsSync, readdirSync } from 'node:fs';
import { alert, type Company, describeIssue, goldView, read, silverTable } from '../../model';
import { preview } from '../../preview';
import { PlatformStack, synthesizeCompany } from '../../stacks';
import { companyIssues, validateCompany } from '../../validation';
import { acme, orders, sold } from '../support/acme';
import { testApp } from '../support/synth';
import { temporaryFolder } from '../support/temporary-folder';

/** Every way into the library reports the same of a company, at once, and before it does anything. */

const wrong = withAlerts(
  acme([
    // A rule of the model, a time zone, and what T-SQL cannot do.
    silverTable('by_amount', { flow: read(sold), key: ['amount'] }),
    silverTable('local', {
      flow: read(sold).derive((row) => ({ day: row.at.toDate('Europe/Berln') })),
      key: ['id'],
    }),
    goldView('trimmed', { flow: read(sold).derive((row) => ({ shop: row.shop.trim() })), key: ['id'] }),
  ]),
);

/** With an alert that the streaming job cannot raise as the other engines would. */
function withAlerts(company: Company): Company {
  const [sales, ...others] = company.departments;
  if (!sales) throw new Error('no department');
  const fuzzy = alert('fuzzy', orders, {
    description: 'Looks alike',
    when: (event) => event.shop.trim().equals('x'),
    payload: ['id'],
  });
  return { ...company, departments: [{ ...sales, alerts: [fuzzy] }, ...others] };
}

const folder = temporaryFolder();

afterEach(() => {
  process.exitCode = undefined;
});

function messageOf(error: unknown): string {
  return (error as Error).message;
}

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return messageOf(error);
  }
  return 'nothing was thrown';
}

describe('one validation', () => {
  const reported = thrownBy(() => validateCompany(wrong));

  it('finds mistakes of the model, of every target and of time zones', () => {
    expect(companyIssues(wrong).map((issue) => describeIssue(issue).split(';')[0])).toEqual(
      expect.arrayContaining([
        'LH3103 sales/by_amount: "key" has "amount", which can be null',
        'LH2101 sales/trimmed: "flow" uses trim(), which T-SQL does not offer: what is in silver has been trimmed',
        'LH2102 sales/fuzzy: "when" uses trim(), which Stream Analytics does not offer: texts are not shown to be computed as on the other engines',
        'LH2013 sales/local: "flow" uses the time zone "Europe/Berln", which not all engines know (did you mean "Europe/Berlin"?)',
      ]),
    );
    expect(reported).toBe(
      [
        `company "Acme": ${companyIssues(wrong).length} errors`,
        ...companyIssues(wrong).map((issue) => `  - ${describeIssue(issue)}`),
      ].join('\n'),
    );
  });

  it('is what a synthesis begins with: no file is written, no stack is made', () => {
    const complained: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (complained.push(String(text)), true));
    const build = jest.fn();
    synthesizeCompany(wrong, build, { outdir: folder.at('cdktf.out') });
    expect(complained).toEqual([`${reported}\n`]);
    expect(process.exitCode).toBe(1);
    expect(build).not.toHaveBeenCalled();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is what a preview begins with: no file is written', async () => {
    const out = folder.at('preview.out');
    await expect(preview(wrong, { out }).catch(messageOf)).resolves.toBe(reported);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is what a platform in somebody’s own app begins with', () => {
    const app = testApp();
    const [environment] = wrong.environments;
    expect(
      thrownBy(() => new PlatformStack(app, 'platform-dev', { company: wrong, environment: environment! })),
    ).toBe(reported);
    expect(app.node.children).toEqual([]);
  });

  it('is not gone round by an environment that the company does not declare', () => {
    const company = acme([]);
    const [declared] = company.environments;
    const environment = { ...declared!, tenantId: 'contoso' };
    expect(thrownBy(() => new PlatformStack(testApp(), 'platform-dev', { company, environment }))).toBe(
      'platform-dev: 1 error\n' +
        '  - LH6007 platform-dev: "environment" is another "dev" than the company\'s; allowed: an environment of Acme: dev; pass the company\'s own',
    );
  });
});
