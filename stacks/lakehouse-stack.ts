import { Annotations, Aspects, AzurermBackend, LocalBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { ManualStep } from '../compilers';
import {
  azureProvider,
  type Placement,
  placementOf,
  protect,
  registerResourceProvider,
  TagEverything,
  tagsOf,
} from '../constructs/core';
import type { Company, Environment } from '../model';
import type { AccessLine } from './access-line';

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
    azureProvider(this, environment);
    this.keepState();
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    Aspects.of(this).add(new TagEverything(tagsOf(this.placement)));
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

  private keepState(): void {
    const { state } = this.environment;
    const stack = this.node.id;
    if (state.kind === 'local') {
      // Terraform runs in cdktf.out/stacks/<stack>: the file lies beside cdktf.out, and no machine's path is written down.
      new LocalBackend(this, { path: `../../../terraform.${stack}.tfstate` });
      return;
    }
    new AzurermBackend(this, {
      resourceGroupName: state.resourceGroup,
      storageAccountName: state.storageAccount,
      containerName: state.container,
      key: `${stack}.tfstate`,
      useAzureadAuth: true,
    });
  }
}
