import { listed, type Mistake, mistakeIf, suggestion } from './errors';

/** The form of a text, in a pattern and in words. */
export interface Form {
  /** Matches the whole of every allowed text. */
  readonly pattern: RegExp;
  /** The same in words, to end "allowed: ". */
  readonly allowed: string;
  /** What to do about a broken one. @default 'correct it' */
  readonly change?: string;
}

/** A number of things that are counted. */
export interface Count {
  /** The smallest that is allowed. */
  readonly least: number;
  /** The largest that is allowed. @default as many as JavaScript counts exactly */
  readonly most?: number;
  /** What is counted, in the plural, e.g. `days`. @default none */
  readonly of?: string;
  /** What to do about another number. @default 'change the number' */
  readonly change?: string;
}

/** The mistake of a text that does not have its form. */
export function formMistakes(prop: string, value: unknown, form: Form): Mistake[] {
  const { pattern, allowed, change = 'correct it' } = form;
  const fits = typeof value === 'string' && pattern.test(value);
  return mistakeIf(!fits, { code: 'LH0001', prop, got: `is "${String(value)}"`, allowed, change });
}

const DAY: Form = {
  pattern: /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  allowed: 'a day, YYYY-MM-DD, from 2000 on',
  change: 'give a day of the calendar',
};
/** For days that no month has, such as the 31st of February. */
const NO_DAY: Form = { ...DAY, pattern: /(?!)/ };

/** The mistake of a text that is no day of the calendar. */
export function dayMistakes(prop: string, value: string): Mistake[] {
  const isReal = new Date(`${value}T00:00:00Z`).getUTCDate() === Number(value.slice(8));
  return formMistakes(prop, value, isReal ? DAY : NO_DAY);
}

/** Whether a value is a whole number between two, or one of them. */
export function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** A value as messages show it. */
export function shownValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/** The mistake of a number that is not whole, or is too small or too large. */
export function countMistakes(prop: string, value: unknown, count: Count): Mistake[] {
  const { least, most = Number.MAX_SAFE_INTEGER, of, change = 'change the number' } = count;
  const kind = `a whole number${of === undefined ? '' : ` of ${of}`}`;
  return mistakeIf(!isWhole(value, least, most), {
    code: 'LH0002',
    prop,
    got: `is ${String(value)}`,
    allowed: count.most === undefined ? `${kind}, ${least} or more` : `${kind} from ${least} to ${most}`,
    change,
  });
}

/** The mistake of a value that is none of a few. */
export function choiceMistakes(
  prop: string,
  value: unknown,
  choices: readonly string[],
  change = 'choose one',
): Mistake[] {
  const known = typeof value === 'string' ? suggestion(value, choices) : '';
  return mistakeIf(!choices.some((choice) => choice === value), {
    code: 'LH0005',
    prop,
    got: `is "${String(value)}"${known}`,
    allowed: choices.join(', '),
    change,
  });
}

/**
 * The mistakes of things that must have different names: one for each name that stands more than once.
 *
 * @param prop the list.
 * @param names in it.
 * @param owners who has each of them, in the same order; without, nobody is named.
 */
export function duplicateMistakes(
  prop: string,
  names: readonly string[],
  owners: readonly string[] = [],
): Mistake[] {
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const ownersOf = (name: string): string => {
    const found = new Set(owners.filter((_, index) => names[index] === name));
    return found.size === 0 ? '' : `, in ${listed(found)}`;
  };
  return twice.map((name): Mistake => ({
    code: 'LH0003',
    prop,
    got: `has "${name}" ${names.filter((other) => other === name).length} times${ownersOf(name)}`,
    allowed: 'each name once',
    change: `rename or remove one "${name}"`,
  }));
}

/** The mistake of a list or a text without anything in it; a text of blanks is empty. */
export function emptyMistakes(
  prop: string,
  value: string | readonly unknown[],
  allowed: string,
  change: string,
): Mistake[] {
  const isEmpty = typeof value === 'string' ? value.trim() === '' : value.length === 0;
  return mistakeIf(isEmpty, { code: 'LH0004', prop, got: 'is empty', allowed, change });
}

/** The mistake of a reason that says nothing. */
export function reasonMistakes(prop: string, reason: string, change: string): Mistake[] {
  return mistakeIf(reason.trim() === '', {
    code: 'LH0006',
    prop,
    got: 'is empty',
    allowed: 'a reason in words',
    change,
  });
}
