import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import { type ApplicationConsumer, type Department, readableColumns } from '../../model';
import { nameAt } from '../core';
import type { ResourceGroup } from '../hosts';
import type { IngestionLayer } from '../ingestion-layer';
import type { SynapseGold } from '../synapse-gold';

/** What the access of a department's consumers is made of. */
export interface ConsumerAccessProps {
  /** Whose consumers they are. */
  readonly department: Department;
  /** Where applications' identities are made. */
  readonly resourceGroup: ResourceGroup;
  /** Grants on gold tables. */
  readonly gold: SynapseGold;
  /** Grants on alerts. */
  readonly ingestion: IngestionLayer;
}

/** An application's identity, and what lets it in from outside Azure. */
export interface ApplicationAccess {
  /** The application's identity. */
  readonly identity: UserAssignedIdentity;
  /** Trust in the tokens of the platform that the application runs on. */
  readonly federation?: FederatedIdentityCredential;
}

/**
 * Who reads what of a department: groups of people and applications, each with just what it needs.
 *
 * People come in by an Entra group; applications by an identity of their own, federated where they run outside Azure.
 * Nobody gets a key.
 */
export class ConsumerAccess extends Construct {
  /** The applications' identities, by consumer. */
  readonly applications: Readonly<Record<string, ApplicationAccess>>;
  private readonly props: ConsumerAccessProps;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department and the layers that grant.
   */
  constructor(scope: Construct, id: string, props: ConsumerAccessProps) {
    super(scope, id);
    this.props = props;
    const applications: Record<string, ApplicationAccess> = {};
    for (const consumer of props.department.consumers) {
      if (consumer.kind === 'group') {
        const { name, reason } = consumer;
        props.gold.grantRead(consumer.reads, { name, kind: 'group', reason }, (table) =>
          readableColumns(consumer, table),
        );
      } else {
        applications[consumer.name] = this.application(consumer);
      }
    }
    this.applications = applications;
  }

  private application(consumer: ApplicationConsumer): ApplicationAccess {
    const { resourceGroup, gold, ingestion } = this.props;
    const name = nameAt(resourceGroup.placement, 'userAssignedIdentity', consumer.name);
    const identity = new UserAssignedIdentity(this, `Identity-${consumer.name}`, {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.resource.name,
    });
    const principal = { name, kind: 'application' as const, reason: consumer.reason };
    if (consumer.reads.length > 0)
      gold.grantRead(consumer.reads, principal, (table) => readableColumns(consumer, table));
    if (consumer.receives.length > 0)
      ingestion.grantReceiveAlerts({
        name: consumer.name,
        principalId: identity.principalId,
        identityName: name,
        reason: consumer.reason,
      });
    if (!consumer.federation) return { identity };
    const federation = new FederatedIdentityCredential(this, `Federation-${consumer.name}`, {
      name: consumer.name,
      resourceGroupName: resourceGroup.resource.name,
      parentId: identity.id,
      audience: ['api://AzureADTokenExchange'],
      issuer: consumer.federation.issuer,
      subject: consumer.federation.subject,
    });
    return { identity, federation };
  }
}
