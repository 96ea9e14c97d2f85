import type { TerraformStack } from 'cdktf';
import type { Company, Environment } from '../../model';
import { acknowledging } from './acknowledged';
import { companyStacks } from './company-stacks';
import { prod, RUNNING } from './small-company';
import { type Block, resources, type Terraform } from './synth';

/** The time at which alert rules are evaluated. */
export const NOW = new Date('2026-03-02T12:00:00Z');
/** An environment in which everything runs, and somebody is notified. */
export const running: Environment = { ...prod, running: RUNNING, notify: { email: ['data@example.com'] } };

/** So long before {@link NOW}. */
export function ago({ minutes }: { readonly minutes: number }): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

/** The stacks of a company in one environment, the platform first. */
export function stacksIn(whole: Company, one = whole.environments[0]!): readonly TerraformStack[] {
  return acknowledging<TerraformStack>(whole, one, companyStacks);
}

/** The pipelines that copy sources, with a trigger of their own or in a wave. */
export function copying(stacks: readonly Terraform[]): string[] {
  return stacks
    .flatMap((stack) => resources(stack, 'azurerm_data_factory_pipeline'))
    .map(({ name }) => String(name))
    .filter((name) => name.includes('_copy_'));
}

/** The pipelines that triggers start. */
export function triggered(stacks: readonly Terraform[]): string[] {
  return stacks
    .flatMap((stack) => resources(stack, 'azurerm_data_factory_trigger_tumbling_window'))
    .map(({ pipeline }) => String((pipeline as Block).name));
}
