import { type Shape, type Words } from './shape';
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
import {
  cases,
  choice,
  finite,
  flag,
  interval,
  later,
  list,
  literal,
  number,
  object,
  reason,
  record,
  shapeOf,
  tested,
  text,
  texts,
  union,
} from './shape-of';
import { sourceConnector } from './source-connector';
import { valueFormat, valueFormats } from './value-format';
import { inWords } from './words';

const classification = choice(['public', 'internal', 'personal']);

/** The type of a value. */
export const dataType = cases('kind', [
  shapeOf<StringType>()({ kind: literal('string'), length: number }),
  shapeOf<DecimalType>()({ kind: literal('decimal'), precision: number, scale: number }),
  shapeOf<PlainType>()({
    kind: choice(['integer', 'long', 'double', 'boolean', 'date', 'timestamp', 'array']),
  }),
]) satisfies Shape<DataType>;

const personal = cases('treatment', [
  object({ treatment: literal('pseudonymise') }),
  object({ treatment: literal('keep'), reason }),
]) satisfies Shape<PersonalTreatment>;

type Sample<F extends SampleSpec['from']> = Extract<SampleSpec, { readonly from: F }>;

const sample = cases('from', [
  shapeOf<Sample<'sequence'>>()({ from: literal('sequence'), prefix: text, every: finite.optional() }),
  shapeOf<Sample<'values'>>()({
    from: literal('values'),
    values: texts,
    weights: list(finite).optional(),
  }),
  shapeOf<Sample<'range'>>()({ from: literal('range'), low: finite, high: finite }),
  shapeOf<Sample<'later'>>()({ from: literal('later'), low: finite, high: finite }),
  shapeOf<Sample<'burst'>>()({ from: literal('burst'), every: finite, minutes: finite }),
  shapeOf<Sample<'reference'>>()({
    from: literal('reference'),
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

function columnShape(elements: Shape<NonNullable<Column['elements']>>) {
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
    default: union([text, number, flag]).optional(),
    elements: elements.optional(),
    position: literal(true).optional(),
    wholeElement: literal(true).optional(),
    description: text,
    allowed: texts.optional(),
    range: object({ low: number.optional(), high: number.optional() }).optional(),
    pattern: inWords(
      tested<RegExp>((value) => value instanceof RegExp),
      { allowed: 'a regular expression such as /[A-Z]{3}/' },
    ).optional(),
    sample: sample.optional(),
  });
  return inWords(shape, A_COLUMN);
}

/** What is promised of a column, and of the columns of an array's elements. */
export const column: Shape<Column> = columnShape(later(() => columnsByName));
const columnsByName = record(column);

const readyAfter = inWords(union([interval, shapeOf<ClockTime>()({ at: text, timeZone: text })]), {
  allowed: "a length of time, or a time on the clocks of a place: { at: '06:30', timeZone: 'Europe/Berlin' }",
  change: 'make it with minutes(…), hours(…) or days(…), or name the time and the place',
});
const producer = cases('kind', [
  shapeOf<ApplicationProducer>()({
    kind: literal('application'),
    name: text,
    objectIds: record(text),
    reason,
  }),
  shapeOf<GroupProducer>()({ kind: literal('group'), name: text, reason }),
]) satisfies Shape<Producer>;

const producers = union([
  list(producer),
  shapeOf<ProducersElsewhere>()({ kind: literal('granted-elsewhere'), reason }),
]);

const delivery = cases('kind', [
  shapeOf<StreamDelivery>()({
    kind: literal('stream'),
    partitions: number,
    retentionDays: number.optional(),
    shortRetention: object({ reason }).optional(),
    producers: producers.optional(),
    every: interval,
  }),
  shapeOf<BatchDelivery>()({
    kind: literal('batch'),
    every: interval,
    from: sourceConnector,
    readyAfter: readyAfter.optional(),
  }),
]);

/** A contract, with all that is in it. */
export const contract = inWords(
  shapeOf<Omit<DataContract, 'shape'>>()({
    kind: literal('contract'),
    name: text,
    description: text,
    columns: inWords(columnsByName, { allowed: 'columns by their names' }),
    eventTime: inWords(text, { allowed: 'the name of a column' }).optional(),
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
    anonymise: object({ reason }).optional(),
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
