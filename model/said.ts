// Definitions come from JavaScript too, and through casts: what is said in them can be anything. The functions that make
// definitions keep a wrong value in its place, where the validation reports it, and go on with what these give.

/** What is said of a definition, safe to look into: nothing, where it is no object. */
export function said<T extends object>(props: T): T {
  return isObject(props) ? props : ({} as T);
}

/** The items of a list; none, where it is no list. */
export function itemsOf<T>(list: readonly T[]): readonly T[] {
  return Array.isArray(list) ? (list as readonly T[]) : [];
}

/** The texts in a list; none, where it is no list. */
export function textsOf<T extends string>(list: readonly T[]): readonly T[] {
  const items = itemsOf(list);
  return items.every(isText) ? items : items.filter(isText);
}

/** Whether a value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether a value can hold properties by name. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a function gives for a value; nothing, where it is no function. */
export function call<A, R>(build: ((argument: A) => R) | undefined, argument: A): R | undefined {
  return typeof build === 'function' ? build(argument) : undefined;
}

/**
 * What is said of a definition that it has no place for, kept under `further`, where the validation reports it: what it does
 * not know, and what is used up while it is made and cannot be used.
 */
export function unused(unknown: object, unusable: object = {}): { readonly further?: object } {
  const further = Object.assign({}, unknown, unusable);
  return Object.keys(further).length > 0 ? { further } : {};
}

/** Of values that have to be of a type, those that are not. */
export function notOf(
  type: 'function' | 'boolean' | 'string',
  values: Readonly<Record<string, unknown>>,
): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value !== type));
}

/** Of values that have to be lists of texts, those that are not. */
export function notTexts(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => !(Array.isArray(value) && value.every(isText))),
  );
}
