import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import {
  type ApplicationConsumer,
  type Consumer,
  type Department,
  type Mistake,
  readableColumns,
} from '../../model';
import { federatedById, nameAt, providerFor, throwAt } from '../core';
import type { IResourceGroup } from '../hosts';
import type { IngestionLayer } from '../ingestion-layer';
import type { SynapseGold } from '../synapse-gold';

/** What the access of a department's consumers is made of. */
export interface ConsumerAccessProps {
  /** Whose consumers they are. */
  readonly department: Pick<Department, 'name' | 'consumers'>;
  /** Where applications' identities are made. @default none: needed where there are applications */
  readonly resourceGroup?: IResourceGroup;
  /** Object ids of groups, by name: a group that was made anew under its name is noticed by it. @default not compared */
  readonly groups?: Readonly<Record<string, string>>;
  /** Grants on gold tables. @default none: needed where somebody reads */
  readonly gold?: Pick<SynapseGold, 'grantRead'>;
  /** Grants on alerts. @default none: needed where somebody receives alerts */
  readonly ingestion?: Pick<IngestionLayer, 'grantReceiveAlerts'>;
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
   * @throws LakehouseError when something is missing that a consumer needs.
   */
  constructor(scope: Construct, id: string, props: ConsumerAccessProps) {
    super(scope, id);
    this.props = props;
    throwAt(this, missing(props));
    const applications: Record<string, ApplicationAccess> = {};
    for (const consumer of props.department.consumers) {
      if (consumer.kind === 'group') {
        const { name, reason } = consumer;
        const objectId = props.groups?.[name];
        const people = { name, kind: 'group' as const, reason, ...(objectId !== undefined && { objectId }) };
        props.gold?.grantRead(consumer.reads, people, (table) => readableColumns(consumer, table));
      } else if (props.resourceGroup) {
        applications[consumer.name] = this.application(consumer, props.resourceGroup);
      }
    }
    this.applications = applications;
  }

  private application(consumer: ApplicationConsumer, resourceGroup: IResourceGroup): ApplicationAccess {
    const { gold, ingestion } = this.props;
    const name = nameAt(resourceGroup.placement, 'userAssignedIdentity', consumer.name);
    const identity = new UserAssignedIdentity(this, `Identity-${consumer.name}`, {
      name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      provider: providerFor(this, resourceGroup),
    });
    const principal = { name, kind: 'application' as const, reason: consumer.reason };
    if (consumer.reads.length > 0)
      gold?.grantRead(consumer.reads, principal, (table) => readableColumns(consumer, table));
    if (consumer.receives.length > 0)
      ingestion?.grantReceiveAlerts({
        name: consumer.name,
        principalId: identity.principalId,
        identityName: name,
        reason: consumer.reason,
      });
    if (!consumer.federation) return { identity };
    const federation = new FederatedIdentityCredential(this, `Federation-${consumer.name}`, {
      name: consumer.name,
      resourceGroupName: resourceGroup.nameToken,
      provider: providerFor(this, resourceGroup),
      parentId: identity.id,
      audience: ['api://AzureADTokenExchange'],
      issuer: consumer.federation.issuer,
      subject: consumer.federation.subject,
    });
    return { identity, federation: federatedById(federation, identity) };
  }
}

function missing({ department, resourceGroup, gold, ingestion }: ConsumerAccessProps): Mistake[] {
  const issue = (
    prop: keyof ConsumerAccessProps,
    consumer: Consumer | undefined,
    needs: string,
  ): Mistake[] =>
    consumer === undefined
      ? []
      : [{ code: 'LH6013', prop, got: `is missing, and ${consumer.name} ${needs}`, change: 'pass it' }];
  const { consumers } = department;
  const applications = consumers.filter((consumer) => consumer.kind === 'application');
  return [
    ...(resourceGroup ? [] : issue('resourceGroup', applications[0], 'gets an identity in one')),
    ...(gold
      ? []
      : issue(
          'gold',
          consumers.find(({ reads }) => reads.length > 0),
          'reads tables of it',
        )),
    ...(ingestion
      ? []
      : issue(
          'ingestion',
          applications.find(({ receives }) => receives.length > 0),
          'receives alerts of it',
        )),
  ];
}
