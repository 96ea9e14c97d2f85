import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Network, Observability, ResourceGroup } from '../../constructs/hosts';
import type { Environment } from '../../model';
import { LakehouseStack } from '../../stacks/lakehouse-stack';
import { APPS } from '../../tooling/tests/run-folder';
import { dev, smallCompany } from './small-company';

/** Attributes of a block of Terraform JSON. */
export type Block = Readonly<Record<string, unknown>>;

/** Terraform JSON: kind of block, type, name, attributes. */
export interface Terraform {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output?: Readonly<Record<string, Block>>;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  readonly terraform: Block;
}

/** An app to make stacks in. It writes nothing: a run that finds something in its folder fails. */
export function testApp(): App {
  return new App({ outdir: join(tmpdir(), APPS), stackTraces: false });
}

/** A stack of the small company to make constructs in. */
export function testStack(environment: Environment = dev, department?: string): LakehouseStack {
  return new LakehouseStack(testApp(), 'stack', { company: smallCompany(), environment, department });
}

/** The Terraform JSON of a stack, as the app would write it. */
export function synth(stack: TerraformStack): Terraform {
  const [terraform] = synthAll([stack]);
  return terraform!;
}

/**
 * The Terraform JSON of stacks of one app, as the app would write it: every stack of the app is prepared, because stacks refer
 * to each other, then aspects and validations run. The engine's own metadata, which holds its version, is left out.
 */
export function synthAll(stacks: readonly TerraformStack[]): Terraform[] {
  const [first] = stacks;
  const all = first === undefined ? [] : App.of(first).node.findAll();
  for (const each of all.filter((node) => TerraformStack.isStack(node))) each.prepareStack();
  return stacks.map((stack) => JSON.parse(Testing.synth(stack, true)) as Terraform);
}

/** The same without the provider's version, which is the bindings' to say: a snapshot holds with any of them. */
export function withoutVersions(terraform: Terraform): Terraform {
  return JSON.parse(JSON.stringify(terraform), function (this: Block, key, value: unknown) {
    return key === 'version' && this['source'] === 'azurerm' ? undefined : value;
  }) as Terraform;
}

/** What every host is given, in a stack of its own: a place, logs, and a network in the private environment. */
export function placeIn(stack: LakehouseStack): {
  resourceGroup: ResourceGroup;
  observability: Observability;
  network: Network | undefined;
} {
  const resourceGroup = new ResourceGroup(stack, 'ResourceGroup', stack.placement);
  const observability = new Observability(stack, 'Observability', { resourceGroup });
  const isPrivate = stack.environment.network.kind === 'private';
  const network = isPrivate ? new Network(stack, 'Network', { resourceGroup }) : undefined;
  return { resourceGroup, observability, network };
}

/** The stacks whose states a stack reads, which is how it refers to them. */
export function statesReadBy(terraform: Terraform): string[] {
  const read = Object.keys(terraform.data?.['terraform_remote_state'] ?? {});
  return read.map((name) => name.replace('cross-stack-reference-input-', '')).sort();
}

/** All resources of a type. */
export function resources(terraform: Terraform, type: string): Block[] {
  return Object.values(terraform.resource?.[type] ?? {});
}

/** The only resource of a type. */
export function theResource(terraform: Terraform, type: string): Block {
  const [first, ...others] = resources(terraform, type);
  if (first === undefined || others.length > 0)
    throw new Error(`not one ${type}, but ${resources(terraform, type).length}`);
  return first;
}

/** What became of a resource. */
export function blockOf(terraform: Terraform, resource: TerraformResource): Block {
  const block = terraform.resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
  if (block === undefined) throw new Error(`no ${resource.node.path} in the output`);
  return block;
}

/** The addresses of all resources, sorted: what Terraform's state knows them by. */
export function addresses(terraform: Terraform): string[] {
  const types = Object.entries(terraform.resource ?? {});
  return types.flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)).sort();
}
