import * as z from 'zod';
import {
  type ApplicationProducer,
  type BatchDelivery,
  type ClockTime,
  type Column,
  type DataContract,
  type DataContractProps,
  type DataType,
  type DecimalType,
  type DeleteMarker,
  type GroupProducer,
  type PersonalTreatment,
  type PlainType,
  type Producer,
  type ProducersElsewhere,
  type SampleSpec,
  type Snapshot,
  type SnapshotContractProps,
  type StreamDelivery,
  type StringType,
} from '../../model';
import { finite, interval, number, reason, shapeOf, text, texts, flag } from './schema';
import { sourceConnector } from './source-connector';
import { valueFormat, valueFormats } from './value-format';
import { inWords, type Words } from './words';

const classification = z.enum(['public', 'internal', 'personal']);

/** The type of a value. */
export const dataType = z.discriminatedUnion('kind', [
  shapeOf<StringType>()({ kind: z.literal('string'), length: number }),
  shapeOf<DecimalType>()({ kind: z.literal('decimal'), precision: number, scale: number }),
  shapeOf<PlainType>()({
    kind: z.enum(['integer', 'long', 'double', 'boolean', 'date', 'timestamp', 'array']),
  }),
]) satisfies z.ZodType<DataType>;

const personal = z.discriminatedUnion('treatment', [
  z.strictObject({ treatment: z.literal('pseudonymise') }),
  z.strictObject({ treatment: z.literal('keep'), reason }),
]) satisfies z.ZodType<PersonalTreatment>;

type Sample<F extends SampleSpec['from']> = Extract<SampleSpec, { readonly from: F }>;

const sample = z.discriminatedUnion('from', [
  shapeOf<Sample<'sequence'>>()({ from: z.literal('sequence'), prefix: text, every: finite.optional() }),
  shapeOf<Sample<'values'>>()({
    from: z.literal('values'),
    values: texts,
    weights: z.array(finite).readonly().optional(),
  }),
  shapeOf<Sample<'range'>>()({ from: z.literal('range'), low: finite, high: finite }),
  shapeOf<Sample<'later'>>()({ from: z.literal('later'), low: finite, high: finite }),
  shapeOf<Sample<'burst'>>()({ from: z.literal('burst'), every: finite, minutes: finite }),
  shapeOf<Sample<'reference'>>()({
    from: z.literal('reference'),
    source: text,
    column: text,
    skew: number.optional(),
  }),
]);

/** What a column is, for messages. */
export const A_COLUMN: Words = {
  code: 'LH9007',
  allowed: 'a column made with t, such as t.string(20)',
  change: 'make it with t',
};

function columnShape(elements: z.ZodType<NonNullable<Column['elements']>>) {
  const shape = shapeOf<Column>()({
    type: dataType,
    nullable: flag,
    key: flag,
    classification,
    personal: personal.optional(),
    subject: text.optional(),
    physicalName: text.optional(),
    path: texts.optional(),
    format: valueFormat.optional(),
    folder: text.optional(),
    default: z.union([text, number, flag]).optional(),
    elements: elements.optional(),
    position: z.literal(true).optional(),
    wholeElement: z.literal(true).optional(),
    description: text,
    allowed: texts.optional(),
    range: z.strictObject({ low: number.optional(), high: number.optional() }).optional(),
    pattern: inWords(z.instanceof(RegExp), { allowed: 'a regular expression such as /[A-Z]{3}/' }).optional(),
    sample: sample.optional(),
  });
  return inWords(shape, {
    ...A_COLUMN,
  });
}

/** What is promised of a column, and of the columns of an array's elements. */
export const column: z.ZodType<Column> = columnShape(z.lazy(() => z.record(z.string(), column)));

const readyAfter = inWords(z.union([interval, shapeOf<ClockTime>()({ at: text, timeZone: text })]), {
  allowed: "a length of time, or a time on the clocks of a place: { at: '06:30', timeZone: 'Europe/Berlin' }",
  change: 'make it with minutes(…), hours(…) or days(…), or name the time and the place',
});
const producer = z.discriminatedUnion('kind', [
  shapeOf<ApplicationProducer>()({
    kind: z.literal('application'),
    name: text,
    objectIds: z.record(z.string(), text),
    reason,
  }),
  shapeOf<GroupProducer>()({ kind: z.literal('group'), name: text, reason }),
]) satisfies z.ZodType<Producer>;

const producers = z.union([
  z.array(producer).readonly(),
  shapeOf<ProducersElsewhere>()({ kind: z.literal('granted-elsewhere'), reason }),
]);

const delivery = z.discriminatedUnion('kind', [
  shapeOf<StreamDelivery>()({
    kind: z.literal('stream'),
    partitions: number,
    retentionDays: number.optional(),
    shortRetention: z.strictObject({ reason }).optional(),
    producers: producers.optional(),
    every: interval,
  }),
  shapeOf<BatchDelivery>()({
    kind: z.literal('batch'),
    every: interval,
    from: sourceConnector,
    readyAfter: readyAfter.optional(),
  }),
]);

/** A contract, with all that is in it. */
export const contract = inWords(
  shapeOf<Omit<DataContract, 'shape'>>()({
    kind: z.literal('contract'),
    name: text,
    description: text,
    columns: inWords(z.record(z.string(), column), { allowed: 'columns by their names' }),
    eventTime: inWords(z.string(), { allowed: 'the name of a column' }).optional(),
    snapshot: inWords(
      shapeOf<Snapshot>()({
        leastPercent: number,
        deleteMarker: shapeOf<DeleteMarker>()({ column: text, values: texts.optional() }).optional(),
      }),
      { allowed: '{} for the defaults, or what departs from them' },
    ).optional(),
    delivery,
    expectedRowsPerDay: number,
    sampleRowsPerDay: number.optional(),
    freshnessMinutes: number,
    retentionDays: number,
    retentionReason: reason.optional(),
    anonymise: z.strictObject({ reason }).optional(),
    writtenAs: valueFormats.optional(),
    ignoredColumns: texts.optional(),
  }),
  {
    known: [
      'description',
      'columns',
      'eventTime',
      'snapshot',
      'delivery',
      'expectedRowsPerDay',
      'sampleRowsPerDay',
      'freshnessMinutes',
      'retentionDays',
      'retentionReason',
      'anonymise',
      'writtenAs',
      'ignoredColumns',
    ] satisfies (keyof DataContractProps<never> | keyof SnapshotContractProps<never>)[],
  },
);
