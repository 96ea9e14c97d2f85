import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import { federatedById } from '../core';
import { BOOTSTRAP_DEFAULTS } from './defaults';

/** Whose tokens an identity is given out for. */
export interface FederatedSubject {
  /** What it is called among those of its identity: letters, digits and dashes. */
  readonly name: string;
  /** Who issues the tokens. */
  readonly issuer: string;
  /** Whom they are for, without wildcards. */
  readonly subject: string;
}

/** Whom pipelines act as. */
export interface PipelineIdentityProps {
  /** Its name. */
  readonly name: string;
  /** Where it is. */
  readonly resourceGroup: ResourceGroup;
  /** Whose tokens it is given out for, one or more. */
  readonly subjects: readonly FederatedSubject[];
}

/** An identity that pipelines outside of Azure act as, by tokens of their own: there is no secret that could be lost. */
export class PipelineIdentity extends Construct {
  /** Its name. */
  readonly name: string;
  /** The identity. */
  readonly resource: UserAssignedIdentity;
  /** Whose tokens it is given out for. */
  readonly federations: readonly FederatedIdentityCredential[];

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props its name, and whose tokens it is given out for.
   */
  constructor(scope: Construct, id: string, props: PipelineIdentityProps) {
    super(scope, id);
    const { name, resourceGroup, subjects } = props;
    this.name = name;
    this.resource = new UserAssignedIdentity(this, 'Resource', {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.name,
    });
    this.federations = subjects.reduce<readonly FederatedIdentityCredential[]>(
      (made, { name: key, issuer, subject }) => [
        ...made,
        federatedById(
          new FederatedIdentityCredential(this, `Federation-${key}`, {
            name: key,
            resourceGroupName: resourceGroup.name,
            parentId: this.resource.id,
            audience: [BOOTSTRAP_DEFAULTS.audience],
            issuer,
            subject,
            // Azure refuses two changes of one identity's credentials at once.
            dependsOn: made.slice(-1),
          }),
          this.resource,
        ),
      ],
      [],
    );
  }
}
