import { type z } from 'zod';
import { alert } from './alerts';
import { consumer } from './company';
import { contract } from './contract';
import { table } from './table';
import { nameOf } from './place';

/** What definitions are made of: nobody has said yet what is in it. */
export type Value = Readonly<Record<string, unknown>>;

/** A kind of definition that others refer to. */
export interface DefinitionKind {
  /** Its own properties. */
  readonly shape: z.ZodType;
  /** Whether a value is meant to be one, so that what is wrong is in it and not where it stands. */
  readonly isMeant: (value: Value) => boolean;
  /** What is allowed where one should stand. */
  readonly allowed: string;
}

/** The kinds that a department declares in lists. */
export const KINDS = {
  contract: {
    shape: contract,
    isMeant: ({ kind }) => kind === 'contract',
    allowed: 'a source, made with dataContract(…)',
  },
  table: {
    shape: table,
    isMeant: (value) => 'zone' in value && 'relation' in value,
    allowed: 'a table, made with mapping(…), silverTable(…), goldView(…) or the like',
  },
  alert: {
    shape: alert,
    isMeant: (value) => 'relation' in value && !('zone' in value),
    allowed: 'an alert rule, made with alert(…) or the like',
  },
  consumer: {
    shape: consumer,
    isMeant: (value) => 'reads' in value,
    allowed: 'a consumer, made with group(…) or application(…)',
  },
} as const satisfies Readonly<Record<string, DefinitionKind>>;

/** Whether a value is a definition of one of these kinds, and so none that declares them. */
export function isOfOtherKind(value: Value): boolean {
  return Object.values(KINDS).some(({ isMeant }) => isMeant(value));
}

/** What to do about something that stands where a definition should. */
export function changeOf(value: unknown): string {
  if (value === undefined)
    return 'import it from the module that declares it; of modules that import each other in a circle, one sees undefined';
  if (KINDS.contract.isMeant(Object(value) as Value)) {
    const name = nameOf(value);
    return `declare mapping(${name === undefined ? '…' : name.replaceAll('-', '')}), the table of its rows, and use that`;
  }
  return 'correct it';
}
