import { z } from 'zod';
import { company as reference } from '../../departments';
import { ColumnLineage, openLineageEvents, openLineageText } from '../../lineage';
import { CompanyGraph, LakehouseError } from '../../model';

const lineage = new ColumnLineage(new CompanyGraph(reference));
const events = openLineageEvents(lineage, { asOf: '2026-12-01' });

// What the form of OpenLineage 2-0-2 asks for, and no more than it knows.
const facet = z.looseObject({ _producer: z.url(), _schemaURL: z.url() });
const transformation = z.strictObject({
  type: z.enum(['DIRECT', 'INDIRECT']),
  subtype: z.string().optional(),
  description: z.string().optional(),
  masking: z.boolean().optional(),
});
const field = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1),
  field: z.string().min(1),
  transformations: z.array(transformation),
});
const dataset = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1),
  facets: z
    .strictObject({
      schema: facet.extend({
        fields: z.array(
          z.strictObject({
            name: z.string().min(1),
            type: z.string().min(1),
            description: z.string().min(1).optional(),
          }),
        ),
      }),
      documentation: facet.extend({ description: z.string().min(1) }),
      ownership: facet.extend({
        owners: z.array(z.strictObject({ name: z.string().min(1), type: z.string() })),
      }),
      columnLineage: facet
        .extend({
          fields: z.record(z.string(), z.strictObject({ inputFields: z.array(field) })),
          dataset: z.array(field),
        })
        .optional(),
    })
    .optional(),
});
const base = { eventTime: z.iso.datetime(), producer: z.url(), schemaURL: z.url() };
const event = z.union([
  z.strictObject({ ...base, dataset }),
  z.strictObject({
    ...base,
    eventType: z.literal('COMPLETE'),
    run: z.strictObject({ runId: z.uuid({ version: 'v5' }) }),
    job: z.strictObject({
      namespace: z.string().min(1),
      name: z.string().min(1),
      facets: z.record(z.string(), facet),
    }),
    inputs: z.array(dataset),
    outputs: z.array(dataset),
  }),
]);

test('every event has the form of OpenLineage', () => {
  for (const each of events) expect(event.safeParse(each).error).toBeUndefined();
});

test('there is an event for each source, and a run for each table', () => {
  const { departments } = reference;
  const named = events.map((each) => ('job' in each ? each.job.name : each.dataset.name));
  expect([...named].sort()).toEqual(
    [
      ...departments.flatMap(({ sources }) => sources.map(({ name }) => name)),
      ...departments.flatMap(({ name, tables }) => tables.map((table) => `fill ${name}.${table.name}`)),
    ].sort(),
  );
});

test('the columns of a table are led back to those of what it reads, with what is hidden', () => {
  const filled = events.flatMap((each) =>
    'job' in each && each.job.name === 'fill marketing.crm_customers' ? each.outputs : [],
  );
  expect(filled[0]?.facets?.['columnLineage']).toMatchObject({
    fields: {
      email: {
        inputFields: [
          {
            namespace: 'lakehouse://mrdn',
            name: 'crm-customers',
            field: 'email',
            transformations: [{ type: 'DIRECT', subtype: 'TRANSFORMATION', masking: true }],
          },
        ],
      },
      country: { inputFields: [{ field: 'country', transformations: [{ masking: false }] }] },
    },
  });
});

test('a field of lineage is one that the other event describes', () => {
  const described = new Map<string, Set<string>>();
  for (const each of events)
    for (const { name, facets } of 'job' in each ? each.outputs : [each.dataset]) {
      const { fields } = facets!['schema'] as unknown as {
        readonly fields: readonly { readonly name: string }[];
      };
      described.set(name, new Set(fields.map((column) => column.name)));
    }
  const led = events.flatMap((each) => {
    const parsed = event.parse(each);
    if (!('job' in parsed)) return [];
    return parsed.outputs.flatMap(({ facets }) => {
      const { fields = {}, dataset: deciding = [] } = facets?.columnLineage ?? {};
      return [...Object.values(fields).flatMap(({ inputFields }) => inputFields), ...deciding];
    });
  });
  expect(led.length).toBeGreaterThan(500);
  for (const { name, field: column } of led)
    if (!described.get(name)?.has(column)) throw new Error(`${name}.${column} is not described`);
});

test('the same day gives the same bytes, another day other runs', () => {
  const again = openLineageEvents(new ColumnLineage(new CompanyGraph(reference)), { asOf: '2026-12-01' });
  expect(openLineageText(again)).toBe(openLineageText(events));
  expect(openLineageText(events).trim().split('\n')).toHaveLength(events.length);
  const runs = (all: typeof events): string[] => all.flatMap((each) => ('run' in each ? each.run.runId : []));
  const later = runs(openLineageEvents(lineage, { asOf: '2026-12-02' }));
  expect(runs(events).filter((run) => later.includes(run))).toEqual([]);
  expect(new Set(runs(events)).size).toBe(runs(events).length);
});

test.each(['', 'tomorrow', '2026-02-30', '2026-1-1'])('refuses a day that is none: %s', (asOf) => {
  expect(() => openLineageEvents(lineage, { asOf })).toThrow(LakehouseError);
});
