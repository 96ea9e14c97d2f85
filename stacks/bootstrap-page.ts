import { actionsOfType } from '../constructs/bootstrap';
import { type Company, type Environment, isApproved } from '../model';
import type { BootstrapStack } from './bootstrap-stack';
import { markdownTable } from './markdown-table';

/** What the bootstrap is, who makes it and how, and what each right in it is for. */
export function bootstrapPage(company: Company, stack: BootstrapStack): string {
  const { needs, environments, pipelines } = stack;
  const rights = environments.flatMap(({ name }) => {
    const { deploy, plan } = pipelines[name] ?? {};
    if (deploy === undefined || plan === undefined) return [];
    return [
      [
        deploy.name,
        name,
        'deploys',
        `the role below on the subscriptions of ${name}, Storage Blob Data Contributor on its states`,
        subjectsOf(deploy.federations),
      ],
      [
        plan.name,
        name,
        'plans',
        `Reader on the subscriptions of ${name}, Storage Blob Data Reader on its states`,
        subjectsOf(plan.federations),
      ],
    ];
  });
  return [
    `# Bootstrap of ${company.name}`,
    '',
    'Made once, by a person, before pipelines can deploy anything; again when a new type of resource comes into use (the list of actions',
    'below grows) or an environment is added. Pipelines cannot change it.',
    '',
    '## Who makes it',
    '',
    'Somebody with Owner, or Contributor and User Access Administrator, on every subscription of the environments. The rights are needed for',
    'this only.',
    '',
    '## How',
    '',
    '```sh',
    ...commands(stack),
    '```',
    '',
    'The first `init` keeps the state in a file, because the account for it is not there yet; the second one moves it there, and the file is',
    'of no use afterwards. To change the bootstrap later, remove the lock first, and apply without the file `backend_override.tf.json`:',
    '',
    '```sh',
    `az lock delete --name bootstrap --resource-group ${stack.resourceGroup.nameInput ?? ''}`,
    '```',
    '',
    ...(company.delivery?.github ? github(company, environments) : []),
    '## Who may do what afterwards',
    '',
    ...markdownTable(['identity', 'environment', 'what for', 'rights', 'whose tokens'], rights),
    '',
    `Whoever deploys may give and take these roles, to identities and groups that are none of pipelines, and no others: ${needs.grants.join(', ')}.`,
    '',
    `## The role: ${needs.actions.length} actions for ${needs.types.length} types`,
    '',
    ...markdownTable(
      ['type', 'actions'],
      needs.types.map((type) => [type, shortened(actionsOfType(type))]),
    ),
    '',
    `Beside these: reading what is looked up, the subscription and how operations go on; approving private endpoints to what is made; registering ${needs.resourceProviders.join(', ')}.`,
    '',
  ].join('\n');
}

function commands({ environments, state, resourceGroup }: BootstrapStack): string[] {
  const [first] = environments;
  const account = state.resource.nameInput ?? '';
  return [
    `az login --tenant ${first?.tenantId ?? ''}`,
    ...(first?.subscriptionId === undefined ? [] : [`az account set --subscription ${first.subscriptionId}`]),
    'ENVIRONMENT=bootstrap npx lakehouse synth',
    'cd cdktf.out/stacks/bootstrap',
    `echo '{ "terraform": { "backend": { "local": {} } } }' > backend_override.tf.json`,
    'terraform init && terraform apply',
    '# Whoever applies this may write its state, and nobody else: not the pipelines.',
    'az role assignment create --role "Storage Blob Data Contributor" \\',
    '  --assignee-object-id "$(az ad signed-in-user show --query id --output tsv)" --assignee-principal-type User \\',
    `  --scope "$(az storage account show --name ${account} --resource-group ${resourceGroup.nameInput ?? ''} --query id --output tsv)/blobServices/default/containers/bootstrap"`,
    'rm backend_override.tf.json && terraform init -migrate-state',
    'terraform plan   # no changes',
  ];
}

function github({ delivery }: Company, environments: readonly Environment[]): string[] {
  const repository = delivery?.github?.repository ?? '';
  const variable = (environment: string, name: string, value: string): string =>
    `gh variable set ${name} --repo ${repository} --env ${environment} --body "${value}"`;
  return [
    '## What GitHub needs to know',
    '',
    'Ids, none of them a secret, as variables of the repository and its environments. Environments with an approval need their reviewers,',
    'and the branch that may deploy: in the settings of the repository, under Environments.',
    '',
    '```sh',
    ...environments.flatMap(({ name, tenantId, subscriptionId }) => [
      `gh api --method PUT repos/${repository}/environments/${name}`,
      variable(name, 'AZURE_CLIENT_ID', `$(terraform output -raw ${name}_deploy_client_id)`),
      `gh variable set AZURE_PLAN_CLIENT_ID_${name.toUpperCase()} --repo ${repository} --body "$(terraform output -raw ${name}_plan_client_id)"`,
      `gh variable set AZURE_TENANT_ID --repo ${repository} --body "${tenantId}"`,
      `gh variable set AZURE_SUBSCRIPTION_ID_${name.toUpperCase()} --repo ${repository} --body "${subscriptionId ?? '$(az account show --query id --output tsv)'}"`,
    ]),
    '```',
    '',
    ...markdownTable(
      ['environment', 'approval before it is deployed'],
      (delivery?.environments ?? []).map((delivered) => {
        const environment = environments.find(({ name }) => name === delivered.name);
        return [delivered.name, environment && isApproved(delivered, environment) ? 'yes' : 'no'];
      }),
    ),
    '',
  ];
}

function subjectsOf(federations: BootstrapStack['pipelines'][string]['deploy']['federations']): string {
  return federations.map(({ subjectInput }) => `\`${subjectInput ?? ''}\``).join(', ');
}

/** `a/read, a/write, a/delete` as `a/{read,write,delete}`. */
function shortened(actions: readonly string[]): string {
  const manages = actions
    .filter((action) => action.endsWith('/delete'))
    .map((action) => action.slice(0, -'/delete'.length))
    .filter((resource) => ['read', 'write'].every((verb) => actions.includes(`${resource}/${verb}`)));
  const others = actions.filter(
    (action) => !manages.some((resource) => action.replace(/\/(read|write|delete)$/, '') === resource),
  );
  return [...manages.map((resource) => `${resource}/{read,write,delete}`), ...others].join(', ');
}
