import { DataAzurermSynapseWorkspace } from '@cdktf/provider-azurerm/lib/data-azurerm-synapse-workspace';
import { Construct } from 'constructs';
import { providerFor, resourceIdOf, throwAt } from '../core';
import { inStack, objectIdIssues } from './look-up';

/** A Synapse workspace that exists. */
export interface ExistingWorkspaceProps {
  /** Its resource id. */
  readonly id: string;
  /** Object id (UUID) of its own identity. @default looked up when Terraform plans, which takes a scope inside of a stack */
  readonly identityPrincipalId?: string;
}

/** A Synapse workspace that exists; its identity is looked up when something asks for it and it was not given. */
export class ExistingWorkspace extends Construct {
  /** Its name. */
  readonly name: string;
  /** The name of its resource group. */
  readonly resourceGroupName: string;
  /** The subscription it is in. */
  readonly subscriptionId: string;
  /** Its resource id. */
  readonly id: string;
  /** Where serverless SQL answers. */
  readonly serverlessEndpoint: string;
  private lookUp?: DataAzurermSynapseWorkspace;

  /**
   * @param scope the stack that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, and the object id of its identity where it is known.
   * @throws LakehouseError when an id is none of its kind.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingWorkspaceProps,
  ) {
    super(scope, id);
    throwAt(this, objectIdIssues('identityPrincipalId', props.identityPrincipalId));
    const known = resourceIdOf(this, 'id', props.id, 'Microsoft.Synapse/workspaces');
    this.id = known.id;
    this.name = known.name;
    this.resourceGroupName = known.resourceGroupName;
    this.subscriptionId = known.subscriptionId;
    this.serverlessEndpoint = serverlessEndpointOf(known.name);
  }

  /** Object id of its own identity. */
  get identityPrincipalId(): string {
    const { name, resourceGroupName } = this;
    if (this.props.identityPrincipalId !== undefined) return this.props.identityPrincipalId;
    this.lookUp ??= new DataAzurermSynapseWorkspace(inStack(this, 'identityPrincipalId'), 'LookUp', {
      name,
      resourceGroupName,
      provider: providerFor(this, this),
    });
    return this.lookUp.identity.get(0).principalId;
  }
}

/** Where serverless SQL of a workspace answers. */
export function serverlessEndpointOf(name: string): string {
  return `${name}-ondemand.sql.azuresynapse.net`;
}
