import * as z from 'zod';
import {
  type AlertProps,
  type AnomalyProps,
  type PowerBiOutput,
  type ReferenceAlertProps,
  type Relation,
  type Schema,
  type SessionsProps,
  type StreamRule,
  type Table,
  type VelocityProps,
} from '../../model';
import { elsewhere, interval, number, type OfKind, shapeOf, text, texts } from './schema';
import { columns } from './relation';
import { inWords } from './words';

const powerBi = shapeOf<PowerBiOutput>()({
  reason: text,
  dataset: text,
  table: text,
  workspaces: z.record(z.string(), z.strictObject({ id: text, name: text })),
});

const common = {
  name: text,
  description: text,
  source: text,
  relation: elsewhere<Relation>(),
  tells: texts,
  to: z.array(z.enum(['alerts-hub', 'lake'])).readonly(),
  powerBi: powerBi.optional(),
};

const isListOf = (value: unknown, least: number, most: number): boolean =>
  texts.safeParse(value).success && Array.isArray(value) && value.length >= least && value.length <= most;
const one = inWords(
  z.custom<readonly [string]>((value) => isListOf(value, 1, 1)),
  { allowed: 'a list of one column' },
);
const oneOrNone = inWords(
  z.custom<readonly [] | readonly [string]>((value) => isListOf(value, 0, 1)),
  { allowed: 'a list of one column, or an empty one' },
);

const OPTIONS = ['description', 'to', 'powerBi', 'when'] as const;

/** Says of a rule what those who declare it say; the rule itself has what follows from it. */
const knows = (known: readonly string[]) => ({ known: [...OPTIONS, ...known] });

/** A rule on a stream; what it reads is looked at by itself. */
export const alert = z.discriminatedUnion('kind', [
  inWords(
    shapeOf<OfKind<StreamRule, 'event'>>()({ kind: z.literal('event'), ...common }),
    knows(['tells'] satisfies (keyof AlertProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<StreamRule, 'velocity'>>()({
      kind: z.literal('velocity'),
      ...common,
      by: texts,
      within: interval,
      atLeast: number.optional(),
      sum: z.strictObject({ of: text, atLeast: number }).optional(),
    }),
    knows(['by', 'within', 'atLeast', 'sum', 'tells'] satisfies (keyof VelocityProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<StreamRule, 'sessions'>>()({
      kind: z.literal('sessions'),
      ...common,
      by: one,
      gap: interval,
      maxDuration: interval,
      summary: elsewhere<Relation>(),
    }),
    knows(['by', 'gap', 'maxDuration', 'tellsWhose', 'summaries'] satisfies (keyof SessionsProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<StreamRule, 'anomaly'>>()({
      kind: z.literal('anomaly'),
      ...common,
      by: oneOrNone,
      average: text.optional(),
      every: interval,
      history: interval,
      confidence: number,
      mode: z.enum(['spikes', 'dips', 'both']),
    }),
    knows([
      'by',
      'average',
      'every',
      'history',
      'confidence',
      'mode',
      'tellsWhich',
    ] satisfies (keyof AnomalyProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<StreamRule, 'reference'>>()({
      kind: z.literal('reference'),
      ...common,
      reference: elsewhere<Table>(),
      on: texts,
      how: z.enum(['inner', 'left']),
      exported: columns,
    }),
    knows(['reference', 'on', 'how', 'tells'] satisfies (keyof ReferenceAlertProps<Schema, Schema>)[]),
  ),
]);
