/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;
/** Attributes of resources by type and name, as Terraform JSON has them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/** What a stack's Terraform JSON says, as far as it is read here. */
export interface StackJson {
  readonly resource?: Resources;
}

/** A member that has to be there. */
export function need(of: Json, name: string): unknown {
  const value = of[name];
  if (value === undefined || value === null)
    throw new Error(`no ${name} in ${JSON.stringify(of).slice(0, 200)}`);
  return value;
}

/** A member that has to be a text. */
export function textIn(of: Json, name: string): string {
  return String(need(of, name));
}

/** A member that is a text, or is not there. */
export function textOr(of: Json, name: string, otherwise: string): string {
  const value = of[name];
  return typeof value === 'string' ? value : otherwise;
}

/** A member that has to be an object. */
export function objectIn(of: Json, name: string): Json {
  return need(of, name) as Json;
}

/** A member that is a list of objects, or is not there. */
export function listIn(of: Json, name: string): readonly Json[] {
  return (of[name] ?? []) as readonly Json[];
}

/** Minutes of a time span of .NET, `[d.]hh:mm:ss`, with a sign before it. */
export function minutesOf(span: unknown): number {
  const found = /^(-?)(?:(\d+)\.)?(\d+):(\d\d):(\d\d)$/.exec(String(span));
  if (!found) throw new Error(`no time span: ${String(span)}`);
  const [, sign, days = '0', hours, minutes, seconds] = found;
  const total = Number(days) * 1440 + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return sign === '-' ? -total : total;
}
