import { duplicateMistakes, emptyMistakes, type Form, formMistakes, reasonMistakes } from '../checks';
import { type Environment } from '../company/environment';
import { type LandingZone, type LandingZoneExemption, type RequiredTag } from '../company/landing-zone';
import { type Issue, listed, type Mistake, mistakeIf, placed } from '../errors';
import { LOCATION } from './names';
import { tagIssues } from './tags';

const TYPE: Form = {
  pattern: /^[a-z][a-z0-9]*_[a-z0-9_]+$/,
  allowed: 'a Terraform type, e.g. azurerm_storage_account',
  change: 'name the type whose names are meant',
};
const ADDRESS: Form = {
  pattern: /^[^/]+\/\w+\.[\w-]+$/,
  allowed: '<stack>/<address>, e.g. platform-prod/azurerm_key_vault.KeyVault_5A1B3C4D',
  change: 'copy it from the mistake that it is about',
};

/** A pattern, which has to match the whole of a text; nothing where it is no regular expression. */
export function wholeText(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/** Everything wrong with the rules of an environment's landing zone by themselves; what breaks them shows when stacks are written. */
export function landingZoneIssues(environment: Environment): Issue[] {
  const { name, landingZone } = environment;
  if (landingZone === undefined) return [];
  const at = `environment ${name}`;
  return placed(at, [
    ...regionMistakes(landingZone, environment),
    ...Object.entries(landingZone.requiredTags ?? {}).flatMap(([tag, required]) =>
      requiredMistakes(at, `landingZone.requiredTags.${tag}`, tag, required),
    ),
    ...Object.entries(landingZone.namePatterns ?? {}).flatMap(([type, pattern]) => [
      ...formMistakes('landingZone.namePatterns', type, TYPE),
      ...patternMistakes(`landingZone.namePatterns.${type}`, pattern),
    ]),
    ...mistakeIf(landingZone.publicEndpoints === 'forbidden' && environment.network.kind === 'public', {
      code: 'LH5054',
      prop: 'landingZone.publicEndpoints',
      got: 'is "forbidden", and the network of the environment is public',
      allowed: 'a private network, where public endpoints are forbidden',
      change: 'make the network private, or take the rule out',
    }),
    ...(landingZone.exemptions ?? []).flatMap((exemption) => exemptionMistakes(landingZone, exemption)),
  ]);
}

function regionMistakes({ allowedRegions }: LandingZone, { location }: Environment): Mistake[] {
  if (allowedRegions === undefined) return [];
  const prop = 'landingZone.allowedRegions';
  return [
    ...emptyMistakes(prop, allowedRegions, 'one or more regions', 'name them, or leave it out'),
    ...allowedRegions.flatMap((region) => formMistakes(prop, region, LOCATION)),
    ...duplicateMistakes(prop, allowedRegions),
    ...mistakeIf(allowedRegions.length > 0 && !allowedRegions.includes(location), {
      code: 'LH5054',
      prop,
      got: `lacks "${location}", where the environment is`,
      allowed: listed(allowedRegions),
      change: 'add it, or move the environment',
    }),
  ];
}

function requiredMistakes(at: string, prop: string, tag: string, required: RequiredTag): Mistake[] {
  const named = tagIssues(at, 'landingZone.requiredTags', { [tag]: 'any' });
  if (required === 'any') return named;
  if ('pattern' in required) return [...named, ...patternMistakes(prop, required.pattern)];
  return [
    ...named,
    ...emptyMistakes(prop, required, "one or more values, 'any' or { pattern }", 'say what it may be'),
    ...duplicateMistakes(prop, required),
  ];
}

function patternMistakes(prop: string, pattern: string): Mistake[] {
  return mistakeIf(wholeText(pattern) === undefined, {
    code: 'LH5057',
    prop,
    got: `is "${pattern}", which is no regular expression`,
    allowed: 'a regular expression of JavaScript for the whole text, e.g. st[a-z0-9]+',
    change: 'correct it',
  });
}

function exemptionMistakes(landingZone: LandingZone, exemption: LandingZoneExemption): Mistake[] {
  const { rule, resource, reason } = exemption;
  const prop = 'landingZone.exemptions';
  return [
    ...formMistakes(prop, resource, ADDRESS),
    ...reasonMistakes(`${prop}.reason`, reason, 'say why it need not keep the rule'),
    ...mistakeIf(landingZone[rule] === undefined, {
      code: 'LH5056',
      prop,
      got: `has "${resource}" for ${rule}, a rule that the landing zone does not have`,
      allowed: 'exemptions from its own rules',
      change: 'take it out',
    }),
  ];
}
