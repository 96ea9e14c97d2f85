import { type IssueKinds } from './kind';

/** LH93xx: how a change gets into an environment. */
export const DELIVERY_ISSUES = {
  LH9301: {
    title: 'pipelines are to deploy, and nobody says which or from where',
    why: 'Entra ID trusts tokens of the repository or the service connection that is named, and no others: without one, nothing could be deployed.',
    example: "company('Acme', { delivery: { environments: [{ name: 'prod' }] }, … })",
    mend: "company('Acme', { delivery: { environments: [{ name: 'prod' }], github: { repository: 'acme/platform' } }, … })",
  },
  LH9302: {
    title: 'pipelines cannot reach the state of an environment that they deploy',
    why: 'A state in a file is on one machine, and the next run starts on another: it would make everything a second time. One in a store of another kind is for its owner to prepare.',
    example: "delivery: { environments: [{ name: 'prod' }], … }, where prod has state: { kind: 'local' }",
    mend: "state: { kind: 'azurerm', resourceGroupName: 'rg-acme-state', storageAccountName: 'stacmestate', containerName: 'prod' }",
  },
  LH9303: {
    title: 'a federated subject is missing, or cannot be one',
    why: 'It tells one repository or connection from all others. A wrong one lets in nobody, or somebody else.',
    example: "github: { repository: 'https://github.com/acme/platform' }",
    mend: "github: { repository: 'acme/platform' }",
  },
  LH9304: {
    title: 'the environments that pipelines deploy do not belong to one tenant or one place of states',
    why: 'One bootstrap makes one role, in one tenant, and the accounts of states in one resource group of one subscription.',
    example: "dev and prod with state in the resource groups 'rg-a' and 'rg-b'",
    mend: "dev and prod with state in the resource group 'rg-acme-state', each in a container of its own",
  },
  LH9305: {
    title: 'it is not known which rights a type of resource needs to be deployed',
    why: 'The role of pipelines has the actions that their stacks need and no others: one that is missing would fail the deployment halfway.',
    example: "new StorageQueue(stack, 'Queue', { … }), in a stack that pipelines deploy",
    mend: "bootstrap: { actions: { azurerm_storage_queue: ['Microsoft.Storage/storageAccounts/queueServices/queues/*'] } }",
  },
  LH9311: {
    title: 'a plan is missing, or cannot be read',
    why: 'A guard that does not understand a plan would let it through. The format has a version, and a major one that is not known may mean something else.',
    example: 'lakehouse guard plans, where there are none',
    mend: 'terraform plan -out plan && terraform show -json plan > plans/platform-prod.json && lakehouse guard plans',
  },
  LH9312: {
    title: 'a plan is not of what was synthesized',
    why: 'What it may do is known of the stacks in the folder of the synthesis. A plan of other stacks, of an older synthesis or of another company is held against the wrong thing.',
    example: 'lakehouse guard plan.json',
    mend: 'lakehouse guard platform-prod.json --out cdktf.out',
  },
  LH9313: {
    title: 'a plan does what nobody has said that they want',
    why: 'Data that are destroyed, access that widens, an endpoint that opens, another administrator and an alert that goes look like any other line of a plan.',
    example: 'a source with another name: its hub, and the events in it, would be destroyed',
    mend: "allowedChanges: [{ address: 'operations-prod/azurerm_eventhub.…', change: 'destroy data', reason: 'nobody has sent to it since May' }]",
  },
  LH9331: {
    title: 'pipelines cannot be written of what was synthesized',
    why: 'They deploy every environment in order, from the repository or with the connections that the company names: all of it has to be known.',
    example: 'ENVIRONMENT=dev npm run synth && lakehouse ci github',
    mend: 'ENVIRONMENT=all npm run synth && lakehouse ci github',
  },
  LH9332: {
    title: 'pipelines are not those of what was synthesized',
    why: 'A stack that no pipeline names is never deployed, and one that is gone fails it.',
    example: 'a new department, and workflows that were written before it',
    mend: 'lakehouse ci github',
  },
  LH7311: {
    title: 'the scanner of policies is not installed',
    why: 'Checkov is a program of its own, in Python; without it nothing is held against the policies.',
    example: 'lakehouse scan, on a machine without Checkov',
    mend: 'pipx install checkov && lakehouse scan',
  },
  LH9341: {
    title: 'a policy scan cannot be run, or checked nothing',
    why: 'A scanner that is content with files that it does not read says that all is well.',
    example: 'lakehouse scan --checkov ./a-program-that-prints-no-report',
    mend: 'lakehouse scan --checkov checkov',
  },
  LH9342: {
    title: 'a security policy is broken',
    why: 'What is synthesized keeps every policy but those that are not held for a reason, which docs/policies.md lists. What breaks one was added or overridden.',
    example: "lake.resource.addOverride('shared_access_key_enabled', true)",
    mend: 'leave the override out',
  },
  LH9350: {
    title: 'manual steps cannot be read',
    why: 'Whether a step is done is seen by the proofs that the synthesis of the environment wrote; another format may mean something else.',
    example: 'lakehouse doctor --environment prod, where dev alone was synthesized',
    mend: 'ENVIRONMENT=prod npm run synth && lakehouse doctor --environment prod',
  },
  LH9351: {
    title: 'a department cannot have a smoke test',
    why: 'One row has to go through by itself: a source with plain columns that is no snapshot, and a silver table that reads it and nothing else, without the pepper, a range of time or a model.',
    example: 'departments: { marketing: { smokeTest: true } }, where every table holds pseudonyms',
    mend: 'departments: { operations: { smokeTest: true } }',
  },
  LH9352: {
    title: 'a smoke test cannot be run',
    why: 'It is started by the names that the synthesis wrote, of departments that asked for one, and compared with what the preview makes of the same row.',
    example: 'lakehouse smoke --environment dev, where no department has smokeTest',
    mend: 'environment dev: { smokeTest: true }, then synthesize and deploy it',
  },
  LH9353: {
    title: 'a layer fell short',
    why: 'A row that the preview takes through every layer did not come through one of them: what is missing is said with the role or the route that it usually is.',
    example: 'the identity of a department without its role on the container bronze',
    mend: 'deploy the stack again, and wait for ten minutes: roles take that long to arrive',
  },
  LH9354: {
    title: 'there is no answer of Azure from this machine',
    why: 'A smoke test is started by the Azure CLI, as whoever is logged in to it.',
    example: 'lakehouse smoke --environment dev, where nobody is logged in',
    mend: 'az login && lakehouse smoke --environment dev',
  },
  LH9355: {
    title: 'an upgrade does what nobody has said that they want',
    why: 'Another version of the library, or another name in a definition, may give a resource another address or another name: it would be destroyed and made anew, with what it holds.',
    example: "new Eventhub(this, 'Hub-returns', { … }), where 'Hub-refunds' is deployed",
    mend: "hub.moveFromId('azurerm_eventhub.Ingestion_Hub-refunds_1A2B3C4D')",
  },
  LH9356: {
    title: 'there is nothing to rehearse an upgrade with',
    why: 'What an upgrade does is the difference of two syntheses of the same environments. What was kept of one has a format: another one may mean something else.',
    example: 'lakehouse rehearse before.out, where before.out is of dev, and cdktf.out of prod',
    mend: 'ENVIRONMENT=all npm run synth && lakehouse rehearse before.out',
  },
  LH9357: {
    title: 'a resource is moved in a way that keeps nothing',
    why: 'Terraform keeps what is moved from the address that was deployed to one that is defined, of the same type. Anything else it refuses, or destroys and makes anew.',
    example: "hub.moveFromId('azurerm_eventhub.Hub-refunds'), where Hub-refunds is still defined",
    mend: 'one of the two, under one address',
  },
  LH9370: {
    title: 'there is no project to move to the other engine',
    why: 'What is moved is a project that depends on this library: its package.json and the imports of its code.',
    example: 'lakehouse move-engine, in a folder without package.json',
    mend: 'lakehouse move-engine my-shop',
  },
  LH9371: {
    title: 'a project with changes is not moved to the other engine',
    why: 'The move is one commit, which can be read and taken back; changes that are not committed would be mixed into it.',
    example: 'lakehouse move-engine --write, after an edit of company.ts',
    mend: "git commit -am 'my change' && lakehouse move-engine --write",
  },
  LH9372: {
    title: 'a package of the archived engine cannot be moved',
    why: 'Bindings of other providers bring the archived engine with them, and two engines in one tree do not know each other’s constructs.',
    example: "import { Group } from '@cdktf/provider-azuread/lib/group'",
    mend: "import { Group } from '@cdktn/provider-azuread/lib/group'",
  },
} as const satisfies IssueKinds;
