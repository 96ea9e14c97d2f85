import { company as reference } from '../../departments';
import { tablePicture } from '../../diagram';
import { columnNames, ColumnLineage, ColumnUses, datasets, idOf, lineageDocument } from '../../lineage';
import { CompanyGraph, personalColumns } from '../../model';
import { previewedPage, type PreviewedPage } from '../support/previewed-page';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder('all tests');
const graph = new CompanyGraph(reference);
let page: PreviewedPage;
beforeAll(async () => {
  page = await previewedPage(reference, { out: folder.at('preview') });
});

const all = (selector: string): string[] =>
  [...page.document.querySelectorAll(selector)].map((element) => element.textContent ?? '');

describe.each(reference.environments.map((environment) => [environment.name, environment] as const))(
  'the picture of %s',
  (name, environment) => {
    test('has a view of all departments and one of each, and every box of it in the data', () => {
      const within = `#picture [data-environment="${name}"]`;
      const views = [...page.document.querySelectorAll(`${within} figure[data-picture]`)].map((figure) =>
        figure.getAttribute('data-picture'),
      );
      expect(views).toEqual(['departments', ...reference.departments.map((department) => department.name)]);
      type Facts = Record<string, Record<string, [string, string][]>>;
      const data = (page.data('picture') as Record<string, Facts>)[name]!;
      for (const view of views) {
        const boxes = [
          ...page.document.querySelectorAll(`${within} figure[data-picture="${view}"] [data-box]`),
        ].map((box) => box.getAttribute('data-box')!);
        expect(boxes.sort()).toEqual(Object.keys(data[view!]!).sort());
      }
      const marketing = reference.departments.find((department) => department.name === 'marketing');
      const drawn = tablePicture({ company: reference, environment }, marketing);
      expect(Object.keys(data['marketing']!).sort()).toEqual(drawn.boxes.map(({ id }) => id).sort());
    });

    test('says that it knows the definitions alone, and shows boxes that the keyboard reaches', () => {
      expect(all(`#picture [data-environment="${name}"] p`)).toEqual([
        expect.stringContaining(`The environment ${name}. By the definitions alone`) as string,
      ]);
      for (const box of page.document.querySelectorAll('#picture [data-box]'))
        expect([box.getAttribute('tabindex'), box.getAttribute('role')]).toEqual(['0', 'button']);
    });

    test('uses no ids twice, and no style that the policy of the page forbids', () => {
      const ids = [...page.document.querySelectorAll('[id]')].map(({ id }) => id);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      expect(all('svg style')).toEqual([]);
      expect([...page.document.querySelectorAll('#picture [style]')]).toEqual([]);
    });
  },
);

test('the lineage in the page is that of the flows, of every column', () => {
  interface Data {
    readonly columns: readonly (readonly [string, ...unknown[]])[];
    readonly steps: readonly (readonly [number, number, string])[];
  }
  const { columns, steps } = page.data('lineage') as Data;
  const [lineage, uses] = [new ColumnLineage(graph), new ColumnUses(graph)];
  const known = datasets(graph).flatMap((dataset) =>
    columnNames(graph, dataset).map((column) => ({ dataset, column })),
  );
  expect(columns.map(([id]) => id)).toEqual(known.map(idOf));
  const inPage = new Set(steps.map(([from, to]) => `${columns[from]![0]} > ${columns[to]![0]}`));
  const declared = new Set(
    known.flatMap((column) =>
      lineageDocument(lineage, uses, column, 'back').edges.map(({ from, to }) => `${from} > ${to}`),
    ),
  );
  expect(inPage).toEqual(declared);
});

test('every personal column of a source is there with who sees it, by the definitions', () => {
  const names = reference.departments.flatMap(({ sources }) =>
    sources.flatMap((source) => personalColumns(source).map((column) => `${source.name}.${column}`)),
  );
  const headings = all('#who-sees [data-environment="dev"] summary');
  expect(headings.map((text) => text.split(' ')[0])).toEqual(names);
  expect(headings.find((text) => text.startsWith('logins.ip_address'))).toContain(
    'security-analysts (what many rows have in common)',
  );
  expect(all('#who-sees details')[names.indexOf('crm-customers.email')]).toContain('pipelines of marketing');
});

test('a personal column that only chooses rows is listed apart, with who reads these', () => {
  const orders = [...page.document.querySelectorAll('#who-sees [data-environment="prod"] details')].find(
    ({ textContent }) => textContent?.includes('orders.customer_id '),
  );
  const lines = [...(orders?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent);
  expect(lines).toContain('marketing.customer_segments, by join: read by marketing-analysts');
});
