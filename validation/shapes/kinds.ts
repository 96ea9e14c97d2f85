import { type IssueCode } from '../../model';
import { alert } from './alerts';
import { consumer, question } from './company';
import { contract } from './contract';
import { table } from './table';
import { nameOf } from './place';
import { type Shape } from './shape';
import { isObject } from './values';

/** What definitions are made of: nobody has said yet what is in it. */
export type Value = Readonly<Record<string, unknown>>;

/** A kind of definition that others refer to. */
export interface DefinitionKind {
  /** Its own properties. */
  readonly shape: Shape<unknown>;
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
    isMeant: (value) => 'reads' in value && !('asks' in value),
    allowed: 'a consumer, made with group(…) or application(…)',
  },
  question: {
    shape: question,
    isMeant: (value) => 'asks' in value,
    allowed: 'a question, made with question(…)',
  },
} as const satisfies Readonly<Record<string, DefinitionKind>>;

/** Whether a value is a definition of one of these kinds, and so none that declares them. */
export function isOfOtherKind(value: Value): boolean {
  return Object.values(KINDS).some(({ isMeant }) => isMeant(value));
}

/** What is wrong with something that stands where a definition should, and what to do about it. */
export function wrongKind(value: unknown): { readonly code: IssueCode; readonly change: string } {
  if (value === undefined) {
    const circle = 'of modules that import each other in a circle, one sees undefined';
    return { code: 'LH9005', change: `import it from the module that declares it; ${circle}` };
  }
  if (isObject(value) && KINDS.contract.isMeant(value)) {
    const name = nameOf(value)?.replaceAll('-', '') ?? '…';
    return { code: 'LH9006', change: `declare mapping(${name}), the table of its rows, and use that` };
  }
  return { code: 'LH9004', change: 'correct it' };
}
