import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { type Issue, LakehouseError } from '../../model';

/** Attributes of a resource, before or after. */
export type Attributes = Readonly<Record<string, unknown>>;

const attributes = z.record(z.string(), z.unknown()).nullable();

/** What the guard reads of a change; the format has more. Source: "JSON output format" of Terraform. */
const change = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change: z.object({ actions: z.array(z.string()), before: attributes, after: attributes }),
});

const plan = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  errored: z.boolean().optional(),
  resource_changes: z.array(change).default([]),
  resource_drift: z.array(change).default([]),
  configuration: z
    .object({
      root_module: z
        .object({ resources: z.array(z.object({ address: z.string(), mode: z.string() })).default([]) })
        .default({ resources: [] }),
    })
    .optional(),
});

/** What happens to a resource. */
export type Action = 'create' | 'update' | 'replace' | 'destroy' | 'forget' | 'none';

/** What a plan does to one resource. */
export interface ResourceChange {
  /** Its address within its stack. */
  readonly address: string;
  /** Its Terraform type. */
  readonly type: string;
  /** What happens to it. */
  readonly action: Action;
  /** Its attributes as they are; none, where it is not there. */
  readonly before: Attributes | undefined;
  /** Its attributes as they become, as far as they are known; none, where it goes. */
  readonly after: Attributes | undefined;
}

/** The plan of one stack. */
export interface StackPlan {
  /** The stack's name. */
  readonly stack: string;
  /** What it does to resources; those that stay as they are among them. */
  readonly changes: readonly ResourceChange[];
  /** Addresses of what was changed by others since the last deployment. */
  readonly drifted: readonly string[];
  /** Addresses of what the stack is made of; none where the document does not say. */
  readonly defined: readonly string[] | undefined;
}

/**
 * Reads the plan of a stack, as `terraform show -json` writes it.
 *
 * @param file its path; its name without `.json` is that of the stack.
 * @throws LakehouseError when it cannot be read, is of a format that is not known, or of a plan that failed.
 */
export function readPlan(file: string): StackPlan {
  const stack = basename(file).replace(/\.json$/, '');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw unreadable(file, 'is no JSON');
  }
  const version = z.object({ format_version: z.string() }).safeParse(document);
  if (!version.success) throw unreadable(file, 'has no "format_version": it is no plan');
  const { format_version: format } = version.data;
  // A minor version adds what older readers may leave out; a major one changes what they rely on.
  if (!/^1\.\d+$/.test(format)) throw unreadable(file, `has the format ${format}`);
  const parsed = plan.safeParse(document);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw unreadable(file, `has no ${first?.path.join('.') ?? 'changes'} as the format has it`);
  }
  const { errored, resource_changes: changes, resource_drift: drift, configuration } = parsed.data;
  if (errored === true) throw unreadable(file, 'is of a plan that failed');
  return {
    stack,
    changes: changes
      .filter(({ mode }) => mode !== 'data')
      .map(({ address, type, deposed, change: { actions, before, after } }) => ({
        address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
        type,
        action: actionOf(actions),
        before: before ?? undefined,
        after: after ?? undefined,
      })),
    drifted: drift.map(({ address }) => address).sort(),
    defined: configuration?.root_module.resources
      .filter(({ mode }) => mode === 'managed')
      .map(({ address }) => address)
      .sort(),
  };
}

function actionOf(actions: readonly string[]): Action {
  const [first, second] = actions;
  if (second !== undefined) return first === 'forget' || second === 'forget' ? 'forget' : 'replace';
  if (first === 'delete') return 'destroy';
  return first === 'create' || first === 'update' || first === 'forget' ? first : 'none';
}

function unreadable(file: string, got: string): LakehouseError {
  const issue: Issue = {
    code: 'LH9311',
    at: file,
    prop: 'plan',
    got,
    allowed: 'what terraform show -json writes of a whole plan, with a format_version of 1.x',
    change: 'write it anew: terraform plan -out plan && terraform show -json plan > <stack>.json',
  };
  return new LakehouseError('guard', [issue]);
}
