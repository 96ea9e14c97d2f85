import { largeDepartment } from '../../bench/large-department';
import { company as reference } from '../../departments';
import {
  departmentPicture,
  diagramFiles,
  mermaidOf,
  type Picture,
  type PlatformFacts,
  svgOf,
  tablePicture,
} from '../../diagram';
import { layoutOf } from '../../diagram/layout';
import { type Company, company, CompanyGraph, type Environment } from '../../model';

const [dev, , prod] = reference.environments as [Environment, Environment, Environment];
const graph = new CompanyGraph(reference);
const large: Company = company('Large', {
  code: 'large',
  departments: [largeDepartment({ sources: 100, derived: 100, gold: 100 })],
  environments: [dev],
});
const facts: PlatformFacts = {
  currency: 'USD',
  byDepartment: { operations: 640.4, marketing: 12 },
  costs: [
    { department: 'operations', layer: 'Ingestion', name: 'orders', amount: 3.2 },
    { department: 'operations', layer: 'Pipelines', name: 'operations_fill_orders', amount: 0.004 },
    { department: 'marketing', layer: 'Ingestion', name: 'orders', amount: 100 },
    { department: 'platform', layer: 'EventHubs', name: 'evhns-mrdn-prod', amount: 22 },
  ],
  resources: [
    { department: 'operations', type: 'azurerm_eventhub', path: 'Ingestion/Hub-orders', name: 'orders' },
    {
      department: 'operations',
      type: 'azurerm_data_factory_pipeline',
      path: 'Pipelines/Pipeline-operations_fill_orders',
      name: 'operations_fill_orders',
    },
    {
      department: 'platform',
      type: 'azurerm_eventhub_namespace',
      path: 'EventHubs/Resource',
      name: 'evhns-mrdn-prod',
    },
  ],
  alerts: [{ rule: 'refused-by-vault-prod', condition: 'a vault refused', sentBy: 'azurerm_key_vault' }],
};

const fact = (picture: Picture, id: string, label: string): string | undefined =>
  picture.boxes.find((box) => box.id === id)?.facts.find((each) => each.label === label)?.value;

describe('the picture of all tables', () => {
  const picture = tablePicture({ company: reference, environment: prod });
  const ids = picture.boxes.map(({ id }) => id);

  test('has every source, table, alert rule and consumer of the company, each once', () => {
    const declared = reference.departments.flatMap(({ name, sources, tables, alerts, consumers }) => [
      ...sources.map((source) => `source ${source.name}`),
      ...tables.map((table) => `table ${name}.${table.name}`),
      ...alerts.map((rule) => `alert ${name}.${rule.name}`),
      ...consumers.map((consumer) => `consumer ${name}.${consumer.name}`),
    ]);
    expect([...ids].sort()).toEqual([...declared].sort());
  });

  test('has a line for everything that a table reads, and no other into a table', () => {
    const declared = graph
      .inOrder()
      .flatMap(({ department, table }) => [
        ...graph.bronzeOf(table).map(({ name }) => `source ${name} > table ${department.name}.${table.name}`),
        ...graph
          .upstreamOf(table)
          .map(
            (read) =>
              `table ${read.department.name}.${read.table.name} > table ${department.name}.${table.name}`,
          ),
      ]);
    const drawn = picture.edges
      .filter(({ to }) => to.startsWith('table '))
      .map(({ from, to }) => `${from} > ${to}`);
    expect([...drawn].sort()).toEqual([...declared].sort());
  });

  test('of one department has what it reads of others, and nothing else of them', () => {
    const marketing = reference.departments.find(({ name }) => name === 'marketing')!;
    const own = tablePicture({ company: reference, environment: prod }, marketing);
    const foreign = own.boxes.filter(({ lane }) => lane !== 'marketing').map(({ id }) => id);
    expect(foreign).toEqual([
      'table operations.orders',
      'table operations.order_revenue',
      'table it-security.sessions',
    ]);
    // A department has its colour wherever it is shown.
    const colours = (of: Picture) => Object.fromEntries(of.lanes.map(({ id, colour }) => [id, colour]));
    expect(colours(picture)).toMatchObject(colours(own));
  });

  test('says how often an environment fills a table', () => {
    expect(fact(picture, 'table operations.orders', 'schedule')).toBe('filled hourly');
    const slow = tablePicture({ company: reference, environment: dev });
    expect(fact(slow, 'table operations.orders', 'schedule')).toBe('filled daily');
    expect(fact(picture, 'table marketing.customer_segments', 'schedule')).toBe('computed at each query');
  });
});

describe('the picture of departments', () => {
  const picture = departmentPicture({ company: reference, environment: prod });

  test('has a line for every product that a department reads of another, with its name', () => {
    for (const { department: reader, table } of graph.inOrder())
      for (const read of graph.upstreamOf(table)) {
        if (read.department === reader) continue;
        const edge = picture.edges.find(
          ({ from, to }) =>
            from === `${read.department.name}/${read.table.zone}` && to === `${reader.name}/${table.zone}`,
        );
        expect(edge?.label.split(', ')).toContain(read.table.name);
      }
  });

  test('says which services are private, which shared, and which a department has for itself', () => {
    const services = (environment: Environment): [string, number, number][] =>
      departmentPicture({ company: reference, environment }).lanes.map(({ id, hosts }) => [
        id,
        hosts.length,
        hosts.filter((host) => host.private).length,
      ]);
    expect(services(prod)).toEqual([
      ['platform', 7, 5],
      ['supply-chain', 0, 0],
      ['operations', 0, 0],
      ['it-security', 5, 5],
      ['marketing', 0, 0],
      ['executives', 0, 0],
    ]);
    expect(services(dev).map(([, , closed]) => closed)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(picture.subtitle).toBe('prod · westeurope · private network, reached by peering');
  });

  test('leaves out what a department does not have', () => {
    expect(picture.boxes.filter(({ lane }) => lane === 'executives').map(({ id }) => id)).toEqual([
      'executives/gold',
      'executives/consumers',
    ]);
  });
});

describe('what a synthesis knows', () => {
  const pictured = { company: reference, environment: prod, facts };

  test('stands at the box whose resources it is about, of its own department only', () => {
    const picture = tablePicture(pictured);
    expect(fact(picture, 'source orders', 'resources')).toBe('1 (orders)');
    expect(fact(picture, 'source orders', 'costs')).toBe('3 USD a month, likely');
    expect(fact(picture, 'table operations.orders', 'costs')).toBe('under 0.01 USD a month, likely');
    expect(fact(picture, 'table operations.order_lines', 'resources')).toBe('none of its own');
    expect(
      fact(tablePicture({ company: reference, environment: prod }), 'source orders', 'costs'),
    ).toBeUndefined();
  });

  test('stands at services and departments: cost, and the alerts that look at them', () => {
    const { lanes } = departmentPicture(pictured);
    const hosts = new Map(lanes[0]!.hosts.map((host) => [host.title, host.facts]));
    expect(hosts.get('Event Hubs')).toContainEqual({ label: 'costs', value: '22 USD a month, likely' });
    expect(hosts.get('Key vault')).toContainEqual({
      label: 'alert',
      value: 'refused-by-vault-prod: a vault refused',
    });
    expect(lanes.find(({ id }) => id === 'operations')!.notes).toEqual([
      'in shared services',
      '640 USD a month',
    ]);
  });
});

test('amounts say in their own line when their prices are uncertain', () => {
  const doubtful: PlatformFacts = {
    ...facts,
    costs: facts.costs.map((cost) => ({ ...cost, doubts: ['of another region', 'from memory'] })),
    doubts: { operations: ['missing'], marketing: [] },
  };
  const picture = departmentPicture({ company: reference, environment: prod, facts: doubtful });
  const notes = new Map(picture.lanes.map((lane) => [lane.id, lane.notes.at(-1)]));
  expect([...notes.values()].filter((note) => note?.includes('a month'))).toEqual([
    'everything: 652 USD a month (some prices missing)',
    '640 USD a month (some prices missing)',
    '12 USD a month',
  ]);
  const tables = tablePicture({ company: reference, environment: prod, facts: doubtful });
  expect(fact(tables, 'source orders', 'costs')).toBe(
    '3 USD a month, likely (some prices from memory, of another region)',
  );
  expect(svgOf(picture)).toContain('Event Hubs ≈ 22 USD<');
  expect(svgOf(departmentPicture({ company: reference, environment: prod, facts }))).toContain(
    'Event Hubs 22 USD<',
  );
});

describe.each([
  ['departments', departmentPicture({ company: reference, environment: prod, facts })],
  ['tables', tablePicture({ company: reference, environment: prod, facts })],
  ['300 tables, folded', departmentPicture({ company: large, environment: dev })],
  ['300 tables', tablePicture({ company: large, environment: dev })],
])('the layout of %s', (_, picture) => {
  const { boxes, lanes, edges, width, height } = layoutOf(picture);

  test('keeps boxes apart, inside of their lanes, and inside of the picture', () => {
    expect(boxes).toHaveLength(picture.boxes.length);
    for (const one of boxes) {
      const lane = lanes.find((each) => each.lane.id === one.box.lane)!;
      expect(one.y).toBeGreaterThan(lane.y);
      expect(one.y + one.height).toBeLessThanOrEqual(lane.y + lane.height);
      expect(one.x + one.width).toBeLessThanOrEqual(width);
      for (const other of boxes) {
        if (other === one) continue;
        const apart =
          one.x + one.width < other.x ||
          other.x + other.width < one.x ||
          one.y + one.height < other.y ||
          other.y + other.height < one.y;
        if (!apart) throw new Error(`${one.box.id} and ${other.box.id} overlap`);
      }
    }
    expect(lanes.at(-1)!.y + lanes.at(-1)!.height).toBeLessThan(height);
  });

  test('draws every line, to the right wherever columns are', () => {
    expect(edges).toHaveLength(picture.edges.length);
    const columns = new Map(picture.boxes.map(({ id, column }) => [id, column]));
    const back = picture.edges.filter(({ from, to }) => columns.get(to)! < columns.get(from)!);
    expect(back).toEqual([]);
    for (const { path } of edges) expect(path).not.toMatch(/NaN|undefined/);
  });
});

describe('a file', () => {
  test('is the same for the same definitions', () => {
    const files = diagramFiles({ company: reference, environment: prod, facts });
    expect(diagramFiles({ company: reference, environment: prod, facts })).toEqual(files);
    expect(Object.keys(files)).toEqual(['prod.svg', 'prod.mmd', 'prod-tables.svg', 'prod-tables.mmd']);
  });

  const wild: Picture = {
    title: '<script>alert("x")</script> & more',
    subtitle: 'a\u0000b "c" #1',
    columns: ['Sources'],
    lanes: [{ id: 'l', title: 'a <b>', colour: 11, notes: ['"n"'], hosts: [] }],
    boxes: [
      {
        id: 'x"y',
        kind: 'source',
        lane: 'l',
        column: 0,
        title: `${'very long name '.repeat(30)}<img>`,
        lines: ['a\nb'],
        facts: [{ label: 'what', value: '</title><script>' }],
      },
    ],
    edges: [],
  };

  test('of SVG holds text as text, however long, and is balanced', () => {
    for (const svg of [
      svgOf(wild),
      ...Object.values(diagramFiles({ company: reference, environment: prod })).filter((text) =>
        text.startsWith('<svg'),
      ),
    ]) {
      expect(svg).not.toMatch(/<script|<img|\p{Cc}(?<![\n])/u);
      const open: string[] = [];
      for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
        if (close) expect(open.pop()).toBe(name);
        else if (!self) open.push(name!);
      }
      expect(open).toEqual([]);
      expect(svg.replace(/<[^>]*>/g, '')).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
    }
    expect(layoutOf(wild).width).toBeLessThan(1000);
  });

  test('of Mermaid has every box of its lines, and no text that ends a label', () => {
    for (const picture of [wild, tablePicture({ company: reference, environment: prod })]) {
      const lines = mermaidOf(picture).split('\n');
      const declared = new Set(lines.flatMap((line) => /^ {4}(b\d+)\W/.exec(line)?.[1] ?? []));
      expect(declared.size).toBe(picture.boxes.length);
      const drawn = lines.flatMap((line) => (/^ {2}(b\d+) --> (b\d+)$/.exec(line) ?? []).slice(1));
      expect(drawn).toHaveLength(2 * picture.edges.length);
      for (const id of drawn) expect(declared).toContain(id);
      for (const line of lines.filter((each) => /^ {4}b/.test(each)))
        expect(line.match(/"/g)).toHaveLength(2);
    }
    expect(mermaidOf(wild)).not.toMatch(/<script|<img/);
  });
});

test('alerts pass by above the lake in every department, and dip under no box', () => {
  const { edges, boxes } = layoutOf(departmentPicture({ company: reference, environment: dev }));
  const passing = edges.filter(({ edge }) => edge.from.endsWith('/alerts') && edge.to.endsWith('/consumers'));
  expect(passing).toHaveLength(3);
  for (const { edge, path } of passing) {
    const heights = [...path.matchAll(/[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    const ends = boxes.filter(({ box }) => [edge.from, edge.to].includes(box.id));
    expect(Math.max(...heights)).toBeLessThanOrEqual(Math.max(...ends.map(({ y, height }) => y + height)));
  }
});
