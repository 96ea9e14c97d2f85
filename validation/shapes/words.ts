import * as z from 'zod';
import { type IssueCode } from '../../model';

/** How a message refers to what a schema wants. */
export interface Words {
  /** What is accepted, after "allowed: ". @default from the schema itself */
  readonly allowed?: string;
  /** The kind of mistake that any other value is. @default from the value */
  readonly code?: IssueCode;
  /** What to do about a wrong value. @default the general advice */
  readonly change?: string;
  /** The properties that people write, where a function makes others of them. */
  readonly known?: readonly string[];
  /** What is used up while the object is made: by property, what it can be. */
  readonly usedUp?: Readonly<Record<string, string>>;
  /** The texts that are accepted, where there are only some. */
  readonly choices?: readonly string[];
}

const registry = z.registry<Words>();

/** Gives a schema words of its own. */
export function inWords<S extends z.ZodType>(schema: S, words: Words): S {
  registry.add(schema, words);
  return schema;
}

/** A schema without what only says that the value may be missing, or is not changed. */
export function bare(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly
    ? bare(schema.unwrap() as z.ZodType)
    : schema;
}

/** What a schema accepts, in words. */
export function wordsOf(wrapped: z.ZodType): Words {
  const schema = bare(wrapped);
  return Object.assign({}, ofItself(schema), registry.get(schema), registry.get(wrapped));
}

function ofItself(schema: z.ZodType): Words {
  if (schema instanceof z.ZodString) return { allowed: 'a text' };
  if (schema instanceof z.ZodNumber) return { allowed: 'a number' };
  if (schema instanceof z.ZodBoolean) return { allowed: 'true or false' };
  if (schema instanceof z.ZodArray)
    return { allowed: schema.element instanceof z.ZodString ? 'a list of texts' : 'a list' };
  if (schema instanceof z.ZodEnum) return chosenFrom(schema.options.map(String));
  if (schema instanceof z.ZodLiteral) return { allowed: [...schema.values].map(literal).join(' or ') };
  if (schema instanceof z.ZodObject) return { allowed: form(schema) };
  if (schema instanceof z.ZodUnion)
    return {
      allowed: optionsOf(schema)
        .map((option) => wordsOf(option).allowed)
        .join(' or '),
    };
  return { allowed: 'an object' };
}

/** Words of a value that is one of several texts. */
export function chosenFrom(choices: readonly string[]): Words {
  return { allowed: choices.join(', '), choices };
}

/** The cases of a union. */
export function optionsOf(schema: z.ZodUnion): z.ZodType[] {
  return schema.options as z.ZodType[];
}

/** The schemas of an object's properties, by name. */
export function propertiesOf(schema: z.ZodObject): Readonly<Record<string, z.ZodType>> {
  return schema.shape;
}

/** An object as it is written: `{ kind: 'public', reason, … }`; what may be left out is left out. */
function form(schema: z.ZodObject): string {
  const needed = Object.entries(propertiesOf(schema)).filter(
    ([, property]) => !(property instanceof z.ZodOptional),
  );
  const names = needed.map(([name, property]) =>
    property instanceof z.ZodLiteral ? `${name}: ${[...property.values].map(literal).join(' | ')}` : name,
  );
  return `{ ${names.join(', ')} }`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
