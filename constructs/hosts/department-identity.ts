import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import type { NamingSettings } from '../../model';
import { nameAt } from '../core';
import type { ResourceGroup } from './resource-group';

/** Whose identity it is. */
export interface DepartmentIdentityProps {
  /** Decides the region and the environment. */
  readonly resourceGroup: ResourceGroup;
  /** The department's name. */
  readonly department: string;
  /** How the department's resources are named. @default as those of the resource group's owner */
  readonly naming?: NamingSettings;
}

/**
 * The identity that a department's pipelines act as. It lives in the platform, so that every owner can grant to every
 * reader without one department's stack depending on another's.
 */
export class DepartmentIdentity extends Construct {
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
    this.department = department;
    this.name = nameAt({ ...resourceGroup.placement, department, naming }, 'userAssignedIdentity');
    this.resource = new UserAssignedIdentity(this, 'Resource', {
      name: this.name,
      location: resourceGroup.location,
      resourceGroupName: resourceGroup.resource.name,
      tags: { department },
    });
    this.id = this.resource.id;
    this.principalId = this.resource.principalId;
    this.clientId = this.resource.clientId;
    // Data Factory refuses dashes in the names that others refer to.
    this.credentialName = department.replaceAll('-', '_');
  }
}
