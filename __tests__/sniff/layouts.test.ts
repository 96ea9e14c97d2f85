import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import ts from 'typescript';
import { keyOf } from '../../model';
import { preview, type RunReport } from '../../preview';
import { sniff, type SniffResult } from '../../sniff';
import { evaluated, type Proposed } from '../support/proposed-module';
import { PUBLIC_LAYOUTS } from '../support/public-layouts';
import { temporaryFolder } from '../support/temporary-folder';

const ROOT = resolve(__dirname, '../..');
const folder = temporaryFolder('all tests');

describe('a first look at public layouts', () => {
  let result: SniffResult;
  let proposed: Proposed;
  let report: RunReport;

  beforeAll(async () => {
    for (const [source, files] of Object.entries(PUBLIC_LAYOUTS))
      for (const [name, content] of Object.entries(files)) {
        const path = folder.at('data', source, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    result = await sniff({ paths: [folder.at('data')] });
    proposed = evaluated(result.module);
    report = await preview(proposed.company!, { data: folder.at('data'), out: folder.at('out') });
  });

  const contract = (name: string) =>
    proposed.company!.departments[0]!.sources.find((one) => one.name === name)!;

  it('proposes a module that compiles', () => {
    const path = folder.at('company.ts');
    writeFileSync(path, result.module);
    const program = ts.createProgram([path], {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      paths: { 'cdktf-azure-lakehouse/*': [join(ROOT, '*/index.ts')] },
    });
    const source = program.getSourceFile(path);
    const messages = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    expect(messages.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('writes it as a formatter would', async () => {
    const style = { singleQuote: true, printWidth: 110, trailingComma: 'all' } as const;
    const options = { parser: 'typescript', plugins: [typescript, estree], ...style };
    expect(await format(result.module, options)).toBe(result.module);
  });

  it('takes every row of the files, in a preview of the module', () => {
    const rows = report.tables.map(({ zone, table, written, quarantined }) => [
      zone,
      table,
      written,
      quarantined,
    ]);
    expect(rows.filter(([zone]) => zone === 'bronze')).toEqual([
      ['bronze', 'charges', 80, {}],
      ['bronze', 'invoices', 80, {}],
      ['bronze', 'orders', 60, {}],
      ['bronze', 'rates', 64, {}],
    ]);
    expect(rows.filter(([zone]) => zone === 'silver')).toEqual([
      ['silver', 'charges', 80, {}],
      ['silver', 'invoices', 80, {}],
      ['silver', 'orders', 60, {}],
      ['silver', 'order_payment_gateway_names', 91, {}],
      ['silver', 'order_payment_terms_payment_schedules', 60, {}],
      ['silver', 'order_line_items', 120, {}],
      ['silver', 'order_line_items_tax_lines', 120, {}],
      ['silver', 'rates', 64, {}],
    ]);
    expect(result.issues).toEqual([]);
    expect(result.proposals.flatMap(({ broken }) => broken)).toEqual([]);
  });

  it('knows keys, times and wrappers', () => {
    const facts = proposed.company!.departments[0]!.sources.map((source) => [
      source.name,
      keyOf(source),
      source.eventTime,
      (source.delivery as { from: { options?: unknown } }).from.options,
    ]);
    expect(facts).toEqual([
      ['charges', ['id'], 'created', { records: ['data'] }],
      ['invoices', ['rechnungs_nr'], 'datum', { delimiter: ';' }],
      ['orders', ['id'], 'updated_at', { records: ['orders'] }],
      ['rates', ['date'], 'date', undefined],
    ]);
  });

  it('reads seconds since 1970, German numbers and days, and what stands for nothing', () => {
    expect(contract('charges').columns['created']).toMatchObject({
      type: { kind: 'timestamp' },
      format: { epoch: 'seconds' },
    });
    expect(contract('invoices').writtenAs).toEqual({ dates: ['dd.MM.yyyy'] });
    expect(contract('invoices').columns['betrag_brutto']).toMatchObject({
      type: { kind: 'decimal', precision: 12, scale: 2 },
      format: { number: { decimal: ',', thousands: '.', symbols: ['€'] } },
    });
    expect(contract('invoices').columns['bezahlt']).toMatchObject({
      type: { kind: 'boolean' },
      format: { boolean: { true: ['ja'], false: ['nein'] } },
    });
    expect(contract('rates').columns['trl']).toMatchObject({
      nullable: true,
      type: { kind: 'decimal', precision: 12, scale: 5 },
    });
    expect(contract('rates').writtenAs).toEqual({ nullMarkers: ['N/A'] });
  });

  it('marks what is about persons, and shows none of it', () => {
    const personal = proposed.company!.departments[0]!.sources.map(({ name, columns }) => [
      name,
      Object.entries(columns).flatMap(([column, { classification }]) =>
        classification === 'personal' ? [column] : [],
      ),
      Object.entries(columns).flatMap(([column, { subject }]) =>
        subject === undefined ? [] : [`${column}: ${subject}`],
      ),
    ]);
    expect(personal).toEqual([
      ['charges', ['billing_details_email', 'billing_details_name'], ['customer: customer']],
      ['invoices', [], ['kunde: customer']],
      [
        'orders',
        [
          'email',
          'phone',
          'browser_ip',
          'customer_first_name',
          'customer_last_name',
          'shipping_address_address1',
        ],
        ['customer_id: customer'],
      ],
      ['rates', [], []],
    ]);
    expect(result.module).not.toMatch(/payer\d+@|customer\d+@|Ada|Berg|Main street \d|192\.0\.2/);
  });

  it('says what no column is made of', () => {
    const left = result.proposals.map(({ name, omitted }) => [name, omitted.map(({ place }) => place)]);
    expect(left).toContainEqual(['rates', ['']]);
    expect(left).toContainEqual(['charges', ['metadata']]);
    expect(result.module).toContain(
      '// Left out: "line_items[].properties", an array without anything in it.',
    );
  });

  it('is the same for the same files', async () => {
    const again = await sniff({ paths: [folder.at('data')] });
    expect(again).toEqual(result);
  });
});
