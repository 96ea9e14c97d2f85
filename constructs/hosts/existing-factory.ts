import { DataAzurermDataFactory } from '@cdktf/provider-azurerm/lib/data-azurerm-data-factory';
import { Construct } from 'constructs';
import { providerFor, type ResourceId, resourceIdOf, throwAt } from '../core';
import { inStack, objectIdIssues } from './look-up';

/** A data factory that exists. */
export interface ExistingFactoryProps {
  /** Its resource id. */
  readonly id: string;
  /** The name of its integration runtime that pipelines and connections use, e.g. the one inside its managed network. @default Azure's own */
  readonly integrationRuntimeName?: string;
  /** Object id (UUID) of its own identity. @default looked up when Terraform plans, where something asks for it: published models do */
  readonly identityPrincipalId?: string;
}

/** A data factory that exists; its identity is looked up when something asks for it and it was not given. */
export class ExistingFactory extends Construct {
  /** Its name. */
  readonly name: string;
  /** The subscription it is in. */
  readonly subscriptionId: string;
  /** Its resource id. */
  readonly id: string;
  /** The runtime that pipelines and connections use. */
  readonly integrationRuntimeName?: string;
  /** The private endpoints of its managed network are its owner's. */
  readonly managedEndpoints = [];
  /** Its identities and their credentials are its owner's to give. */
  readonly managesCredentials = false;
  private readonly known: ResourceId;
  private lookUp?: DataAzurermDataFactory;

  /**
   * @param scope the stack that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, and its runtime where it has a managed network.
   * @throws LakehouseError when an id is none of its kind.
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingFactoryProps,
  ) {
    super(scope, id);
    throwAt(this, objectIdIssues('identityPrincipalId', props.identityPrincipalId));
    this.known = resourceIdOf(this, 'id', props.id, 'Microsoft.DataFactory/factories');
    this.id = this.known.id;
    this.name = this.known.name;
    this.subscriptionId = this.known.subscriptionId;
    this.integrationRuntimeName = props.integrationRuntimeName;
  }

  /** Object id of its own identity. */
  get identityPrincipalId(): string {
    if (this.props.identityPrincipalId !== undefined) return this.props.identityPrincipalId;
    const { name, resourceGroupName } = this.known;
    this.lookUp ??= new DataAzurermDataFactory(inStack(this, 'identityPrincipalId'), 'LookUp', {
      name,
      resourceGroupName,
      provider: providerFor(this, this),
    });
    return this.lookUp.identity.get(0).principalId;
  }
}
