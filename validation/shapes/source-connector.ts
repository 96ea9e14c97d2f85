import * as z from 'zod';
import { type RestPaging, type SourceConnector } from '../../model';
import { number, type OfKind, reason, shapeOf, text, texts } from './schema';

const paging = z.discriminatedUnion('kind', [
  shapeOf<OfKind<RestPaging, 'next-link'>>()({ kind: z.literal('next-link'), path: texts }),
  shapeOf<OfKind<RestPaging, 'page-number'>>()({
    kind: z.literal('page-number'),
    parameter: text,
    first: number.optional(),
    until: z.literal('empty'),
  }),
]);

const format = z.enum(['csv', 'json-lines']);
const mayBeMissing = z.strictObject({ reason }).optional();

/** Where a batch comes from. */
export const sourceConnector = z.discriminatedUnion('kind', [
  shapeOf<OfKind<SourceConnector, 'http'>>()({
    kind: z.literal('http'),
    baseUrl: text,
    path: text,
    format,
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'rest'>>()({
    kind: z.literal('rest'),
    baseUrl: text,
    path: text,
    records: texts.optional(),
    paging: paging.optional(),
    authentication: z.strictObject({ kind: z.literal('managed-identity'), resource: text }).optional(),
    mayBeMissing,
  }),
  shapeOf<OfKind<SourceConnector, 'sql'>>()({
    kind: z.literal('sql'),
    server: text,
    serverId: text.optional(),
    database: text,
    schema: text.optional(),
    table: text,
    watermark: text,
  }),
  shapeOf<OfKind<SourceConnector, 'files'>>()({ kind: z.literal('files'), format, mayBeMissing }),
]);
