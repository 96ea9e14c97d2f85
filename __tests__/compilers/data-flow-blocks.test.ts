import {
  compileDataFlow,
  type DataFlow,
  departmentPipelines,
  type DepartmentPipelines,
} from '../../compilers/internal';
import { allActivities } from '../../compilers/data-factory/pipeline-issues';
import { payments } from '../support/payments-company';
import { type Company, CompanyGraph, read, silverTable } from '../../model';
import { cleanOrders, cleanStock, companyOf, webShop } from '../constructs/lakehouse/shop';

function plansOf(company: Company): DepartmentPipelines[] {
  return company.departments.map((department) =>
    departmentPipelines({
      graph: new CompanyGraph(company),
      department,
      container: (name, zone) => `${name}-${zone}`,
      deployment: [],
      from: '2025-01-01',
    }),
  );
}

const plans = [...plansOf(payments), ...plansOf(companyOf(webShop()))];
const flows = plans.flatMap(({ dataFlows }) => dataFlows.map(({ name, flow }) => [name, flow] as const));

/** Each stream of a script in order, with what makes it: read from the text, not from the compiler's own lists. */
function streamsIn({ scriptLines }: DataFlow): { name: string; kind: string; inputs: string[] }[] {
  const statements = scriptLines
    .join('\n')
    .replace(/^parameters\{[\s\S]*?\n\}\n/, '')
    .split(/(?<=~> \w+(?:@\([^)]*\))?)\n/);
  return statements.map((statement) => {
    const [, inputs = '', kind = ''] = /^((?:[\w@]+(?:, )?)*?) ?(\w+)\(/.exec(statement) ?? [];
    const [, name = ''] = / ~> (\w+)(?:@\([^)]*\))?$/.exec(statement) ?? [];
    return { name, kind, inputs: inputs.split(', ').filter((input) => input !== '') };
  });
}

/** Names in the `parameters{ }` block of a script. */
function declaredIn({ scriptLines }: DataFlow): string[] {
  const end = scriptLines.indexOf('}');
  return scriptLines[0] === 'parameters{'
    ? scriptLines.slice(1, end).map((line) => /^ +(\w+) as string \(''\),?$/.exec(line)?.[1] ?? line)
    : [];
}

describe('the blocks of a data flow', () => {
  test('are tried on flows of every kind', () => {
    expect(flows).toHaveLength(13);
    const kinds = new Set(flows.flatMap(([, flow]) => streamsIn(flow).map(({ kind }) => kind)));
    for (const kind of [
      'source',
      'sink',
      'derive',
      'split',
      'window',
      'lookup',
      'join',
      'aggregate',
      'alterRow',
    ])
      expect(kinds).toContain(kind);
  });

  test.each(flows)('of %s name every stream of the script once, in script order', (_, flow) => {
    const streams = streamsIn(flow);
    const named = (kinds: (kind: string) => boolean) =>
      streams.filter(({ kind }) => kinds(kind)).map(({ name }) => name);
    expect(flow.sources.map(({ name }) => name)).toEqual(named((kind) => kind === 'source'));
    expect(flow.sinks.map(({ name }) => name)).toEqual(named((kind) => kind === 'sink'));
    expect(flow.transformations).toEqual(named((kind) => kind !== 'source' && kind !== 'sink'));
    const all = streams.map(({ name }) => name.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
    expect(flow.sources.length * flow.sinks.length).toBeGreaterThan(0);
  });

  test.each(flows)('of %s have names of letters and digits', (_, flow) => {
    for (const { name } of streamsIn(flow)) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]*$/);
  });

  test.each(flows)('of %s say where each end lies, as the script does', (_, flow) => {
    const text = flow.scriptLines.join('\n');
    for (const { name, location } of [...flow.sources, ...flow.sinks]) {
      const statement = text
        .slice(0, text.search(new RegExp(` ~> ${name}(\\n|$)`)))
        .split(/ ~> \w+\n/)
        .at(-1);
      expect(statement).toContain(`fileSystem: '${location.fileSystem}'`);
      expect(statement).toMatch(new RegExp(`folderPath: (\\(concat\\()?'${location.folder}/?'`));
    }
  });

  test.each(flows)(
    'of %s: the script reads a stream only after it is made, and leaves none unread',
    (_, flow) => {
      const made = new Set<string>();
      const readSoFar = new Set<string>();
      for (const { name, kind, inputs } of streamsIn(flow)) {
        expect([name, inputs.length > 0]).toEqual([name, kind !== 'source']);
        for (const input of inputs) {
          const [stream = ''] = input.split('@');
          expect(made).toContain(stream);
          readSoFar.add(stream);
        }
        made.add(name);
      }
      const ends = flow.sinks.map(({ name }) => name);
      expect([...made].filter((name) => !readSoFar.has(name))).toEqual(ends);
    },
  );
});

describe('the script of a data flow', () => {
  test.each(flows)('%s has no empty line, which the provider refuses', (_, flow) => {
    for (const line of flow.scriptLines) {
      expect(line.trim()).not.toBe('');
      expect(line).not.toContain('\n');
    }
  });

  test.each(flows)('%s declares the parameters that it uses, and no others', (_, flow) => {
    const used = [...flow.scriptLines.join('\n').matchAll(/\$(window|pepper|rangeStart|subject)\b/g)].map(
      ([, name]) => name,
    );
    expect(declaredIn(flow)).toEqual([...new Set(used)].sort());
    expect(flow.parameters).toEqual(declaredIn(flow));
  });

  test('is given by its pipeline just the parameters that it declares', () => {
    const runs = plans.flatMap(({ pipelines, dataFlows }) =>
      pipelines.flatMap(({ activities }) =>
        allActivities(activities)
          .filter(({ type }) => type === 'ExecuteDataFlow')
          .map(({ typeProperties }) => {
            const { dataFlow } = typeProperties as {
              dataFlow: { referenceName: string; parameters: object };
            };
            const found = dataFlows.find(({ name }) => name === dataFlow.referenceName);
            return [dataFlow.referenceName, Object.keys(dataFlow.parameters).sort(), declaredIn(found!.flow)];
          }),
      ),
    );
    expect(new Set(runs.map(([name]) => name)).size).toBe(flows.length);
    for (const [, passed, declared] of runs) expect(passed).toEqual(declared);
    expect(runs.map(([, passed]) => (passed as string[]).join())).toEqual(
      expect.arrayContaining(['pepper,window', 'window', '']),
    );
  });

  test('keeps two reads of one table apart, and names that differ only in case or in signs', () => {
    const flow = compileDataFlow(
      silverTable('twice', {
        key: ['order_id'],
        flow: read(cleanOrders).join(read(cleanOrders).select('order_id', 'item').rename({ item: 'again' }), {
          on: ['order_id'],
          how: 'left',
        }),
      }),
      {
        read: ({ name }) => ({ fileSystem: 'silver', folder: name }),
        write: ({ name }) => ({ fileSystem: 'silver', folder: name }),
        quarantine: ({ name }) => ({ fileSystem: 'quarantine', folder: name }),
      },
    );
    expect(flow.sources.map(({ name }) => name)).toEqual(['readOrders1', 'readOrders2']);
    expect(flow.sources.map(({ location }) => location.folder)).toEqual(['orders', 'orders']);
  });

  test('of a table without checks and personal columns has no quarantine and no pepper', () => {
    const [, stock] = flows.find(([name]) => name === 'web_shop_flow_stock')!;
    expect(stock.parameters).toEqual(['window']);
    expect(cleanStock.columns.map(({ name }) => name)).toEqual(['item', 'pieces', 'counted_at']);
    const [, priced] = flows.find(([name]) => name === 'web_shop_flow_priced_orders')!;
    expect(priced.parameters).toEqual([]);
    expect(priced.sinks.map(({ location }) => location.fileSystem)).toEqual(['web-shop-silver']);
  });
});
