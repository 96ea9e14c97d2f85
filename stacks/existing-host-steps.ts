// Loaded by its first use: nobody has steps for hosts that are made here.
import { azProof, type ManualStep, privateLinkTargets, type Proof } from '../compilers/internal';
import { type IDepartmentIdentity, lifecycleRules, policyDocument, policyRules } from '../constructs/hosts';
import type { Department } from '../model';
import type { IPlatform } from './platform';

/** The version of the interface of data factories. Source: "Credential Operations - Create Or Update". */
const FACTORY_API = '2018-06-01';

/** What the owners of existing services do for a department, because the services are theirs and not touched here. */
export function existingHostSteps(
  stack: string,
  department: Department,
  identity: IDepartmentIdentity,
  { lake, dataFactory, synapse, environment }: IPlatform,
): ManualStep[] {
  const { name } = department;
  const servers = privateLinkTargets(department.sources).map((id) => id.split('/').at(-1) ?? id);
  const credential: ManualStep = {
    title: `Credential of ${name} in ${dataFactory.name}`,
    byHand: 'the factory belongs to somebody else, and pipelines have no right to change it',
    acknowledgedAs: 'factory-credential',
    commands: [
      `factory=$(az resource list --name ${dataFactory.name} --resource-type Microsoft.DataFactory/factories --query "[0].id" --output tsv)`,
      `identity=$(az identity list --query "[?name=='${identity.name}'].id | [0]" --output tsv)`,
      `az rest --method patch --url "$factory?api-version=${FACTORY_API}" \\`,
      `  --body '{"identity": {"type": "SystemAssigned,UserAssigned", "userAssignedIdentities": {"'"$identity"'": {}}}}'`,
      `az rest --method put --url "$factory/credentials/${identity.credentialName}?api-version=${FACTORY_API}" \\`,
      `  --body '{"properties": {"type": "ManagedIdentity", "typeProperties": {"resourceId": "'"$identity"'"}}}'`,
    ],
    proof: [credentialProof(dataFactory.id, identity.credentialName)],
    steps: [
      `Before \`${stack}\` is deployed: give the data factory \`${dataFactory.name}\` the user-assigned identity \`${identity.name}\`, and make a credential of it there with the name \`${identity.credentialName}\`.`,
      ...(environment.network.kind === 'private'
        ? [
            `See that its managed network has approved private endpoints to \`${lake.name}\` (dfs, blob), to \`${synapse.name}\` (SqlOnDemand)${servers.map((server) => ` and to \`${server}\` (sqlServer)`).join('')}; and that \`${synapse.name}\`, where it is protected against exfiltration, has its own to \`${lake.name}\`.`,
          ]
        : []),
    ],
  };
  const file = `${stack}-lifecycle.json`;
  const rules = policyRules(lifecycleRules(department));
  const lifecycle: ManualStep = {
    title: `Lifecycle of the zones of ${name} in ${lake.name}`,
    byHand: 'a lake has one policy, which belongs to the owner of the lake',
    steps: [
      `Add the rules of \`${file}\`, beside this file, to the management policy of \`${lake.name}\`. An account has one policy: what is in it already has to stay. Without these rules nothing is ever deleted from landing, bronze and quarantine.`,
    ],
    commands: [
      `az storage account management-policy show --account-name ${lake.name} --resource-group ${lake.resourceGroupName} --query policy > policy.json`,
      `jq --slurp '{ rules: (.[0].rules + .[1].rules | group_by(.name) | map(last)) }' policy.json ${file} > merged.json`,
      `az storage account management-policy create --account-name ${lake.name} --resource-group ${lake.resourceGroupName} --policy @merged.json`,
    ],
    proof: [
      azProof(
        `the policy of ${lake.name} has the rules of ${name}`,
        [
          ...['storage', 'account', 'management-policy', 'show'],
          ...(lake.subscriptionId === undefined ? [] : ['--subscription', lake.subscriptionId]),
          ...['--account-name', lake.name, '--resource-group', lake.resourceGroupName],
        ],
        `length(policy.rules[?${rules.map((rule) => `name=='${rule.name}'`).join(' || ')}])`,
        { atLeast: rules.length },
      ),
    ],
    files: { [file]: policyDocument(lifecycleRules(department)) },
  };
  return [
    ...(dataFactory.managesCredentials ? [] : [credential]),
    ...(lake.managesLifecycle ? [] : [lifecycle]),
  ];
}

function credentialProof(factory: string, credential: string): Proof {
  return azProof(
    `the factory has the credential ${credential}`,
    ['rest', '--method', 'get', '--url', `${factory}/credentials/${credential}?api-version=${FACTORY_API}`],
    'name',
    { equals: credential },
  );
}
