import { type Expression } from '../expressions';
import { type Readable, type Relation, type Score, type Table } from './relation';

/** The relations that a relation is computed from. */
export function inputsOf(relation: Relation): readonly Relation[] {
  if (relation.step === 'read') return [];
  if (relation.step === 'sql') return relation.inputs.map((input) => input.relation);
  return 'other' in relation ? [relation.input, relation.other] : [relation.input];
}

/**
 * All steps of a flow, each once, inputs before what uses them.
 *
 * @param relation the last step.
 * @param inputs the relations that a step is computed from, for a target that does not compute all of them.
 */
export function stepsOf(
  relation: Relation,
  inputs: (step: Relation) => readonly Relation[] = inputsOf,
): Relation[] {
  const seen = new Set<Relation>();
  const visit = (step: Relation): void => {
    if (seen.has(step)) return;
    inputs(step).forEach(visit);
    seen.add(step);
  };
  visit(relation);
  return [...seen];
}

/** Flows do not change, and everything that looks at a company asks what they read. */
const readsOfFlows = new WeakMap<Relation, readonly Readable[]>();

/** What a flow reads, each once, in the order it is read. */
export function readsOf(relation: Relation): readonly Readable[] {
  const known = readsOfFlows.get(relation);
  if (known !== undefined) return known;
  const reads = stepsOf(relation).flatMap((step) => (step.step === 'read' ? [step.from] : []));
  const found = Object.freeze([...new Set(reads)]);
  readsOfFlows.set(relation, found);
  return found;
}

/** The expressions that a step evaluates for each row. */
export function expressionsOf(step: Relation): Expression[] {
  switch (step.step) {
    case 'derive':
      return step.values.map(({ expression }) => expression);
    case 'filter':
      return [step.condition];
    case 'check':
      return step.rules.map(({ expression }) => expression);
    case 'aggregate':
      return [
        ...step.groups.map(({ expression }) => expression),
        ...step.aggregates.flatMap(({ aggregate }) => aggregate.argument ?? []),
      ];
    case 'window':
      return step.values.flatMap(({ call }) => call.argument ?? []);
    case 'read':
    case 'select':
    case 'dedupe':
    case 'join':
    case 'semiJoin':
    case 'asOfJoin':
    case 'assertUnique':
    case 'union':
    case 'readArray':
    case 'unnest':
    case 'windowStart':
    case 'acceptSnapshots':
    case 'validity':
    case 'sql':
    case 'score':
      return [];
  }
}

/** The step by which a model fills a table, if one does. */
export function scoreOf({ relation }: Pick<Table, 'relation'>): Score | undefined {
  return stepsOf(relation).find((step) => step.step === 'score');
}
