import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import type { NamingSettings } from '../../model';
import { nameAt, placeIn } from '../core';
import { credentialNameOf, ExistingIdentity, type ExistingIdentityProps } from './existing-identity';
import type { IResourceGroup } from './resource-group';

/** Whose identity it is. */
export interface DepartmentIdentityProps {
  /** Decides the region and the environment. */
  readonly resourceGroup: IResourceGroup;
  /** The department's name. */
  readonly department: string;
  /** How the department's resources are named. @default as those of the resource group's owner */
  readonly naming?: NamingSettings;
}

/** The identity that a department's pipelines act as, made here or not. */
export interface IDepartmentIdentity {
  /** Its name, which is also the name of its user in SQL. */
  readonly name: string;
  /** The department. */
  readonly department: string;
  /** Its resource id. */
  readonly id: string;
  /** Its object id, for grants. */
  readonly principalId: string;
  /** Its application id, for clients that ask for a token. */
  readonly clientId: string;
  /** The name by which linked services refer to it in a data factory. */
  readonly credentialName: string;
}

/**
 * The identity that a department's pipelines act as. It lives in the platform, so that every owner can grant to every
 * reader without one department's stack depending on another's.
 */
export class DepartmentIdentity extends Construct implements IDepartmentIdentity {
  /**
   * A user-assigned identity that exists. The factory that pipelines run in has to have it, with a credential of the given
   * name.
   *
   * @param scope the stack, or the app, that refers to it.
   * @param id its name below the scope.
   * @param props its resource id, the department, and its object id where it is known.
   * @throws LakehouseError when an id is none of its kind.
   */
  static fromExisting(scope: Construct, id: string, props: ExistingIdentityProps): IDepartmentIdentity {
    return new ExistingIdentity(scope, id, props);
  }

  /** Its name. */
  readonly name: string;
  /** The department. */
  readonly department: string;
  /** Its resource id, a token. */
  readonly id: string;
  /** Its object id, for grants, a token. */
  readonly principalId: string;
  /** Its application id, for clients that ask for a token, a token. */
  readonly clientId: string;
  /** The name by which linked services refer to it in a data factory. */
  readonly credentialName: string;
  /** The identity. */
  readonly resource: UserAssignedIdentity;

  /**
   * @param scope where it is made.
   * @param id its name below the scope.
   * @param props the place and the department.
   */
  constructor(scope: Construct, id: string, props: DepartmentIdentityProps) {
    super(scope, id);
    const { resourceGroup, department } = props;
    const { naming = resourceGroup.placement.naming } = props;
    placeIn(this, resourceGroup);
    this.department = department;
    this.name = nameAt({ ...resourceGroup.placement, department, naming }, 'userAssignedIdentity');
    this.resource = new UserAssignedIdentity(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.nameToken,
      tags: { department },
    });
    this.id = this.resource.id;
    this.principalId = this.resource.principalId;
    this.clientId = this.resource.clientId;
    this.credentialName = credentialNameOf(department);
  }
}
