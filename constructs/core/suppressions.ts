/** A security policy that a type of resource does not keep as it is made here, and why. */
export interface Suppression {
  /** The policy's id, as Checkov has it. */
  readonly policy: string;
  /** The Terraform type that does not keep it. */
  readonly type: string;
  /** Where it is not kept: everywhere, or where services have public addresses. */
  readonly where: 'everywhere' | 'public';
  /** Why. */
  readonly reason: string;
}

/** Reasons by policy. */
type Reasons = Readonly<Record<string, string>>;

/** What a type of resource does not keep, everywhere and where services have public addresses; it stands beside what makes the resource. */
export function suppressions(
  type: string,
  { everywhere = {}, publicly = {} }: { readonly everywhere?: Reasons; readonly publicly?: Reasons },
): readonly Suppression[] {
  const of = (where: Suppression['where'], reasons: Reasons): Suppression[] =>
    Object.entries(reasons).map(([policy, reason]) => ({ policy, type, where, reason }));
  return Object.freeze([...of('everywhere', everywhere), ...of('public', publicly)]);
}
