/** What a plan may do only where it is named with a reason. */
export const GUARDED_CHANGES = Object.freeze([
  /** What holds data is destroyed, made anew, or no longer looked after. */
  'destroy data',
  /** Somebody may do more than the access matrix says. */
  'widen access',
  /** Something is reached from more places, or lets in more than identities. */
  'open endpoint',
  /** Somebody else administers something. */
  'change administrator',
  /** Something that goes wrong is no longer reported, or no longer logged. */
  'remove alert',
] as const);

/** One of the {@link GUARDED_CHANGES}. */
export type GuardedChange = (typeof GUARDED_CHANGES)[number];

/** A change that a plan may make although the guard would stop it. */
export interface AllowedChange {
  /** `<stack>/<address>`, e.g. `platform-prod/azurerm_key_vault.KeyVault_5A1B3C4D`, as the guard prints it. */
  readonly address: string;
  /** What may happen to it. */
  readonly change: GuardedChange;
  /** Why it may. */
  readonly reason: string;
}
