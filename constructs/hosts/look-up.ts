import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { Mistake } from '../../model';
import { failAt } from '../core';

/**
 * The construct, where Terraform can look something up for it: inside of a stack.
 *
 * @throws LakehouseError when it is in none.
 */
export function inStack(construct: Construct, prop: string): Construct {
  if (construct.node.scopes.some((scope) => TerraformStack.isStack(scope))) return construct;
  return failAt(construct, {
    code: 'LH6018',
    prop,
    got: 'is missing, and there is no stack here to look it up in',
    allowed: 'the id itself, or a scope inside of a stack',
    change: 'give the id: it is on the page of the resource in the portal',
  });
}

/** An object id or application id that is none; one that is not given, or not known yet, is no mistake. */
export function objectIdIssues(prop: string, id: string | undefined): Mistake[] {
  if (id === undefined || Token.isUnresolved(id) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    return [];
  return [
    { code: 'LH0001', prop, got: `is "${id}"`, allowed: 'a UUID', change: 'give the id that Entra ID shows' },
  ];
}
