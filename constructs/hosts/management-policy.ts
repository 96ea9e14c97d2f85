import type { StorageManagementPolicyRule } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import {
  AZURE_LIMITS,
  countMistakes,
  duplicateMistakes,
  emptyMistakes,
  type Form,
  formMistakes,
  type Mistake,
  sourceOf,
} from '../../model';
import type { LifecycleRule } from './lifecycle';

/** Azure's limits; that of days is the provider's. */
export const LIFECYCLE_LIMITS = Object.freeze({
  rules: AZURE_LIMITS.lifecycleRules.most,
  prefixesPerRule: AZURE_LIMITS.lifecyclePrefixes.most,
  days: 99_999,
});

/**
 * The rules as Azure takes them: those with too many prefixes become several. Where they are more than an account has room for, rules with the
 * same days are written as one, whosever they are.
 */
export function policyRules(rules: readonly LifecycleRule[]): StorageManagementPolicyRule[] {
  const apart = writtenRules(rules);
  return apart.length <= LIFECYCLE_LIMITS.rules ? apart : writtenRules(byDays(rules));
}

/** Rules that do the same, together: each named by what it does, so that its name lasts. */
function byDays(rules: readonly LifecycleRule[]): LifecycleRule[] {
  const groups = new Map<string, LifecycleRule>();
  for (const { prefixes, coolAfterDays, deleteAfterDays } of rules) {
    const name = [
      'all',
      ...(coolAfterDays === undefined ? [] : [`cool-${coolAfterDays}`]),
      ...(deleteAfterDays === undefined ? [] : [`delete-${deleteAfterDays}`]),
    ].join('-');
    const before = groups.get(name)?.prefixes ?? [];
    groups.set(name, { name, prefixes: [...before, ...prefixes], coolAfterDays, deleteAfterDays });
  }
  return [...groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function writtenRules(rules: readonly LifecycleRule[]): StorageManagementPolicyRule[] {
  return rules.flatMap(({ name, prefixes, coolAfterDays, deleteAfterDays }) =>
    chunks([...prefixes].sort(), LIFECYCLE_LIMITS.prefixesPerRule).map((prefixMatch, index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      enabled: true,
      filters: { blobTypes: ['blockBlob'], prefixMatch },
      actions: {
        baseBlob: {
          tierToCoolAfterDaysSinceModificationGreaterThan: coolAfterDays,
          deleteAfterDaysSinceModificationGreaterThan: deleteAfterDays,
        },
      },
    })),
  );
}

/** The rules as the Azure CLI takes them, for an account whose policy somebody else keeps. */
export function policyDocument(rules: readonly LifecycleRule[]): string {
  const written = policyRules(rules).map(({ name, filters, actions }) => {
    const { tierToCoolAfterDaysSinceModificationGreaterThan: cool } = actions.baseBlob ?? {};
    const { deleteAfterDaysSinceModificationGreaterThan: remove } = actions.baseBlob ?? {};
    const baseBlob = {
      ...(cool !== undefined && { tierToCool: { daysAfterModificationGreaterThan: cool } }),
      ...(remove !== undefined && { delete: { daysAfterModificationGreaterThan: remove } }),
    };
    return { enabled: true, name, type: 'Lifecycle', definition: { filters, actions: { baseBlob } } };
  });
  return `${JSON.stringify({ rules: written }, undefined, 2)}\n`;
}

/** Everything wrong with lifecycle rules. */
export function lifecycleIssues(rules: readonly LifecycleRule[]): Mistake[] {
  const names = policyRules(rules).map(({ name }) => name);
  const issues = [
    ...rules.flatMap(ruleIssues),
    ...duplicateMistakes(
      'lifecycle',
      writtenRules(rules).map(({ name }) => name),
    ),
  ];
  if (names.length > LIFECYCLE_LIMITS.rules) {
    const allowed = `${LIFECYCLE_LIMITS.rules}, of ${LIFECYCLE_LIMITS.prefixesPerRule} prefixes each`;
    issues.push({
      code: 'LH6011',
      prop: 'lifecycle',
      got: `makes ${names.length} rules, those with the same days taken together`,
      allowed,
      change: `give more folders the same days, or a department hosts of its own (hosting: 'dedicated'); ${sourceOf(AZURE_LIMITS.lifecycleRules)}`,
    });
  }
  return issues;
}

const RULE_NAME: Form = {
  pattern: /^[a-zA-Z0-9-]{1,250}$/,
  allowed: '1 to 250 letters, digits and dashes',
  change: 'rename it',
};

function ruleIssues(rule: LifecycleRule): Mistake[] {
  const prop = `lifecycle.${rule.name}`;
  const { coolAfterDays, deleteAfterDays } = rule;
  const issues: Mistake[] = [
    ...formMistakes(`${prop}.name`, rule.name, RULE_NAME),
    ...emptyMistakes(
      `${prop}.prefixes`,
      rule.prefixes,
      'one or more: without one it holds for every file',
      'name the folders it is for',
    ),
  ];
  for (const prefix of rule.prefixes)
    issues.push(...prefixIssues(prop, prefix, deleteAfterDays !== undefined));
  for (const [action, days] of Object.entries({ coolAfterDays, deleteAfterDays })) {
    if (days === undefined) continue;
    issues.push(
      ...countMistakes(`${prop}.${action}`, days, { least: 1, most: LIFECYCLE_LIMITS.days, of: 'days' }),
    );
  }
  if (coolAfterDays === undefined && deleteAfterDays === undefined) {
    issues.push({
      code: 'LH6008',
      prop,
      got: 'does nothing',
      allowed: 'coolAfterDays, deleteAfterDays or both',
      change: 'add one, or remove the rule',
    });
  } else if (
    coolAfterDays !== undefined &&
    deleteAfterDays !== undefined &&
    coolAfterDays >= deleteAfterDays
  ) {
    const got = `cools after ${coolAfterDays} days and deletes after ${deleteAfterDays}`;
    issues.push({
      code: 'LH6008',
      prop,
      got,
      allowed: 'cooling before deleting',
      change: 'lower coolAfterDays, or leave it out',
    });
  }
  return issues;
}

function prefixIssues(prop: string, prefix: string, deletes: boolean): Mistake[] {
  const container = /^([a-z0-9-]{3,63})\//.exec(prefix)?.[1];
  if (container === undefined) {
    // Without the slash "sales" would also mean "sales-silver".
    return [
      {
        code: 'LH6009',
        prop,
        got: `has the prefix "${prefix}"`,
        allowed: 'a container, a slash, and a folder if any',
        change: 'write the container with its slash',
      },
    ];
  }
  const zone = /-(silver|gold|products)$/.exec(container)?.[1];
  if (!deletes || zone === undefined) return [];
  const got = `deletes files of "${container}" by their age`;
  const allowed = `only cooling in ${zone}: a live table still needs its old files`;
  return [
    {
      code: 'LH6010',
      prop,
      got,
      allowed,
      change: 'remove deleteAfterDays, and let the table drop its own files',
    },
  ];
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
