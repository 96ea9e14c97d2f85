import {
  type AlertProps,
  type AnomalyProps,
  type PowerBiOutput,
  type ReferenceAlertProps,
  type Relation,
  type Schema,
  type SessionsProps,
  type AlertRule,
  type Table,
  type VelocityProps,
} from '../../model';
import {
  cases,
  choice,
  columnNames,
  elsewhere,
  interval,
  list,
  literal,
  number,
  object,
  type OfKind,
  reason,
  record,
  shapeOf,
  tested,
  text,
  texts,
} from './shape-of';
import { columns } from './relation';
import { type Words } from './shape';
import { inWords } from './words';

const powerBi = shapeOf<PowerBiOutput>()({
  reason,
  dataset: text,
  table: text,
  workspaces: record(object({ id: text, name: text })),
});

const common = {
  name: text,
  description: text,
  source: text,
  relation: elsewhere<Relation>(),
  payload: columnNames,
  to: list(choice(['alerts-hub', 'lake'])),
  powerBi: powerBi.optional(),
};

const isListOf = (value: unknown, least: number, most: number): boolean =>
  texts.mistakes(value).length === 0 && Array.isArray(value) && value.length >= least && value.length <= most;
const one = inWords(
  tested<readonly [string]>((value) => isListOf(value, 1, 1)),
  { allowed: 'a list of one column' },
);
const oneOrNone = inWords(
  tested<readonly [] | readonly [string]>((value) => isListOf(value, 0, 1)),
  { allowed: 'a list of one column, or an empty one' },
);

/** What those who declare a rule say of it; the rule itself has what follows from it. */
function saying(names: readonly string[], usedUp: Readonly<Record<string, string>> = {}): Words {
  return {
    known: ['description', 'to', 'powerBi', 'when', ...names, ...Object.keys(usedUp)],
    usedUp: { when: 'a function of the event that gives a condition', ...usedUp },
  };
}

/** A rule on a stream; what it reads is looked at by itself. */
export const alert = cases('kind', [
  inWords(
    shapeOf<OfKind<AlertRule, 'event'>>()({ kind: literal('event'), ...common }),
    saying(['payload'] satisfies (keyof AlertProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<AlertRule, 'velocity'>>()({
      kind: literal('velocity'),
      ...common,
      by: columnNames,
      within: interval,
      atLeast: number.optional(),
      sum: object({ of: text, atLeast: number }).optional(),
    }),
    saying(['by', 'within', 'atLeast', 'sum', 'payload'] satisfies (keyof VelocityProps<Schema>)[]),
  ),
  inWords(
    shapeOf<OfKind<AlertRule, 'sessions'>>()({
      kind: literal('sessions'),
      ...common,
      by: one,
      gap: interval,
      maxDuration: interval,
      aggregation: elsewhere<Relation>(),
    }),
    saying(
      ['by', 'gap', 'maxDuration'] satisfies (keyof SessionsProps<Schema>)[],
      {
        includeKey: 'true or false',
        aggregates: 'a function of the event that gives aggregates',
      } satisfies Partial<Record<keyof SessionsProps<Schema>, string>>,
    ),
  ),
  inWords(
    shapeOf<OfKind<AlertRule, 'anomaly'>>()({
      kind: literal('anomaly'),
      ...common,
      by: oneOrNone,
      average: text.optional(),
      every: interval,
      history: interval,
      confidence: number,
      mode: choice(['spikes', 'dips', 'both']),
    }),
    saying(
      ['by', 'average', 'every', 'history', 'confidence', 'mode'] satisfies (keyof AnomalyProps<Schema>)[],
      { includeKey: 'true or false' } satisfies Partial<Record<keyof AnomalyProps<Schema>, string>>,
    ),
  ),
  inWords(
    shapeOf<OfKind<AlertRule, 'reference'>>()({
      kind: literal('reference'),
      ...common,
      reference: elsewhere<Table>(),
      on: columnNames,
      how: choice(['inner', 'left']),
      exported: columns,
    }),
    saying(['reference', 'on', 'how', 'payload'] satisfies (keyof ReferenceAlertProps<Schema, Schema>)[]),
  ),
]);
