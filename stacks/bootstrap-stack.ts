// Loaded by its first use: nothing but a bootstrap makes it.
import { DataAzurermSubscription } from '@cdktf/provider-azurerm/lib/data-azurerm-subscription';
import { ManagementLock } from '@cdktf/provider-azurerm/lib/management-lock';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { RoleDefinition } from '@cdktf/provider-azurerm/lib/role-definition';
import { Annotations, Aspects, type ITerraformDependable, TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DeploymentRole, PipelineIdentity, StateAccount } from '../constructs/bootstrap';
import {
  azureProvider,
  failAt,
  LANDING_OPERATOR,
  nameAt,
  placementOf,
  registerResourceProvider,
  TagEverything,
  tagsOf,
} from '../constructs/core';
import type { Company, Environment } from '../model';
import { type BootstrapPlace, bootstrapPlace } from './bootstrap-place';
import { deploymentNeeds, type DeploymentNeeds } from './bootstrap-needs';
import { deploySubjects, planSubjects } from './bootstrap-subjects';
import { TERRAFORM_VERSION } from './lakehouse-stack';
import { keepState } from './state-backend';

/** The container that the bootstrap keeps its own state in, in the account that it makes. */
export const BOOTSTRAP_CONTAINER = 'bootstrap';

/** What a bootstrap is made for. */
export interface BootstrapStackProps {
  /** The company; `delivery` says what pipelines deploy, and from where. */
  readonly company: Company;
  /** The stacks that they deploy, of all environments: their resources decide what pipelines may do. */
  readonly stacks: readonly TerraformStack[];
  /** What types of resources need that the library does not know, as actions of the Resource Manager. @default {} */
  readonly actions?: Readonly<Record<string, readonly string[]>>;
}

/** What pipelines act as in one environment. */
export interface EnvironmentPipelines {
  /** Deploys it. */
  readonly deploy: PipelineIdentity;
  /** Reads it, and its states, and changes nothing. */
  readonly plan: PipelineIdentity;
}

/**
 * What has to be there before pipelines can deploy: the account of the states, two identities for each environment, and the least role that
 * deploys it. An administrator makes it once; pipelines cannot change it, which a lock sees to as well.
 */
export class BootstrapStack extends TerraformStack {
  /** What pipelines need. */
  readonly needs: DeploymentNeeds;
  /** The environments that pipelines deploy, in their order. */
  readonly environments: readonly Environment[];
  /** The resource group of everything here. */
  readonly resourceGroup: ResourceGroup;
  /** The account of the states. */
  readonly state: StateAccount;
  /** The role of the pipelines that deploy. */
  readonly role: DeploymentRole;
  /** The role that starts and stops landing jobs; absent where none is started by a pipeline. */
  readonly landingRole?: RoleDefinition;
  /** What pipelines act as, by environment. */
  readonly pipelines: Readonly<Record<string, EnvironmentPipelines>>;
  /** Keeps pipelines of one environment from making themselves those of another. */
  readonly lock: ManagementLock;

  private readonly company: Company;
  private readonly place: BootstrapPlace;
  private chosenSubscription?: string;

  /**
   * @param scope the app.
   * @param id its name, e.g. `bootstrap`.
   * @param props the company, and what pipelines deploy of it.
   * @throws LakehouseError when nothing is to be deployed, states are in several places, or a type's needs are not known.
   */
  constructor(scope: Construct, id: string, props: BootstrapStackProps) {
    super(scope, id);
    const { company, stacks, actions } = props;
    this.company = company;
    this.place = bootstrapPlace(this, company);
    this.environments = this.place.environments;
    this.needs = deploymentNeeds(stacks, actions);
    this.refuseUnknown();
    this.configure();
    const { resourceGroupName: name, accountName, containers, location } = this.place;
    this.resourceGroup = new ResourceGroup(this, 'ResourceGroup', { name, location });
    this.state = new StateAccount(this, 'State', {
      name: accountName,
      containers: [...new Set([...containers, BOOTSTRAP_CONTAINER])],
      resourceGroup: this.resourceGroup,
      region: location,
    });
    this.pipelines = Object.fromEntries(
      this.environments.map((environment) => [environment.name, this.pipelinesOf(environment)]),
    );
    const subscriptions = this.environments.flatMap((environment) => this.subscriptionsOf(environment));
    this.role = new DeploymentRole(this, 'Role', {
      name: `${company.code}-deployment`,
      subscriptions: [...new Set(subscriptions)],
      actions: this.needs.actions,
      grants: this.needs.grants,
    });
    const landingRole = this.makeLandingRole([...new Set(subscriptions)]);
    if (landingRole) this.landingRole = landingRole;
    const assignments = this.environments.flatMap((environment) => this.assign(environment));
    this.lock = new ManagementLock(this, 'Lock', {
      name: 'bootstrap',
      scope: this.resourceGroup.id,
      lockLevel: 'ReadOnly',
      notes:
        'Whoever can change identities here can deploy everywhere. Remove it to change the bootstrap; applying makes it anew.',
      dependsOn: [
        ...Object.values(this.state.containers),
        ...Object.values(this.pipelines).flatMap(({ deploy, plan }) => [
          ...deploy.federations,
          ...plan.federations,
        ]),
        ...assignments,
      ] satisfies ITerraformDependable[],
    });
    this.tellIds();
    this.warnOfSharedSubscriptions();
  }

  /** The environments in whose subscription it is: what their landing zone asks for, it keeps. */
  get environmentsBeside(): readonly Environment[] {
    const { subscriptionId: own } = this.place;
    return this.environments.filter(
      ({ subscriptionId }) => subscriptionId?.toLowerCase() === own?.toLowerCase(),
    );
  }

  /** Made here: whoever may change what a role allows may give everything. */
  private makeLandingRole([first = '', ...others]: readonly string[]): RoleDefinition | undefined {
    if (!this.needs.grants.includes(LANDING_OPERATOR.name)) return undefined;
    return new RoleDefinition(this, 'LandingRole', {
      name: LANDING_OPERATOR.name,
      roleDefinitionId: LANDING_OPERATOR.id,
      scope: first,
      assignableScopes: [first, ...others],
      description: LANDING_OPERATOR.description,
      permissions: [{ actions: [...LANDING_OPERATOR.actions] }],
    });
  }

  private refuseUnknown(): void {
    if (this.needs.unknown.length === 0) return;
    failAt(
      this,
      ...this.needs.unknown.map((type) => ({
        code: 'LH9305' as const,
        prop: 'actions',
        got: `has nothing for ${type}`,
        allowed: 'the actions of every type that pipelines deploy',
        change: `name what the Resource Manager has to allow for it: actions: { ${type}: ['Microsoft.…/…/read', …] }`,
      })),
    );
  }

  private configure(): void {
    const { company, place } = this;
    const [first] = this.environments;
    azureProvider(this, {
      tenantId: first?.tenantId,
      subscriptionId: place.subscriptionId,
      // It is of all environments, and moves with the last one.
      azurerm: this.environments.every(({ azurerm }) => azurerm === 5) ? 5 : undefined,
    });
    // Pipelines that plan cannot register anything: whoever makes the bootstrap does.
    for (const provider of this.needs.resourceProviders) registerResourceProvider(this, provider);
    this.addOverride('terraform.required_version', TERRAFORM_VERSION);
    const { resourceGroupName, accountName: storageAccountName, tenantId, subscriptionId } = place;
    keepState(
      this,
      {
        kind: 'azurerm',
        resourceGroupName,
        storageAccountName,
        containerName: BOOTSTRAP_CONTAINER,
        ...(subscriptionId !== undefined && { subscriptionId }),
        ...(tenantId !== undefined && { tenantId }),
      },
      { stack: this.node.id, environment: BOOTSTRAP_CONTAINER },
    );
    if (first) {
      const placement = placementOf(company, first);
      Aspects.of(this).add(
        new TagEverything({ ...tagsOf({ ...placement, environment: { ...first, name: 'all' } }) }),
      );
    }
  }

  private pipelinesOf(environment: Environment): EnvironmentPipelines {
    const { company, resourceGroup } = this;
    const placement = placementOf(company, environment);
    const identity = (purpose: 'deploy' | 'plan'): PipelineIdentity =>
      new PipelineIdentity(this, `${purpose === 'deploy' ? 'Deploy' : 'Plan'}-${environment.name}`, {
        name: nameAt(placement, 'userAssignedIdentity', purpose),
        resourceGroup,
        subjects: (purpose === 'deploy' ? deploySubjects : planSubjects)(company, environment.name),
      });
    return { deploy: identity('deploy'), plan: identity('plan') };
  }

  private assign(environment: Environment): RoleAssignment[] {
    const { name } = environment;
    const { deploy, plan } = this.pipelines[name] ?? {};
    const container = this.state.containers[this.place.containerOf(environment)];
    if (deploy === undefined || plan === undefined || container === undefined) return [];
    const notTo = Object.values(this.pipelines).flatMap((pipelines) =>
      [pipelines.deploy, pipelines.plan].map(({ resource }) => resource.principalId),
    );
    const give = (
      id: string,
      role: string,
      to: PipelineIdentity,
      on: string,
      description: string,
    ): RoleAssignment =>
      new RoleAssignment(this, id, {
        scope: on,
        roleDefinitionName: role,
        principalId: to.resource.principalId,
        principalType: 'ServicePrincipal',
        description,
      });
    return [
      give(
        `DeployState-${name}`,
        'Storage Blob Data Contributor',
        deploy,
        container.id,
        `pipelines write the states of ${name}`,
      ),
      give(
        `PlanState-${name}`,
        'Storage Blob Data Reader',
        plan,
        container.id,
        `pipelines read the states of ${name}`,
      ),
      ...this.subscriptionsOf(environment).flatMap((scope, index) => {
        const which = index === 0 ? name : `${name}-${index + 1}`;
        return [
          this.role.assign(`Deploy-${which}`, { principalId: deploy.resource.principalId, scope, notTo }),
          give(
            `PlanReader-${which}`,
            'Reader',
            plan,
            scope,
            `pipelines compare ${name} with what is defined`,
          ),
        ];
      }),
    ];
  }

  /** Ids of the subscriptions that an environment's stacks make resources in. */
  private subscriptionsOf({ subscriptionId, departments = {} }: Environment): string[] {
    const named = [subscriptionId, ...Object.values(departments).map((one) => one.subscriptionId)];
    return [...new Set(named)]
      .filter((one, index) => index === 0 || one !== undefined)
      .map((one) => (one === undefined ? this.ownSubscription() : `/subscriptions/${one.toLowerCase()}`));
  }

  /** Always the same text, so that it counts as one subscription. */
  private ownSubscription(): string {
    this.chosenSubscription ??= new DataAzurermSubscription(this, 'Subscription', {}).id;
    return this.chosenSubscription;
  }

  /** A role on a subscription does not tell environments apart. */
  private warnOfSharedSubscriptions(): void {
    this.environments.forEach((environment, index) => {
      const own = this.subscriptionsOf(environment);
      for (const other of this.environments.slice(0, index))
        if (this.subscriptionsOf(other).some((one) => own.includes(one)))
          Annotations.of(this).addWarning(
            `${other.name} and ${environment.name} share a subscription: pipelines of each can change the other; give one of them a subscription of its own (subscriptionId)`,
          );
    });
  }

  /** What workflows and service connections have to know; none of it is a secret. */
  private tellIds(): void {
    for (const [name, { deploy, plan }] of Object.entries(this.pipelines)) {
      new TerraformOutput(this, `${name}_deploy_client_id`, { value: deploy.resource.clientId });
      new TerraformOutput(this, `${name}_plan_client_id`, { value: plan.resource.clientId });
    }
  }
}
