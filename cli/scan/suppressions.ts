/** A policy that is not held, and why. */
export interface Suppression {
  /** The policy's id, as Checkov has it. */
  readonly policy: string;
  /** Where it is not held: everywhere, or where services have public addresses. */
  readonly where: 'everywhere' | 'public';
  /** The resources that it is about. */
  readonly on: string;
  /** Why. */
  readonly reason: string;
}

/** The policies that are not held, each with its reason; `docs/policies.md` is made of it. */
export const SUPPRESSIONS: readonly Suppression[] = Object.freeze([
  everywhere('CKV_AZURE_33', 'storage accounts', 'asks for the logs of queues, and there are no queues'),
  everywhere(
    'CKV_AZURE_103',
    'data factories',
    "a Git repository on the factory and Terraform would overwrite each other's pipelines",
  ),
  everywhere(
    'CKV_AZURE_206',
    'storage accounts',
    'counts geo-replication only; data are kept in three zones of one region',
  ),
  everywhere(
    'CKV_AZURE_240',
    'Synapse workspaces',
    "a key of the customer's own is a decision of each company; Microsoft's keys encrypt until then",
  ),
  everywhere('CKV2_AZURE_1', 'storage accounts', "the same: encrypted twice, with Microsoft's keys"),
  everywhere('CKV2_AZURE_15', 'data factories', 'the same'),
  everywhere(
    'CKV2_AZURE_21',
    'storage accounts',
    'reads of blobs are logged by a diagnostic setting, which this policy does not look at',
  ),
  publicly(
    'CKV_AZURE_35',
    'storage accounts',
    "a firewall would shut out pipelines, which come by identity over Azure's runtime",
  ),
  publicly(
    'CKV_AZURE_58',
    'Synapse workspaces',
    'a managed network costs by the hour and has nothing private to reach',
  ),
  publicly('CKV_AZURE_59', 'storage accounts', 'only identities are let in, keys are off'),
  publicly('CKV_AZURE_104', 'data factories', 'only identities are let in'),
  publicly(
    'CKV_AZURE_109',
    'key vaults',
    'the vault lets in identities only, and pipelines have no fixed address',
  ),
  publicly('CKV_AZURE_157', 'Synapse workspaces', 'exfiltration protection needs the managed network'),
  publicly('CKV_AZURE_189', 'key vaults', 'the vault lets in identities only'),
  publicly('CKV2_AZURE_19', 'Synapse workspaces', "the only rule lets in Azure's own services"),
  publicly('CKV2_AZURE_32', 'key vaults', 'there are no private endpoints'),
  publicly('CKV2_AZURE_33', 'storage accounts', 'there are no private endpoints'),
  publicly('CKV_AZURE_144', 'workspaces of models', 'the workspace lets in identities only'),
  publicly(
    'CKV2_AZURE_49',
    'workspaces of models',
    'a managed network costs by the hour and has nothing private to reach',
  ),
  publicly(
    'CKV2_AZURE_50',
    'workspaces of models',
    'the account of a workspace lets in identities only, keys are off',
  ),
]);

/** The policies that are not held in stacks with private addresses, or with public ones; sorted. */
export function suppressedIn(kind: 'private' | 'public'): string[] {
  return SUPPRESSIONS.filter(({ where }) => where === 'everywhere' || where === kind)
    .map(({ policy }) => policy)
    .sort();
}

function everywhere(policy: string, on: string, reason: string): Suppression {
  return { policy, where: 'everywhere', on, reason };
}

function publicly(policy: string, on: string, reason: string): Suppression {
  return { policy, where: 'public', on, reason };
}
