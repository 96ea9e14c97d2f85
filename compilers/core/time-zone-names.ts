// Loaded by its first use: the table of all time zones takes long to load, and many definitions name no place.
import { findIana, findWindows, IANA_ALIAS_MAP } from 'windows-iana';

/**
 * Places whose clocks have left the Windows time zone that the table names for them: gold would show another day than
 * silver. Source: IANA time zone database, NEWS of 2022f, 2023d and 2024a.
 */
const LEFT_THEIR_ZONE: ReadonlySet<string> = new Set([
  'America/Chihuahua',
  'America/Ojinaga',
  'America/Scoresbysund',
  'Antarctica/Casey',
  'Antarctica/Vostok',
  'Asia/Almaty',
  'Asia/Qostanay',
]);

/** Whether a place's clocks are no longer those that Windows has for it. */
export function hasLeftItsZone(timeZone: string): boolean {
  return LEFT_THEIR_ZONE.has(timeZone);
}

/** Names that were asked for: each is looked for in the whole table, and every column of a source may have the same clock. */
const WINDOWS_NAMES = new Map<string, string | undefined>();

/** What Windows calls the time zone of a place; nothing, where not all engines know it. */
export function windowsNameOf(timeZone: string): string | undefined {
  if (WINDOWS_NAMES.has(timeZone)) return WINDOWS_NAMES.get(timeZone);
  // Names without a place, such as EST, are read differently by Java and others.
  const isPlace = timeZone.includes('/') && !hasLeftItsZone(timeZone);
  const name = isPlace ? findWindows(timeZone)[0] : undefined;
  WINDOWS_NAMES.set(timeZone, name);
  return name;
}

/** The IANA name of what Windows calls a time zone. */
export function ianaNameOf(windows: string): string | undefined {
  return findIana(windows)[0];
}

/** The IANA names of the time zones that all engines know. */
export function timeZones(): string[] {
  const names = new Set(IANA_ALIAS_MAP.flatMap(({ alias }) => alias));
  return [...names].filter((name) => windowsNameOf(name) !== undefined);
}
