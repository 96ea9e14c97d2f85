import { SUPPRESSIONS } from '../../cli/scan/suppressions';
import { table } from './table';

const WHERE = {
  everywhere: 'everywhere',
  public: 'environments with a public network, and the bootstrap',
} as const;

const LANDING_ZONE = `## The landing zone

What your landing zone asks of every resource, \`landingZone\` of an environment says, and each synthesis looks at it: before Azure Policy refuses a
deployment half way.

<!-- compiled in
import { company, type Environment } from 'cdktf-azure-lakehouse/model';

declare const prod: Environment;
-->

\`\`\`ts
company('Acme', {
  code: 'acme',
  settings: { tags: { 'cost-centre': 'CC-4711' } },
  environments: [
    {
      ...prod,
      landingZone: {
        allowedRegions: ['westeurope', 'northeurope'],
        requiredTags: {
          'managed-by': ['terraform'],
          'cost-centre': { pattern: 'CC-[0-9]{4}' },
          department: 'any',
        },
        namePatterns: { azurerm_storage_account: 'st[a-z0-9]+' },
        publicEndpoints: 'forbidden',
        exemptions: [
          {
            rule: 'publicEndpoints',
            resource: 'platform-prod/azurerm_storage_account.Downloads_3F2A1B0C',
            reason: 'holds price lists that everybody may read',
          },
        ],
      },
    },
  ],
  departments: [],
});
\`\`\`

- It holds for all that the environment's stacks make, **your own resources in them** as well. Each mistake names the rule, the resources, what is allowed and
  what to change, all at once ([LH5050](errors.md#lh5050) to [LH5057](errors.md#lh5057)).
- Patterns match the whole text. Names of tags are the same in upper and lower case, their values are not. \`global\` is a region that needs no
  permission.
- Public is what has a switch for it that is on, or that is left out where Azure opens by default; public addresses; rules of firewalls; containers and
  files for everybody. A Log Analytics workspace does not count: logs come over Azure Monitor's own endpoints.
- A rule about a type that nothing makes is a warning; an exemption that nothing needs is a mistake.
- The [bootstrap](deploying.md) keeps the rules of the environments that it is in one subscription with. Its account for states is public, because runners come from
  outside: where public endpoints are forbidden, it needs an exemption with that reason, for \`bootstrap/azurerm_storage_account.…\`.
- Not looked at: values that are known only after the deployment, what Azure makes by itself, and existing resources.`;

/** `docs/policies.md`. */
export function policiesPage(): string {
  return `<!-- Made of the code by \`npm run docs\`. -->

# Policies

${LANDING_ZONE}

## Checkov

\`lakehouse scan\` holds what was synthesized against all policies of [Checkov](https://www.checkov.io/) for azurerm, without a network and without an
account: \`pipx install checkov\`, then \`lakehouse scan\`. It copies the stacks first, because the scanner reads nothing of a file with
\`terraform.required_version\`, and says so only in passing.

${SUPPRESSIONS.length} policies are not held, each by a type of resource and for a reason, which stands beside what makes it:

${table(
  ['policy', 'on', 'where', 'because'],
  SUPPRESSIONS.map(({ policy, type, where, reason }) => [
    `\`${policy}\``,
    `\`${type}\``,
    WHERE[where],
    reason,
  ]),
)}
`;
}
