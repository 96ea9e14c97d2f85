import { type ManualStep, privateLinkTargets } from '../compilers/internal';
import { type IDepartmentIdentity, lifecycleRules, policyDocument } from '../constructs/hosts';
import type { Department } from '../model';
import type { IPlatform } from './platform';

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
    acknowledgedAs: 'factory-credential',
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
  const lifecycle: ManualStep = {
    title: `Lifecycle of the zones of ${name} in ${lake.name}`,
    steps: [
      `Add the rules of \`${file}\`, beside this file, to the management policy of \`${lake.name}\`. An account has one policy: what is in it already has to stay. Without these rules nothing is ever deleted from landing, bronze and quarantine.`,
    ],
    files: { [file]: policyDocument(lifecycleRules(department)) },
  };
  return [
    ...(dataFactory.managesCredentials ? [] : [credential]),
    ...(lake.managesLifecycle ? [] : [lifecycle]),
  ];
}
