import { type IssueKinds } from './kind';

/** LH506x: keys of the company's own. */
export const ENCRYPTION_ISSUES = {
  LH5060: {
    title: 'a service is to use a key of the company that takes none here',
    why: 'Each service has conditions of its own: tiers, clusters, or hardware that it keeps keys in.',
    example: "customerManagedKey: { keyId, also: ['eventHubs'] }",
    mend: "customerManagedKey: { keyId, also: ['synapse'] }",
  },
  LH5061: {
    title: 'a data factory is to use a key without a version',
    why: 'Accounts and workspaces follow a key that is rotated; the provider gives a factory one version of it.',
    example: "customerManagedKey: { keyId, also: ['dataFactory'] }",
    mend: "customerManagedKey: { keyId, also: ['dataFactory'], keyVersion: '0123456789abcdef0123456789abcdef' }",
  },
} as const satisfies IssueKinds;
