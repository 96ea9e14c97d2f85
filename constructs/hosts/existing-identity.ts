import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { Construct } from 'constructs';
import { providerFor, type ResourceId, resourceIdOf, throwAt } from '../core';
import { inStack, objectIdIssues } from './look-up';

/** A user-assigned identity that exists. */
export interface ExistingIdentityProps {
  /** Its resource id. */
  readonly id: string;
  /** The department whose pipelines act as it. */
  readonly department: string;
  /** Its object id (UUID). @default looked up when Terraform plans, which takes a scope inside of a stack */
  readonly principalId?: string;
  /** Its application id (UUID). @default looked up when Terraform plans, where something asks for it */
  readonly clientId?: string;
  /** The name of its credential in the data factory. @default the department's name, underscores for dashes */
  readonly credentialName?: string;
}

/** A user-assigned identity that exists; what is not known of it is looked up when something asks for it. */
export class ExistingIdentity extends Construct {
  /** Its name. */
  readonly name: string;
  /** The department. */
  readonly department: string;
  /** Its resource id. */
  readonly id: string;
  /** The name of its credential in the data factory. */
  readonly credentialName: string;
  private readonly known: ResourceId;
  private lookUp?: DataAzurermUserAssignedIdentity;

  /**
   * @param scope the stack that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, the department, and its object id where it is known.
   * @throws LakehouseError when an id is none of its kind.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingIdentityProps,
  ) {
    super(scope, id);
    throwAt(this, [
      ...objectIdIssues('principalId', props.principalId),
      ...objectIdIssues('clientId', props.clientId),
    ]);
    this.known = resourceIdOf(this, 'id', props.id, 'Microsoft.ManagedIdentity/userAssignedIdentities');
    this.name = this.known.name;
    this.id = this.known.id;
    this.department = props.department;
    this.credentialName = props.credentialName ?? credentialNameOf(props.department);
  }

  /** Its object id. */
  get principalId(): string {
    return this.props.principalId ?? this.lookedUp('principalId').principalId;
  }

  /** Its application id. */
  get clientId(): string {
    return this.props.clientId ?? this.lookedUp('clientId').clientId;
  }

  private lookedUp(prop: string): DataAzurermUserAssignedIdentity {
    const { name, resourceGroupName } = this.known;
    this.lookUp ??= new DataAzurermUserAssignedIdentity(inStack(this, prop), 'LookUp', {
      name,
      resourceGroupName,
      provider: providerFor(this, this.known),
    });
    return this.lookUp;
  }
}

/** Data Factory refuses dashes in the names that others refer to. */
export function credentialNameOf(department: string): string {
  return department.replaceAll('-', '_');
}
