import { SUPPRESSIONS } from '../../cli/scan/suppressions';
import { table } from './table';

const WHERE = {
  everywhere: 'everywhere',
  public: 'environments with a public network, and the bootstrap',
} as const;

/** `docs/policies.md`. */
export function policiesPage(): string {
  return `<!-- Made of the code by \`npm run docs\`. -->

# Policies

\`lakehouse scan\` holds what was synthesized against all policies of [Checkov](https://www.checkov.io/) for azurerm, without a network and without an
account: \`pipx install checkov\`, then \`lakehouse scan\`. It copies the stacks first, because the scanner reads nothing of a file with
\`terraform.required_version\`, and says so only in passing.

${SUPPRESSIONS.length} policies are not held, each for a reason:

${table(
  ['policy', 'on', 'where', 'because'],
  SUPPRESSIONS.map(({ policy, on, where, reason }) => [`\`${policy}\``, on, WHERE[where], reason]),
)}
`;
}
