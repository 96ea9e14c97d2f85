import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import { Construct } from 'constructs';
import type { Department } from '../../model';
import {
  grant,
  type PrincipalKind,
  type Protection,
  providerFor,
  zoneContainer,
  ZONES,
  type Zone,
} from '../core';
import { existingContainer, type IDataLake, type IDepartmentIdentity, type ILakeContainer } from '../hosts';

/** Whose zones they are. */
export interface ExistingLakehouseProps {
  /** Its name begins the names of the containers, `<department>-<zone>`. */
  readonly department: Pick<Department, 'name'>;
  /** The account that holds the containers. */
  readonly lake: IDataLake;
}

/** What a department's lakehouse is made of. */
export interface LakehouseProps {
  /** Whose zones they are; its name begins the names of the containers, `<department>-<zone>`. */
  readonly department: Pick<Department, 'name'>;
  /** The account that holds the containers; it also owns their lifecycle, because an account has one policy only. */
  readonly lake: IDataLake;
  /** Whom the department's pipelines act as. @default nobody: what they need is granted by {@link Lakehouse.grantWrite} */
  readonly identity?: Pick<IDepartmentIdentity, 'name' | 'principalId'>;
  /** Whether Terraform refuses to destroy the containers, see `protect`. @default it does */
  readonly protection?: Protection;
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

/** A department's zones in a lake, made here or not. */
export interface ILakehouse {
  /** The account. */
  readonly lake: IDataLake;
  /** The container of a zone. */
  container(zone: Zone): ILakeContainer;
  /** URL of a zone's container, `https://<account>.dfs.core.windows.net/<container>`. */
  urlOf(zone: Zone): string;
  /** Lets somebody read a zone. Asking twice is harmless. */
  grantRead(zone: Zone, grantee: Grantee): void;
  /** Lets somebody read, write and delete in a zone. Asking twice is harmless. */
  grantWrite(zone: Zone, grantee: Grantee): void;
}

abstract class ZonesOfDepartment extends Construct implements ILakehouse {
  /** The account. */
  readonly lake: IDataLake;
  private readonly department: string;

  constructor(scope: Construct, id: string, { lake, department }: ExistingLakehouseProps) {
    super(scope, id);
    this.lake = lake;
    this.department = department.name;
  }

  /** The container of a zone. */
  container(zone: Zone): ILakeContainer {
    return existingContainer(this.lake, this.nameOf(zone));
  }

  /** URL of a zone's container, `https://<account>.dfs.core.windows.net/<container>`. */
  urlOf(zone: Zone): string {
    return `${this.lake.dfsEndpoint}/${this.nameOf(zone)}`;
  }

  /** Lets somebody read a zone. Asking twice is harmless. */
  grantRead(zone: Zone, grantee: Grantee): void {
    this.grantRole(zone, 'Storage Blob Data Reader', 'reads', grantee);
  }

  /** Lets somebody read, write and delete in a zone. Asking twice is harmless. */
  grantWrite(zone: Zone, grantee: Grantee): void {
    this.grantRole(zone, 'Storage Blob Data Contributor', 'writes', grantee);
  }

  protected nameOf(zone: Zone): string {
    return zoneContainer(this.department, zone);
  }

  private grantRole(
    zone: Zone,
    role: 'Storage Blob Data Reader' | 'Storage Blob Data Contributor',
    verb: string,
    grantee: Grantee,
  ): void {
    grant(this, `${grantee.key}-${verb}-${zone}`, {
      scopeId: this.container(zone).id,
      role,
      principalId: grantee.principalId,
      reason: grantee.reason,
      on: this.nameOf(zone),
      to: grantee.name,
      kind: grantee.kind,
    });
  }
}

/** A department's zones in the lake: a container for each, protected, with just the grants that are needed. */
export class Lakehouse extends ZonesOfDepartment {
  /**
   * Zones that exist: containers `<department>-<zone>` of a lake. Grants are made on them, and nothing else.
   *
   * @param scope the stack that refers to it; grants on it are made in its stack.
   * @param id its name below the scope.
   * @param props whose zones they are, and where.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingLakehouseProps): ILakehouse {
    return new ExistingLakehouse(scope, id, props);
  }

  /** The containers, by zone. */
  readonly containers: Readonly<Record<Zone, StorageContainer>>;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the department, the account, and the identity of its pipelines.
   */
  constructor(scope: Construct, id: string, props: LakehouseProps) {
    super(scope, id, props);
    const { department, lake, identity, protection = { preventDestroy: true } } = props;
    const made = ZONES.map((zone) => [
      zone,
      new StorageContainer(this, `Container-${zone}`, {
        name: zoneContainer(department.name, zone),
        storageAccountId: lake.id,
        provider: providerFor(this, lake),
        containerAccessType: 'private',
        lifecycle: protection,
      }),
    ]);
    this.containers = Object.fromEntries(made) as Record<Zone, StorageContainer>;
    if (identity === undefined) return;
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

  /** The container of a zone. */
  override container(zone: Zone): ILakeContainer {
    const { id, name } = this.containers[zone];
    return { ...super.container(zone), id, nameToken: name };
  }
}

class ExistingLakehouse extends ZonesOfDepartment {}
