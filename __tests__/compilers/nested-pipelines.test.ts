import { compileDataFlow, compileRulesQuery } from '../../compilers/internal';
import { alert, dataContract, department, hours, mapping, t } from '../../model';
import { activityIn, planOf } from '../constructs/pipeline-set/plans';

/** What documents with objects and arrays in them become in Azure. */
const orders = dataContract('orders', {
  description: 'Orders as documents',
  columns: {
    order_id: t.string(10).key(),
    placed_at: t.timestamp(),
    country: t.string(2).path('shipping', 'Country code'),
    lines: t.array({
      line_number: t.integer().key(),
      sku: t.string(10).physicalName('SKU no'),
    }),
  },
  eventTime: 'placed_at',
  delivery: { kind: 'stream', partitions: 1, every: hours(1) },
  expectedRowsPerDay: 10,
});
const flat = dataContract('returns', {
  description: 'Returns',
  columns: { id: t.string(10).key(), at: t.timestamp() },
  eventTime: 'at',
  delivery: orders.delivery,
  expectedRowsPerDay: 10,
});
const lines = mapping(orders, { each: 'lines', name: 'order_lines' });
const plan = planOf(
  department('sales', {
    description: 'Sells',
    sources: [orders, flat],
    tables: [mapping(orders), lines, mapping(flat)],
  }),
);
const translatorOf = (source: string) =>
  activityIn(plan, `sales_copy_${source}`, 'CompactToBronze').typeProperties['translator'] as {
    readonly mappings: readonly { readonly source: unknown; readonly sink: unknown }[];
  };

describe('the copy of documents', () => {
  it('takes a value from inside objects, and an array as its text', () => {
    expect(translatorOf('orders')).toMatchObject({
      mapComplexValuesToString: true,
      mappings: [
        { source: { path: "$['order_id']" }, sink: { name: 'order_id', type: 'String' } },
        { source: { path: "$['placed_at']" }, sink: { name: 'placed_at', type: 'String' } },
        { source: { path: "$['shipping']['Country code']" }, sink: { name: 'country', type: 'String' } },
        { source: { path: "$['lines']" }, sink: { name: 'lines', type: 'String' } },
        { source: { path: "$['_source_file']" } },
        { source: { path: "$['_run_id']" } },
      ],
    });
  });

  it('makes no text of objects where no array is promised', () => {
    expect(translatorOf('returns')).not.toHaveProperty('mapComplexValuesToString');
  });
});

describe('the data flow of each element', () => {
  const flow = compileDataFlow(lines, {
    read: ({ name }) => ({ fileSystem: 'bronze', folder: name }),
    write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
    quarantine: ({ name }, check) => ({ fileSystem: 'quarantine', folder: `${name}/${check}` }),
  });
  const script = flow.scriptLines.map((line) => line.trim()).join(' ');

  it('parses the text as one document, and unrolls its array', () => {
    expect(script).toContain(
      "parse(lines__typed__document = lines__typed__document_text ? (items as (line_number as string, {SKU no} as string)[]), format: 'json', documentForm: 'singleDocument') ~> parse2",
    );
    expect(script).toMatch(
      /filter\(size\(lines__typed\) > 0\) ~> nonEmpty1 nonEmpty1 foldDown\(unroll\(lines__typed\), mapColumn\( .*line_number = lines__typed\.line_number, sku = lines__typed\.\{SKU no\} \), skipDuplicateMapInputs: false, skipDuplicateMapOutputs: false\) ~> unnest1/,
    );
  });

  it('upserts the elements of newest versions, deletes those of older ones, and keeps the versions', () => {
    expect(flow.sinks.map(({ location }) => `${location.fileSystem}/${location.folder}`)).toEqual([
      'quarantine/order_lines/contract',
      'quarantine/order_lines/elements',
      'silver/order_lines__versions',
      'silver/order_lines',
    ]);
    expect(script).toContain('alterRow(deleteIf(placed_at < {_version}), upsertIf(true())) ~> merge1');
    const sinks = script.split(' sink(').slice(1);
    const [versions = '', written = ''] = sinks.slice(-2);
    expect(versions).toMatch(/deletable: false, .*upsertable: true, keys:\['order_id'\]/);
    expect(written).toMatch(/deletable: true, .*upsertable: true, keys:\['order_id','line_number'\]/);
    expect(written).toMatch(
      /mapColumn\( order_id, placed_at, line_number, sku, \{_source_file\}, \{_run_id\} \)/,
    );
  });
});

describe('an alert on documents', () => {
  it('reads a value inside objects, and whether there is an array', () => {
    const raised = alert('foreign-order', orders, {
      description: 'An order from abroad',
      when: (event) => event.country.notEquals('DE').and(event.lines.isNotNull()),
      payload: ['order_id', 'country'],
    });
    const { text } = compileRulesQuery([orders], [raised]);
    const country = 'TRY_CAST([orders].[shipping].[Country code] AS nvarchar(max))';
    expect(text).toContain(`${country} AS [country]`);
    expect(text).toContain(`WHERE (NOT (${country} = 'DE') AND NOT ([orders].[lines] IS NULL))`);
  });
});
