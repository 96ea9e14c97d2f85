import { GUARDED_ALONE, HOLDS_DATA, REPORTS } from '../../constructs/core/guarded-types';
import { type GuardedChange } from '../../model';
import { type GuardDocument } from '../../stacks/guard-document';
import { openings } from './openings';
import { type ResourceChange, type StackPlan } from './plan';

/** Something that a plan does, and that somebody has to want. */
export interface Finding {
  /** The stack. */
  readonly stack: string;
  /** The address of the resource. */
  readonly address: string;
  /** What kind of change it is. */
  readonly change: GuardedChange;
  /** What happens, in words. */
  readonly what: string;
}

type Rule = (change: ResourceChange, context: Context) => readonly (readonly [GuardedChange, string])[];

interface Context {
  readonly document: GuardDocument;
  readonly plan: StackPlan;
}

const ADMINISTRATORS = ['azurerm_synapse_workspace_sql_aad_admin', 'azurerm_synapse_workspace_aad_admin'];
const ADMINISTRATOR = ['login', 'object_id', 'tenant_id', 'administration_members'];
const GRANT = ['scope', 'role_definition_name', 'role_definition_id', 'principal_id', 'condition'];
const FEDERATION = ['issuer', 'subject', 'audience', 'parent_id', 'user_assigned_identity_id'];

const RULES: readonly Rule[] = [
  destroysData,
  widensAccess,
  opensEndpoint,
  changesAdministrator,
  removesAlert,
];

/** What a plan does that somebody has to want, in the order of the plan. */
export function findingsOf(plan: StackPlan, document: GuardDocument): Finding[] {
  const context = { plan, document };
  return plan.changes
    .filter(({ action }) => action !== 'none')
    .flatMap((change) =>
      RULES.flatMap((rule) => rule(change, context)).map(([kind, what]) => ({
        stack: plan.stack,
        address: change.address,
        change: kind,
        what,
      })),
    );
}

function destroysData({ type, action }: ResourceChange): readonly (readonly [GuardedChange, string])[] {
  if (!HOLDS_DATA.includes(type) && !(type in GUARDED_ALONE)) return [];
  const what = {
    destroy: 'is destroyed',
    replace: 'is destroyed and made anew',
    forget: 'is no longer looked after',
  };
  if (action !== 'destroy' && action !== 'replace' && action !== 'forget') return [];
  return [
    ['destroy data', `${what[action]}${type in GUARDED_ALONE ? `: ${GUARDED_ALONE[type] ?? ''}` : ''}`],
  ];
}

function widensAccess(
  change: ResourceChange,
  context: Context,
): readonly (readonly [GuardedChange, string])[] {
  const { type, address, after, before } = change;
  if (after === undefined) return [];
  if (type === 'azurerm_role_assignment' && isChanged(change, GRANT)) {
    const known = context.document.grants[context.plan.stack]?.[address];
    const role = textOf(after.role_definition_name) ?? textOf(after.role_definition_id) ?? 'a role';
    if (known === role) return [];
    return [
      [
        'widen access',
        known === undefined
          ? `gives ${role}, which the access matrix does not have`
          : `gives ${role}, where the access matrix has ${known}`,
      ],
    ];
  }
  if (
    type === 'azurerm_federated_identity_credential' &&
    before !== undefined &&
    isChanged(change, FEDERATION)
  )
    return [
      [
        'widen access',
        `is given out for ${textOf(after.subject) ?? 'somebody'} of ${textOf(after.issuer) ?? 'another issuer'}`,
      ],
    ];
  return [];
}

function opensEndpoint(
  change: ResourceChange,
  { document, plan }: Context,
): readonly (readonly [GuardedChange, string])[] {
  return openings(change, { isPrivate: document.isPrivate, plan }).map(
    (what) => ['open endpoint', what] as const,
  );
}

function changesAdministrator(change: ResourceChange): readonly (readonly [GuardedChange, string])[] {
  const { type, action, before, after } = change;
  if (type === 'azurerm_fabric_capacity' && before && after && isChanged(change, ['administration_members']))
    return [['change administrator', 'has other administrators']];
  if (!ADMINISTRATORS.includes(type) || before === undefined) return [];
  if (action === 'destroy' || action === 'forget')
    return [['change administrator', 'has no administrator any more']];
  if (!isChanged(change, ADMINISTRATOR)) return [];
  return [['change administrator', `is administered by ${textOf(after?.login) ?? 'somebody else'}`]];
}

function removesAlert({
  type,
  action,
  before,
  after,
}: ResourceChange): readonly (readonly [GuardedChange, string])[] {
  if (!REPORTS.includes(type)) return [];
  if (action === 'destroy' || action === 'forget') return [['remove alert', 'is gone']];
  if (before?.enabled === true && after?.enabled === false) return [['remove alert', 'is switched off']];
  const [had, has] = [receivers(before), receivers(after)];
  if (before !== undefined && after !== undefined && had > has)
    return [['remove alert', `reports to ${has} where it was ${had}`]];
  return [];
}

/** How many are notified, directly or over an action group. */
function receivers(attributes: ResourceChange['before']): number {
  return Object.entries(attributes ?? {})
    .filter(
      ([name, value]) => /_receiver$|^action$|^notification$|^contact_/.test(name) && Array.isArray(value),
    )
    .reduce((sum, [, value]) => sum + (value as readonly unknown[]).length, 0);
}

/** Whether one of some attributes becomes another; what is made is changed by that. */
function isChanged({ before, after }: ResourceChange, names: readonly string[]): boolean {
  return names.some((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
