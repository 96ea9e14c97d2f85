import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Terraform } from './synth';

/** What a plan does to a resource; what is not said stays as it is. */
export interface PlannedChange {
  /** As the format has them: `['delete', 'create']`. @default ['update'], or ['create'] without anything before */
  readonly actions?: readonly string[];
  /** What is there before. @default as it is synthesized; null, where nothing is */
  readonly before?: Block | null;
  /** What is there afterwards. @default as it is synthesized; null, where nothing is */
  readonly after?: Block | null;
  /** The type, where the address is none of the stack's. @default what the address begins with */
  readonly type?: string;
}

/**
 * The plan of a stack, as `terraform show -json` writes it (format 1.2): everything stays as it is synthesized, but for some changes.
 *
 * @param terraform the stack.
 * @param changes what happens, by address.
 */
export function planOf(terraform: Terraform, changes: Readonly<Record<string, PlannedChange>> = {}) {
  const defined = Object.entries(terraform.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]) => ({ address: `${type}.${name}`, type, name, block })),
  );
  const gone = Object.keys(changes).filter((address) => !defined.some((one) => one.address === address));
  const entry = (address: string, type: string, block: Block | null) => {
    const planned = changes[address];
    const { before = block, after = block } = planned ?? {};
    const does = before === null ? 'create' : after === null ? 'delete' : 'update';
    return {
      address,
      mode: 'managed',
      type: planned?.type ?? type,
      name: address.split('.')[1],
      provider_name: 'registry.terraform.io/hashicorp/azurerm',
      change: {
        actions: planned?.actions ?? (planned === undefined ? ['no-op'] : [does]),
        before,
        after,
        after_unknown: {},
      },
    };
  };
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [
      ...defined.map(({ address, type, block }) => entry(address, type, block)),
      ...gone.map((address) => entry(address, address.split('.')[0] ?? '', null)),
    ],
    configuration: {
      root_module: {
        resources: defined.map(({ address, type, name }) => ({ address, mode: 'managed', type, name })),
      },
    },
  };
}

/** The address of the only resource of a type whose name matches. */
export function addressOf(terraform: Terraform, type: string, name = /./): string {
  const found = Object.keys(terraform.resource?.[type] ?? {}).filter((one) => name.test(one));
  if (found.length !== 1) throw new Error(`not one ${type} of that name, but ${found.join(', ') || 'none'}`);
  return `${type}.${found[0] ?? ''}`;
}

/** The attributes of a resource by its address. */
export function attributesOf(terraform: Terraform, address: string): Block {
  const [type = '', name = ''] = address.split('.');
  const block = terraform.resource?.[type]?.[name];
  if (block === undefined) throw new Error(`no ${address}`);
  return block;
}

/** The rows of the table of plans in the page on deployments whose last column is called so. */
export function plansInPage(column: string): string[][] {
  const page = readFileSync(join(__dirname, '../../docs/deploying.md'), 'utf8');
  const [, ...rows] = page
    .slice(page.search(new RegExp(`^\\| plan +\\| stack[^\\n]*${column}`, 'm')))
    .split('\n');
  const end = rows.findIndex((row) => !row.startsWith('|'));
  return rows.slice(1, end).map((row) =>
    row
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim().replaceAll('`', ''))
      .filter((cell) => cell !== ''),
  );
}
