import { Annotations, Aspects, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { ManualStep } from '../compilers/internal';
import {
  azureProvider,
  type Placement,
  placementOf,
  protect,
  registerResourceProvider,
  TagEverything,
  tagsOf,
} from '../constructs/core';
import { type Company, describeIssue, type Environment, stateKey, stateLocation } from '../model';
import { computedOnce } from '../model/collections';
import type { AccessLine } from './access-line';
import { preparedOnce, resolvedOnce } from './resolution';
import { unacknowledged } from './running';
import { keepState } from './state-backend';

/** The Terraform versions that the output is written for. */
export const TERRAFORM_VERSION = '>= 1.5.0, < 2.0.0';

/** What every stack is made for. */
export interface LakehouseStackProps {
  /** The company. */
  readonly company: Company;
  /** One of its environments. */
  readonly environment: Environment;
  /** The department that owns the stack. @default none: it is the platform's */
  readonly department?: string;
}

/** A stack with what all stacks share: provider, state, tags, and the list of what is left to people. */
export class LakehouseStack extends TerraformStack {
  /** The company. */
  readonly company: Company;
  /** The environment. */
  readonly environment: Environment;
  /** Whose resources are in it; names and tags follow from this. */
  readonly placement: Placement;
  /** What people do by hand once this stack is deployed. */
  readonly manualSteps: ManualStep[] = [];
  /** What scripts of the manual steps let somebody do outside of the platform; the access matrix lists it too. */
  readonly externalAccess: AccessLine[] = [];

  private readonly statePlace: string;

  /**
   * @param scope the app.
   * @param id its name, e.g. `platform-dev`; it is also the name of its state.
   * @param props what it is made for.
   */
  constructor(scope: Construct, id: string, props: LakehouseStackProps) {
    super(scope, id);
    const { company, environment, department } = props;
    this.company = company;
    this.environment = environment;
    this.placement = placementOf(company, environment, department);
    const { subscriptionId } = this.placement;
    const { tenantId, azurerm } = environment;
    azureProvider(this, { tenantId, subscriptionId, azurerm });
    const parts = {
      stack: id,
      environment: environment.name,
      ...(department !== undefined && { department }),
    };
    keepState(this, environment.state, parts);
    this.statePlace = `${stateLocation(environment.state)} ${stateKey(environment.state, parts)}`;
    stacksBelow(this.node.root).push(this);
    this.node.addValidation({ validate: () => this.sharedStates() });
    this.node.addValidation({ validate: () => unacknowledged(this).map(describeIssue) });
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    Aspects.of(this).add(new TagEverything(tagsOf(this.placement)));
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- said until it ends
    if (environment.startDate !== undefined) {
      Annotations.of(this).addWarning(
        `startDate of ${environment.name} counts for nothing, and ends in 1.0: say "running: { from, acknowledged }", or take it out`,
      );
    }
    if (!protect(environment).preventDestroy) {
      const reason = environment.destroyable?.reason ?? '';
      Annotations.of(this).addWarning(`Terraform may destroy data of ${environment.name}: ${reason}`);
    }
  }

  /**
   * Registers a resource provider of Azure with this stack, beside those that its resources are known to need. Asking twice
   * is harmless.
   *
   * @param provider its name, e.g. `Microsoft.Quantum`; case counts.
   * @param types the Terraform types that need it, where the synthesis does not know them, e.g. `azurerm_quantum_workspace`.
   * @throws LakehouseError when one of the names cannot be right.
   */
  registerResourceProvider(provider: string, ...types: readonly string[]): void {
    registerResourceProvider(this, provider, ...types);
  }

  /** Finds what refers to other stacks, as the engine does before it synthesizes. */
  override prepareStack(): void {
    preparedOnce(this, () => {
      super.prepareStack();
    });
  }

  /** The stack as Terraform JSON. */
  override toTerraform(): ReturnType<TerraformStack['toTerraform']> {
    return resolvedOnce(this, (): unknown => super.toTerraform());
  }

  /** What would be lost if two stacks wrote one state, whoever named them. */
  private sharedStates(): string[] {
    const others = stacksBelow(this.node.root).filter(
      (other) => other !== this && other.statePlace === this.statePlace,
    );
    return others.map(
      (other) =>
        `"state" is kept where ${other.node.path} keeps its own; allowed: a state of its own for each stack; ` +
        `let state.key of environment "${this.environment.name}" tell the stacks apart`,
    );
  }
}

/** The stacks of an app, as they are made: each is compared with all others, and an app of hundreds is too large to be searched for each. */
const STACKS = new WeakMap<IConstruct, LakehouseStack[]>();

function stacksBelow(root: IConstruct): LakehouseStack[] {
  return computedOnce(STACKS, root, () => []);
}
