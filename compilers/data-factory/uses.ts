import { type Activity } from './activities';

/** Something of the factory that an activity names. */
export interface Reference {
  /** Data Factory's type of it. */
  readonly type: string;
  /** Its name. */
  readonly referenceName: string;
}

/** What an activity uses, besides the activities inside it. */
export interface Uses {
  /** Activities whose output it reads. */
  readonly outputs: ReadonlySet<string>;
  /** Parameters of the pipeline. */
  readonly parameters: ReadonlySet<string>;
  /** What else it names, besides activities. */
  readonly references: readonly Reference[];
  /** What it lets Data Factory compute. */
  readonly expressions: readonly string[];
}

/** The properties of `typeProperties` that hold activities. */
const INNER = new Set(['activities', 'ifTrueActivities', 'ifFalseActivities', 'defaultActivities', 'cases']);

/** Looks through an activity once: pipelines are looked at often, and their texts are long. */
export function usesOf(activity: Activity): Uses {
  const outputs = new Set<string>();
  const parameters = new Set<string>();
  const references: Reference[] = [];
  const expressions: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      // Few texts have either, and to search for a word is quicker than for a pattern.
      if (value.includes("activity('"))
        for (const [, name = ''] of value.matchAll(/activity\('([^']+)'\)/g)) outputs.add(name);
      if (value.includes('pipeline().parameters.'))
        for (const [, name = ''] of value.matchAll(/pipeline\(\)\.parameters\.([A-Za-z0-9_]+)/g))
          parameters.add(name);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    if (isReference(value)) references.push(value);
    if (isExpression(value)) expressions.push(value.value);
    for (const key in value)
      if (value !== activity.typeProperties || !INNER.has(key))
        visit((value as Readonly<Record<string, unknown>>)[key]);
  };
  visit(activity);
  return { outputs, parameters, references, expressions };
}

function isReference(value: object): value is Reference {
  const { type, referenceName } = value as Partial<Record<string, unknown>>;
  return typeof type === 'string' && typeof referenceName === 'string';
}

function isExpression(value: object): value is { readonly value: string } {
  const { type, value: text } = value as Partial<Record<string, unknown>>;
  return type === 'Expression' && typeof text === 'string';
}
