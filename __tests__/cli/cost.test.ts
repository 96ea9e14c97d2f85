import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { billDocument, SUBSCRIPTION } from '../support/bills';
import { lakehouseProgram, type Outcome } from '../support/lakehouse-program';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const home = temporaryFolder('all tests');

const lakehouse = (...options: string[]): Promise<Outcome> => lakehouseProgram(options, { home: home.path });

/** A folder with the bills of some environments, as a synthesis writes them. */
function synthesized(name: string, ...environments: string[]): string {
  mkdirSync(folder.at(name, 'cost'), { recursive: true });
  for (const environment of environments) {
    const documents = {
      [environment]: billDocument({ environment }),
      [`${environment}-estimate`]: { estimatedCosts: [], estimatedSavings: [] },
    };
    for (const [file, document] of Object.entries(documents))
      writeFileSync(folder.at(name, 'cost', `${file}.json`), JSON.stringify(document));
  }
  return folder.at(name);
}

function exported(name: string, ...rows: string[]): string {
  const file = folder.at(name);
  const heading = 'SubscriptionId,Date,MeterCategory,ResourceId,CostInBillingCurrency,BillingCurrencyCode';
  writeFileSync(file, `\uFEFF${[heading, ...rows].join('\r\n')}\r\n`);
  return file;
}

const HUBS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-sales-dev/providers/Microsoft.EventHub/namespaces/evhns-dev`;

describe('lakehouse cost', () => {
  it('prints the bills that a synthesis wrote, for people and for programs', async () => {
    const out = synthesized('two', 'dev', 'prod');
    const [people, programs] = await Promise.all([
      lakehouse('cost', '--out', out),
      lakehouse('cost', '--out', out, '--environment', 'prod', '--json'),
    ]);
    expect(people.code).toBe(0);
    expect(people.stdout).toMatch(/^dev in westeurope, a month, USD/);
    expect(people.stdout).toMatch(
      /idle +21\.90 USD +21\.90 USD +21\.90 USD +1 line with a price of another region/,
    );
    expect(JSON.parse(programs.stdout)).toMatchObject([
      { environment: 'prod', idle: { total: { likely: 21.9 } } },
    ]);
  });

  it('runs an app first, into a folder that it removes again', async () => {
    const script = folder.at('app.js');
    const document = JSON.stringify(billDocument({ environment: 'test' }));
    writeFileSync(
      script,
      `const fs = require('node:fs'); const out = process.env.CDKTF_OUTDIR + '/cost';
       console.log('synthesized'); fs.mkdirSync(out, { recursive: true });
       fs.writeFileSync(out + '/' + process.env.ENVIRONMENT + '.json', ${JSON.stringify(document)});`,
    );
    for (const app of [script, `${process.execPath} ${script}`]) {
      const outcome = await lakehouse('cost', '--app', app, '--environment', 'test');
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect(outcome.stdout).toMatch(/^test in westeurope/);
    }
    expect(readdirSync(home.path).filter((name) => name.startsWith('lakehouse-'))).toEqual([]);
  });

  it('sets an estimate beside what was billed', async () => {
    const out = synthesized('one', 'dev');
    const file = exported('november.csv', `${SUBSCRIPTION},11/01/2026,Event Hubs,${HUBS},0.72,USD`);
    const { code, stdout } = await lakehouse('cost', '--out', out, '--actual', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /evhns-dev +0\.72 USD +0\.72 USD +0\.72 USD +0\.72 USD +1 line with a price of another region, 100 % of the sum +Event Hubs/,
    );
    expect(stdout).toContain('Billed: 100 % of what was likely.');
  });

  it('fails with a line for each mistake, and no stack trace', async () => {
    const out = synthesized('wrong', 'dev', 'prod');
    const other = exported('other.csv', `11111111,11/01/2026,Event Hubs,${HUBS},0.72,USD`);
    const packed = folder.at('november.csv.gz');
    writeFileSync(packed, gzipSync('SubscriptionId,Date'));
    const outcomes = await Promise.all([
      lakehouse('cost', '--out', join(out, 'nowhere')),
      lakehouse('cost', '--app', 'exit 3'),
      lakehouse('cost', '--out', out, '--environment', 'test'),
      lakehouse('cost', '--out', out, '--actual', other),
      lakehouse('cost', '--out', out, '--environment', 'dev', '--actual', other),
      lakehouse('cost', '--out', out, '--environment', 'dev', '--actual', 'nowhere.csv'),
      lakehouse('cost', '--out', out, '--environment', 'dev', '--actual', packed),
    ]);
    expect(outcomes.map(({ code, stdout, stderr }) => [code, stdout, /LH\d{4}/.exec(stderr)?.[0]])).toEqual([
      [1, '', 'LH9111'],
      [1, '', 'LH9205'],
      [1, '', 'LH5001'],
      [1, '', 'LH5001'],
      [1, '', 'LH9109'],
      [1, '', 'LH9108'],
      [1, '', 'LH9138'],
    ]);
    for (const { stderr } of outcomes) expect(stderr).not.toMatch(/^ +at /m);
  });
});
