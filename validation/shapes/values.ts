/** How many characters of a wrong text are shown. */
const SHOWN = 40;

/** A value as a reader recognises it; never more than a few words, whatever is in it. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `"${value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value}"`;
    case 'function':
      return value.name === '' ? 'a function' : `the function "${value.name}"`;
    case 'object':
      return value === null ? 'null' : shownObject(value);
    default:
      return String(value);
  }
}

function shownObject(value: object): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  const { kind, zone, name } = value as {
    readonly kind?: unknown;
    readonly zone?: unknown;
    readonly name?: unknown;
  };
  const named = typeof name === 'string' ? ` "${name}"` : '';
  if (kind === 'contract') return `the contract${named}`;
  if (zone === 'silver' || zone === 'gold') return `the ${zone} table${named}`;
  const maker = (
    Object.getPrototypeOf(value) as { readonly constructor?: { readonly name?: unknown } } | null
  )?.constructor?.name;
  return typeof maker === 'string' && maker !== 'Object' && maker !== ''
    ? `of the class ${maker}`
    : 'an object';
}

/** What is at a path inside of a value; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** A path as users write it: `delivery.every`, `columns.id`, `tables[0]`. */
export function written(path: readonly PropertyKey[]): string {
  return path.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, '');
}

/** Whether something can hold properties by name. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object is no instance of a class, and so holds what somebody gave names. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isObject(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.hasOwn(prototype, 'isPrototypeOf');
}

/** The items of a list, or none; what an elision left out is undefined. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value as readonly unknown[]) : [];
}

/** Whether objects and lists are in each other no deeper than so, and so not in a circle. */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
