import { type Block, type SynthesizedStack, SynthesizedStacks, type WrittenResource } from '../cost';
import {
  copyRegion,
  type Environment,
  type Issue,
  type IssueCode,
  type LandingZone,
  type LandingZoneRule,
  listed,
  nearest,
  type RequiredTag,
  wholeText,
} from '../model';
import { BOOTSTRAP } from './bootstrap-place';
import { publicBy } from './public-endpoints';

/** What a resource breaks, and how. */
interface Broken {
  readonly code: IssueCode;
  readonly rule: LandingZoneRule;
  /** The rule, and what of it, as the user wrote it. */
  readonly prop: string;
  /** What is found, after the names of the resources. */
  readonly found: string;
  readonly allowed: string;
  readonly change: string;
}

/** What stacks break of their landing zone, and what of it is about nothing. */
export interface LandingZoneFindings {
  /** Mistakes: one for each rule, stack and way to break it, with all that do. */
  readonly issues: readonly Issue[];
  /** What is odd and no mistake. */
  readonly warnings: readonly Issue[];
}

/**
 * Holds all that an environment's stacks make against its landing zone, resources of the user's own among them.
 *
 * What is known only after the deployment is not looked at, nor what no stack makes: Azure makes things of its own, such as managed resource
 * groups.
 */
export function landingZoneFindings(
  { name, landingZone }: Environment,
  stacks: readonly SynthesizedStack[],
): LandingZoneFindings {
  if (landingZone === undefined || stacks.length === 0) return { issues: [], warnings: [] };
  const all = new SynthesizedStacks(stacks);
  const { namePatterns = {} } = landingZone;
  // The bootstrap is synthesized apart, and its exemptions are needed there.
  const ofBootstrap = stacks.every((stack) => stack.name === BOOTSTRAP);
  const exemptions = (landingZone.exemptions ?? []).filter(
    ({ resource }) => resource.startsWith(`${BOOTSTRAP}/`) === ofBootstrap,
  );
  const exempt = new Set(exemptions.map(({ rule, resource }) => `${rule} ${resource}`));
  const used = new Set<string>();
  const groups = new Map<string, { readonly broken: Broken; readonly by: string[]; readonly at: string }>();
  for (const resource of all.resources) {
    const address = `${resource.type}.${resource.name}`;
    for (const broken of brokenBy(landingZone, all, resource)) {
      const key = `${broken.rule} ${resource.stack}/${address}`;
      if (exempt.has(key)) used.add(key);
      else {
        const same = `${resource.stack} ${broken.prop} ${broken.found}`;
        const group = groups.get(same) ?? { broken, by: [], at: resource.stack };
        groups.set(same, group);
        group.by.push(address);
      }
    }
  }
  const at = `environment ${name}`;
  return {
    issues: [
      ...[...groups.values()].map(
        ({ broken: { code, prop, found, allowed, change }, by, at: stack }): Issue => ({
          code,
          at: stack,
          prop,
          got: `is broken by ${listed(by)}: ${found}`,
          allowed,
          change,
        }),
      ),
      ...exemptions
        .filter(({ rule, resource }) => !used.has(`${rule} ${resource}`))
        .map(({ rule, resource }): Issue => ({
          code: 'LH5056',
          at,
          prop: 'landingZone.exemptions',
          got: `has "${resource}" for ${rule}, which no such resource breaks`,
          change: 'take it out, or correct the address',
        })),
    ],
    warnings: unusedPatterns(at, namePatterns, all),
  };
}

/**
 * Holds the bootstrap against the landing zones of the environments that it is in one subscription with.
 *
 * @param environments those whose rules it keeps.
 * @param terraform its stack, as it was written.
 */
export function bootstrapZoneIssues(
  environments: readonly Environment[],
  terraform: SynthesizedStack['terraform'],
): Issue[] {
  const stack = { name: BOOTSTRAP, environment: BOOTSTRAP, terraform };
  const issues = environments.flatMap((environment) =>
    landingZoneFindings(environment, [stack]).issues.map((issue) => ({
      ...issue,
      at: `${BOOTSTRAP}, environment ${environment.name}`,
    })),
  );
  // Environments often share their rules: what one of them says is not said again.
  const seen = new Set<string>();
  return issues.filter(({ at: _, ...rest }) => {
    const text = JSON.stringify(rest);
    return !seen.has(text) && seen.add(text);
  });
}

function unusedPatterns(
  at: string,
  patterns: Readonly<Record<string, string>>,
  all: SynthesizedStacks,
): Issue[] {
  const made = new Set(all.resources.map(({ type }) => type));
  return Object.keys(patterns)
    .filter((type) => !made.has(type))
    .map((type) => {
      const meant = nearest(type, made);
      return {
        code: 'LH5055',
        at,
        prop: `landingZone.namePatterns.${type}`,
        got: 'is about a type that no stack makes',
        change: meant === undefined ? 'leave it for later, or take it out' : `did you mean ${meant}?`,
      };
    });
}

function brokenBy(zone: LandingZone, all: SynthesizedStacks, resource: WrittenResource): Broken[] {
  return [
    ...regionsBroken(zone, all, resource),
    ...Object.entries(zone.requiredTags ?? {}).flatMap(([tag, required]) =>
      tagBroken(tag, required, resource),
    ),
    ...nameBroken(zone, resource),
    ...endpointBroken(zone, resource),
  ];
}

function regionsBroken(
  { allowedRegions: allowed }: LandingZone,
  all: SynthesizedStacks,
  { stack, block }: WrittenResource,
): Broken[] {
  if (allowed === undefined) return [];
  const region = regionOf(all, stack, block.location);
  if (region === undefined || region === 'global') return [];
  const { account_replication_type: replication } = block;
  const copy = typeof replication === 'string' ? copyRegion(region, replication) : undefined;
  const broken = {
    code: 'LH5050',
    rule: 'allowedRegions',
    prop: 'landingZone.allowedRegions',
    allowed: listed(allowed),
  } as const;
  return [
    ...(allowed.includes(region)
      ? []
      : [{ ...broken, found: `in "${region}"`, change: 'make it in one of them, or allow the region' }]),
    ...(copy === undefined || allowed.includes(copy)
      ? []
      : [
          {
            ...broken,
            found: `${String(replication)} keeps a copy in "${copy}"`,
            change: 'keep it in one region by storage.replication, or allow the other',
          },
        ]),
  ];
}

/** The region that is written, or that of what is referred to, in its short form; nothing where it is known only after the deployment. */
function regionOf(all: SynthesizedStacks, stack: string, location: unknown, depth = 0): string | undefined {
  if (typeof location !== 'string') return undefined;
  if (!location.includes('${')) return location.replaceAll(' ', '').toLowerCase();
  const { resource } = all.placeOf(stack, location);
  // Attributes are followed from one to the next; a circle has no region.
  if (resource === undefined || depth > 4) return undefined;
  return regionOf(all, resource.stack, resource.block.location, depth + 1);
}

function tagBroken(tag: string, required: RequiredTag, { block }: WrittenResource): Broken[] {
  const { tags } = block;
  // Where a type can have tags, its stack has given it some.
  if (typeof tags !== 'object' || tags === null) return [];
  const [, value] = Object.entries(tags as Block).find(([name]) => sameTag(name, tag)) ?? [];
  if (keepsTag(required, value)) return [];
  return [
    {
      code: 'LH5051',
      rule: 'requiredTags',
      prop: `landingZone.requiredTags.${tag}`,
      found: value === undefined ? 'no such tag' : `it is "${textOfTag(value)}"`,
      allowed: required === 'any' ? 'any value' : 'pattern' in required ? required.pattern : listed(required),
      change: 'add it to settings.tags of the company, the environment or the department, or to the resource',
    },
  ];
}

/** Azure does not tell case apart in names of tags, but does in their values. */
function sameTag(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function keepsTag(required: RequiredTag, value: unknown): boolean {
  if (typeof value !== 'string' || value === '') return false;
  if (required === 'any' || value.includes('${')) return true;
  return 'pattern' in required ? wholeText(required.pattern)?.test(value) === true : required.includes(value);
}

function textOfTag(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function nameBroken({ namePatterns = {} }: LandingZone, { type, block }: WrittenResource): Broken[] {
  const pattern = namePatterns[type];
  const { name } = block;
  if (pattern === undefined || typeof name !== 'string' || name.includes('${')) return [];
  if (wholeText(pattern)?.test(name) === true) return [];
  return [
    {
      code: 'LH5052',
      rule: 'namePatterns',
      prop: `landingZone.namePatterns.${type}`,
      found: `named "${name}"`,
      allowed: pattern,
      change: 'rename it by settings.naming, or correct the pattern; a new name means a new resource',
    },
  ];
}

function endpointBroken({ publicEndpoints }: LandingZone, { type, block }: WrittenResource): Broken[] {
  const why = publicEndpoints === 'forbidden' ? publicBy(type, block) : undefined;
  if (why === undefined) return [];
  return [
    {
      code: 'LH5053',
      rule: 'publicEndpoints',
      prop: 'landingZone.publicEndpoints',
      found: why,
      allowed: 'private endpoints only',
      change: 'close it, or exempt it with a reason',
    },
  ];
}
