import { type ApiKey, type DataContract, type Form, formMistakes, type Mistake } from '../../model';
import { type ManualStep } from '../core/manual-step';
import { azProof } from '../core/proof';
import { type ExternalGrant, type SourceReader } from './connector';

const HEADER: Form = {
  pattern: /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
  allowed: 'the name of a header: letters, digits and dashes',
};
const SECRET: Form = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,125}[A-Za-z0-9])?$/,
  allowed: 'the name of a secret of a key vault, 1 to 127 letters, digits and dashes, and never its value',
};

/** What is wrong with a key; properties are named as below `delivery.from`. */
export function keyMistakes(key: ApiKey | undefined): Mistake[] {
  if (key === undefined) return [];
  return [
    ...formMistakes('authentication.header', key.header, HEADER),
    ...(key.secret === undefined ? [] : formMistakes('authentication.secret', key.secret, SECRET)),
  ];
}

/** The name of the secret that holds the key of a source. */
export function secretOf(key: ApiKey, { name }: DataContract): string {
  return key.secret ?? `${name}-key`;
}

/** The header, as a linked service refers to its value. Source: "REST connector", authentication headers; "Store credentials in Azure Key Vault". */
export function authHeaders(
  key: ApiKey,
  contract: DataContract,
  vault: string,
): { readonly authHeaders: Readonly<Record<string, unknown>> } {
  return {
    authHeaders: {
      [key.header]: {
        type: 'AzureKeyVaultSecret',
        store: { referenceName: vault, type: 'LinkedServiceReference' },
        secretName: secretOf(key, contract),
      },
    },
  };
}

/** What a person does once: the value is put into the vault, and the department's identity may read that secret alone. */
export function keySteps(
  key: ApiKey,
  contract: DataContract,
  { department, stack, identity, vault, privateNetwork }: SourceReader,
): ManualStep[] {
  const file = `${stack}-${contract.name}-key.sh`;
  return [
    {
      title: `Key of ${contract.name} of ${department}`,
      byHand: 'Terraform would keep it in its state, which whoever plans may read',
      acknowledgedAs: `key-of-${contract.name}`,
      commands: [`bash ${file}`],
      proof: [
        {
          // The list has names, and no values.
          ...azProof(
            `${vault} has the secret ${secretOf(key, contract)}`,
            ['keyvault', 'secret', 'list', '--vault-name', vault],
            `length([?name=='${secretOf(key, contract)}'])`,
            { atLeast: 1 },
          ),
          inside: privateNetwork,
        },
      ],
      steps: [
        `Run \`bash ${file}\`, beside this file, as somebody with the roles Key Vault Secrets Officer and Role Based Access Control Administrator on \`${vault}\`, from where the vault is reached. It asks for the whole value of the header \`${key.header}\`, keeps it as the secret \`${secretOf(key, contract)}\`, and lets \`${identity}\` read that secret and no other. Run it again when the key changes.`,
      ],
      files: { [file]: script(key, contract, { identity, vault }) },
    },
  ];
}

/** The right that the script gives. */
export function keyGrants(key: ApiKey, contract: DataContract): ExternalGrant[] {
  return [
    {
      scope: `secret ${secretOf(key, contract)} of the key vault`,
      right: 'Key Vault Secrets User',
      mechanism: 'role assignment',
    },
  ];
}

function script(
  key: ApiKey,
  contract: DataContract,
  { identity, vault }: Pick<SourceReader, 'identity' | 'vault'>,
): string {
  const secret = secretOf(key, contract);
  return `#!/usr/bin/env bash
# Keeps the value of a header in a key vault, and lets one identity read it.
set -euo pipefail
read -rsp 'whole value of the header ${key.header}: ' value; echo
# By a file: arguments can be seen by others on this machine.
az keyvault secret set --vault-name ${vault} --name ${secret} --file <(printf %s "$value") --encoding utf-8 --output none
principal=$(az identity list --query "[?name=='${identity}'].principalId | [0]" --output tsv)
scope=$(az keyvault show --name ${vault} --query id --output tsv)/secrets/${secret}
az role assignment create --role 'Key Vault Secrets User' --scope "$scope" \\
  --assignee-object-id "$principal" --assignee-principal-type ServicePrincipal --output none
`;
}
