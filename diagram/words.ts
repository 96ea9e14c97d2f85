import { type Interval } from '../model';

/** How often something happens, as people say it. */
export function everyText({ minutes }: Interval): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'daily' : `every ${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? 'hourly' : `every ${minutes / 60} hours`;
  return `every ${minutes} minutes`;
}

/** A number with its noun. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first names of a list, and how many more there are. */
export function firstOf(names: readonly string[], most: number): string[] {
  return names.length > most
    ? [...names.slice(0, most - 1), `and ${names.length - most + 1} more`]
    : [...names];
}
