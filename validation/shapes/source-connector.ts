import * as z from 'zod';
import { type ApiKey, type FileOptions, type RestPaging, type SourceConnector } from '../../model';
import { flag, number, type OfKind, reason, shapeOf, text, texts } from './schema';
import { inWords } from './words';

const paging = z.discriminatedUnion('kind', [
  shapeOf<OfKind<RestPaging, 'next-link'>>()({ kind: z.literal('next-link'), path: texts }),
  shapeOf<OfKind<RestPaging, 'page-number'>>()({
    kind: z.literal('page-number'),
    parameter: text,
    first: number.optional(),
    until: z.literal('empty'),
  }),
]);

const format = z.enum(['csv', 'json-lines', 'parquet', 'avro']);
/** One of a few texts: the rules say which, and what to do about another. */
function oneOf<T extends string>(allowed: string) {
  return inWords(
    z.custom<T>((value) => typeof value === 'string'),
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
  kind: z.literal('api-key'),
  header: text,
  secret: text.optional(),
});
const mayBeMissing = z.strictObject({ reason }).optional();

/** Where a batch comes from. */
export const sourceConnector = z.discriminatedUnion('kind', [
  shapeOf<OfKind<SourceConnector, 'http'>>()({
    kind: z.literal('http'),
    baseUrl: text,
    path: text,
    authentication: apiKey.optional(),
    format,
    options,
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'rest'>>()({
    kind: z.literal('rest'),
    baseUrl: text,
    path: text,
    records: texts.optional(),
    paging: paging.optional(),
    authentication: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('managed-identity'), resource: text }),
        apiKey,
      ])
      .optional(),
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'sql'>>()({
    kind: z.literal('sql'),
    server: text,
    serverId: text.optional(),
    database: text,
    schema: text.optional(),
    table: text,
    watermark: text.optional(),
  }),
  shapeOf<OfKind<SourceConnector, 'files'>>()({ kind: z.literal('files'), format, options, mayBeMissing }),
]);
