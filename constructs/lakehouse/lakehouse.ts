import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';
import type { Department } from '../../model';
import { grant, type PrincipalKind, protect, zoneContainer, ZONES, type Zone } from '../core';
import type { DataLake, DepartmentIdentity, ResourceGroup } from '../hosts';

/** What a department's lakehouse is made of. */
export interface LakehouseProps {
  /** Whose zones they are. */
  readonly department: Department;
  /** Decides the environment, and with it the protection. */
  readonly resourceGroup: ResourceGroup;
  /** The account that holds the containers; it also owns their lifecycle, because an account has one policy only. */
  readonly lake: DataLake;
  /** Whom the department's pipelines act as. */
  readonly identity: DepartmentIdentity;
}

/** Somebody who is granted something, with words for the access matrix. */
export interface Grantee {
  /** A short stable word for the construct ids of its grants, e.g. `Pipelines`. */
  readonly key: string;
  /** Object id. */
  readonly principalId: string;
  /** Name, as people know it. */
  readonly name: string;
  /** What it is, for the access matrix. @default 'service identity' */
  readonly kind?: PrincipalKind;
  /** Why it is needed. */
  readonly reason: string;
}

/** A department's zones in the lake: a container for each, protected, with just the grants that are needed. */
export class Lakehouse extends Construct {
  /** The containers, by zone. */
  readonly containers: Readonly<Record<Zone, StorageContainer>>;
  /** The account. */
  readonly lake: DataLake;
  private readonly department: Department;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department, the account and the identity of its pipelines.
   */
  constructor(scope: Construct, id: string, props: LakehouseProps) {
    super(scope, id);
    const { department, lake, identity, resourceGroup } = props;
    this.lake = lake;
    this.department = department;
    const lifecycle = protect(resourceGroup.placement.environment);
    const made = ZONES.map((zone) => [
      zone,
      new StorageContainer(this, `Container-${zone}`, {
        name: zoneContainer(department.name, zone),
        storageAccountId: lake.id,
        containerAccessType: 'private',
        lifecycle,
      }),
    ]);
    this.containers = Object.fromEntries(made) as Record<Zone, StorageContainer>;
    const pipelines = {
      key: 'Pipelines',
      principalId: identity.principalId,
      name: identity.name,
      kind: 'pipeline identity' as const,
    };
    for (const zone of ZONES) {
      const reason = `pipelines of ${department.name} ${zone === 'secrets' ? 'read the pepper from' : 'fill'} ${zone}`;
      if (zone === 'secrets') this.grantRead(zone, { ...pipelines, reason });
      else this.grantWrite(zone, { ...pipelines, reason });
    }
  }

  /** URL of a zone's container, `https://<account>.dfs.core.windows.net/<container>`. */
  urlOf(zone: Zone): string {
    return `${this.lake.dfsEndpoint}/${zoneContainer(this.department.name, zone)}`;
  }

  /** Lets somebody read a zone. Asking twice is harmless. */
  grantRead(zone: Zone, grantee: Grantee): void {
    this.grantRole(zone, 'Storage Blob Data Reader', 'reads', grantee);
  }

  /** Lets somebody read, write and delete in a zone. Asking twice is harmless. */
  grantWrite(zone: Zone, grantee: Grantee): void {
    this.grantRole(zone, 'Storage Blob Data Contributor', 'writes', grantee);
  }

  private grantRole(
    zone: Zone,
    role: 'Storage Blob Data Reader' | 'Storage Blob Data Contributor',
    verb: string,
    grantee: Grantee,
  ): void {
    const id = `${grantee.key}-${verb}-${zone}`;
    if (this.node.tryFindChild(id)) return;
    const on = zoneContainer(this.department.name, zone);
    grant(this, id, {
      scopeId: this.containers[zone].id,
      role,
      principalId: grantee.principalId,
      reason: grantee.reason,
      on,
      to: grantee.name,
      kind: grantee.kind,
    });
  }
}
