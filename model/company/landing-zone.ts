/** The rules of a landing zone that a synthesis looks at, by their names. */
export const LANDING_ZONE_RULES = Object.freeze([
  'allowedRegions',
  'requiredTags',
  'namePatterns',
  'publicEndpoints',
] as const);

/** One of the {@link LANDING_ZONE_RULES}. */
export type LandingZoneRule = (typeof LANDING_ZONE_RULES)[number];

/** What a tag has to be: anything, one of a few values, or what a regular expression matches as a whole. */
export type RequiredTag = 'any' | readonly string[] | { readonly pattern: string };

/** A resource that need not keep a rule. */
export interface LandingZoneExemption {
  /** The rule. */
  readonly rule: LandingZoneRule;
  /** `<stack>/<address>`, e.g. `platform-prod/azurerm_key_vault.KeyVault_5A1B3C4D`, as the mistake names it. */
  readonly resource: string;
  /** Why it need not. */
  readonly reason: string;
}

/**
 * What the landing zone of an environment asks of every resource in it, whoever makes it: the library, or you in its stacks. A synthesis that
 * breaks a rule fails, before Azure Policy refuses the deployment half way.
 */
export interface LandingZone {
  /** Regions that resources, and copies of their data, may be in, in their short form; what is in no region is in `global`. @default every region */
  readonly allowedRegions?: readonly string[];
  /** Tags of everything that can have tags, by their names. @default none */
  readonly requiredTags?: Readonly<Record<string, RequiredTag>>;
  /** Regular expressions that match the whole of a name, by Terraform types: `{ azurerm_storage_account: 'st[a-z0-9]+' }`. @default any name */
  readonly namePatterns?: Readonly<Record<string, string>>;
  /** Whether anything may be reached from the internet. @default it may, where the network is public */
  readonly publicEndpoints?: 'forbidden';
  /** Resources that need not keep a rule, each with its reason. @default []: all do */
  readonly exemptions?: readonly LandingZoneExemption[];
}
