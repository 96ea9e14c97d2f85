/** The name that each department's program is given. */
export const NAME = 'name';

/** How generated names write a department: as it is, with underscores, run together, and with a capital. */
const SPELLINGS = {
  [NAME]: (name: string) => name,
  underscored: (name: string) => name.replaceAll('-', '_'),
  together: (name: string) => name.replaceAll('-', ''),
  capital: (name: string) => name.replaceAll('-', '').replace(/^./, (letter) => letter.toUpperCase()),
} as const;

/** The parameters of a department's program. */
export const PARAMETERS = Object.keys(SPELLINGS).join(', ');

/** The arguments for a department. */
export function argumentsOf(department: string): string {
  return Object.values(SPELLINGS)
    .map((spelled) => JSON.stringify(spelled(department)))
    .join(', ');
}

/**
 * A value as JavaScript, with a parameter wherever the department's name stands.
 *
 * @param department - the name to look for. By default, none.
 */
export function literal(value: unknown, department?: string): string {
  if (typeof value === 'string') return text(value, department);
  if (Array.isArray(value)) return `[${value.map((each) => literal(each, department)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, each]) => `${propertyName(key, department)}: ${literal(each, department)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function propertyName(key: string, department: string | undefined): string {
  const written = text(key, department);
  return written === JSON.stringify(key) ? written : `[${written}]`;
}

function text(value: string, department: string | undefined): string {
  if (department === undefined) return JSON.stringify(value);
  const parameters = new Map(
    Object.entries(SPELLINGS).map(([parameter, spelled]) => [spelled(department), parameter]),
  );
  const parts = value
    .split(new RegExp(`(${[...parameters.keys()].join('|')})`))
    .filter((part) => part !== '');
  if (parts.length === 0) return "''";
  return parts.map((part) => parameters.get(part) ?? JSON.stringify(part)).join(' + ');
}
