import { type ApiKey, type FileOptions, type RestPaging, type SourceConnector } from '../../model';
import {
  cases,
  choice,
  flag,
  literal,
  number,
  object,
  type OfKind,
  reason,
  shapeOf,
  tested,
  text,
  texts,
} from './shape-of';
import { inWords } from './words';

const paging = cases('kind', [
  shapeOf<OfKind<RestPaging, 'next-link'>>()({ kind: literal('next-link'), path: texts }),
  shapeOf<OfKind<RestPaging, 'page-number'>>()({
    kind: literal('page-number'),
    parameter: text,
    first: number.optional(),
    until: literal('empty'),
  }),
]);

const format = choice(['csv', 'json-lines', 'parquet', 'avro']);
/** One of a few texts: the rules say which, and what to do about another. */
function oneOf<T extends string>(allowed: string) {
  return inWords(
    tested<T>((value) => typeof value === 'string'),
    { allowed },
  );
}
const options = inWords(
  shapeOf<FileOptions>()({
    delimiter: text.optional(),
    quote: text.optional(),
    escape: text.optional(),
    header: flag.optional(),
    skipLines: number.optional(),
    comment: text.optional(),
    extension: text.optional(),
    records: texts.optional(),
    encoding: oneOf<NonNullable<FileOptions['encoding']>>('an encoding').optional(),
    compression: oneOf<NonNullable<FileOptions['compression']>>('gzip').optional(),
  }),
  { allowed: "how files are written, such as { delimiter: ';' }" },
).optional();
const apiKey = shapeOf<ApiKey>()({
  kind: literal('api-key'),
  header: text,
  secret: text.optional(),
});
const mayBeMissing = object({ reason }).optional();

/** Where a batch comes from. */
export const sourceConnector = cases('kind', [
  shapeOf<OfKind<SourceConnector, 'http'>>()({
    kind: literal('http'),
    baseUrl: text,
    path: text,
    authentication: apiKey.optional(),
    format,
    options,
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'rest'>>()({
    kind: literal('rest'),
    baseUrl: text,
    path: text,
    records: texts.optional(),
    paging: paging.optional(),
    authentication: cases('kind', [
      object({ kind: literal('managed-identity'), resource: text }),
      apiKey,
    ]).optional(),
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'sql'>>()({
    kind: literal('sql'),
    server: text,
    serverId: text.optional(),
    database: text,
    schema: text.optional(),
    table: text,
    watermark: text.optional(),
  }),
  shapeOf<OfKind<SourceConnector, 'files'>>()({ kind: literal('files'), format, options, mayBeMissing }),
]);
