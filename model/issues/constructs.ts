import { type IssueKinds } from './kind';

/** LH6xxx: constructs and stacks. */
export const CONSTRUCT_ISSUES = {
  LH6001: {
    title: 'a resource would have a name that Azure refuses',
    why: "Names are made of the company's code, the environment, the department and the purpose, and each service has limits of its own; those of storage accounts are the narrowest.",
    example: "a department 'customer-relations-emea' with hosting: 'dedicated', of the company 'meridian'",
    mend: "a department 'crm-emea' of the company 'mer'",
  },
  LH6002: {
    title: 'a host of a private environment has no network',
    why: 'In a private environment services answer inside of a network only.',
    example: "new DataLake(this, 'Lake', { resourceGroup, observability })",
    mend: "new DataLake(this, 'Lake', { resourceGroup, observability, network })",
  },
  LH6003: {
    title: 'a network is made in a public environment',
    why: 'Nothing would be in it, and nothing would say so.',
    example: "network: { kind: 'public', reason: '…' }, and new Network(…)",
    mend: "network: { kind: 'private', addressSpace: '10.20.0.0/16' }, and new Network(…)",
  },
  LH6004: {
    title: 'an address space is no range with room for the endpoints',
    why: 'Private endpoints get addresses from the first /26 of the range, which is written by its first address.',
    example: "addressSpace: '10.20.0.5/16'",
    mend: "addressSpace: '10.20.0.0/16'",
  },
  LH6005: {
    title: 'the subnet of the private endpoints is full',
    why: 'It has addresses for the platform and for so many dedicated departments.',
    example: 'one dedicated department more',
    mend: "hosting: 'shared'",
  },
  LH6006: {
    title: 'a job has a number of streaming units that Azure does not sell',
    why: 'A third or two thirds of a V2 unit are 3 and 7, then come tens.',
    example: 'streamingUnits: 5',
    mend: 'streamingUnits: 7',
  },
  LH6007: {
    title: "a stack is made for a department or an environment that is not the company's",
    why: 'Departments, environments and tables are known by themselves, not by their names: a copy is something else, and has not been checked.',
    example: "new DepartmentStack(app, 'sales-dev', { platform, department: department('sales', { … }) })",
    mend: "new DepartmentStack(app, 'sales-dev', { platform, department: company.departments[0] })",
  },
  LH6008: {
    title: 'a lifecycle rule does nothing, or cools what is already deleted',
    why: 'A rule cools files, deletes them, or first one and then the other.',
    example: '{ coolAfterDays: 90, deleteAfterDays: 30, … }',
    mend: '{ coolAfterDays: 30, deleteAfterDays: 90, … }',
  },
  LH6009: {
    title: "a lifecycle rule's prefix is no folder",
    why: 'A prefix begins with a container and its slash: "sales" alone would also mean "sales-silver".',
    example: "prefixes: ['sales']",
    mend: "prefixes: ['sales-landing/']",
  },
  LH6010: {
    title: 'a lifecycle rule deletes files of a live table',
    why: 'A Delta table still needs files that have not been written for long; deleting them by age destroys it.',
    example: "{ prefixes: ['sales-silver/'], deleteAfterDays: 30 }",
    mend: "{ prefixes: ['sales-silver/'], coolAfterDays: 30 }",
  },
  LH6011: {
    title: 'an account has more lifecycle rules than Azure takes',
    why: 'An account has 100 rules of 10 prefixes each. Where there are more, those with the same days are written together, and these are still too many.',
    example: 'folders that are kept for 101 different numbers of days',
    mend: 'retention of whole months: 30, 60, 90, …',
  },
  LH6012: {
    title: "a construct's own check failed",
    why: 'Some mistakes show only when the whole tree is there, such as a query that reads an input which nobody added. Checks that you add with node.addValidation() are reported here too.',
    example: "new StreamAnalyticsJob(this, 'Job', { query, … })",
    mend: "new StreamAnalyticsJob(this, 'Job', { query, … }).addInput(…)",
  },
  LH6013: {
    title: 'something that is needed was not given',
    why: 'A layer stands alone with what it uses, and nothing else; what a definition uses has to be there.',
    example: "new ConsumerAccess(this, 'Access', { department }), of a department whose consumers read gold",
    mend: "new ConsumerAccess(this, 'Access', { department, gold })",
  },
  LH6014: {
    title: 'nobody is known who fills a table that is read',
    why: 'A layer finds the tables that its department reads in a graph; alone it knows those of the department only.',
    example:
      "new PipelineSet(this, 'Pipelines', { department, … }), of a department that reads another's table",
    mend: "new PipelineSet(this, 'Pipelines', { department, graph: new CompanyGraph(company), … })",
  },
  LH6015: {
    title: 'two grants have one id',
    why: 'The id is a part of the address of a role assignment: each principal, role and resource has its own.',
    example:
      'lake.grantRead(zone, { principalId: first, … }) and lake.grantRead(zone, { principalId: second, … }), with one key',
    mend: 'a key or a name of its own for each',
  },
  LH6016: {
    title: 'an id is known only after the deployment',
    why: 'Names inside of it get into pipelines, scripts and documents, which are written at synth.',
    example: "KeyVault.fromExisting(this, 'Vault', { id: other.resource.id, … })",
    mend: "KeyVault.fromExisting(this, 'Vault', { id: '/subscriptions/…/vaults/kv-central', … })",
  },
  LH6017: {
    title: 'an id is that of another private DNS zone',
    why: "The zone would take the endpoint's name, and lead nobody to it.",
    example: "zoneIds: { blob: '…/privateDnsZones/privatelink.dfs.core.windows.net' }",
    mend: "zoneIds: { blob: '…/privateDnsZones/privatelink.blob.core.windows.net' }",
  },
  LH6018: {
    title: 'something is to be looked up where there is no stack',
    why: 'Terraform looks ids up for the stack that a construct is in.',
    example: "KeyVault.fromExisting(app, 'Vault', { … }), without the id",
    mend: "KeyVault.fromExisting(stack, 'Vault', { … })",
  },
  LH6019: {
    title: 'an existing resource group is not given by what is needed of it',
    why: 'It is given by its name, in the same subscription, or by its id, in any; some resources need the id.',
    example: "ResourceGroup.fromExisting(this, 'Group', { name: 'rg-data', id: '/subscriptions/…', … })",
    mend: "ResourceGroup.fromExisting(this, 'Group', { id: '/subscriptions/…', … })",
  },
  LH6020: {
    title: 'alerts are granted where none are sent',
    why: 'A receiver reads the hub of alerts, which is there when a rule goes to it.',
    example: "ingestion.grantReceiveAlerts(…), of a department whose rules all have to: ['lake']",
    mend: "to: ['alerts-hub']",
  },
  LH6021: {
    title: 'a grant names what the database does not have',
    why: 'What nobody would deploy must not look granted.',
    example: 'stack.gold.grantRead([orders], principal), where orders is a silver table',
    mend: 'stack.gold.grantRead([revenue], principal)',
  },
  LH6022: {
    title: 'a namespace has more hubs than Azure takes',
    why: 'A namespace of the tier Standard has 10 hubs. In that of the platform every stream of every department has one, and so has each department whose alerts go to one.',
    example: 'eleven streams of departments with shared hosts',
    mend: "department('web', { hosting: 'dedicated', … }), for one with many streams",
  },
  LH6023: {
    title: 'a hub has more consumer groups than Azure takes',
    why: 'A hub of the tier Standard has 20, with the one that every hub comes with: every reader has its own.',
    example: 'twenty applications that receive the alerts of one department',
    mend: 'one application that passes them on',
  },
  LH6024: {
    title: 'a data factory has more entities than Azure takes',
    why: 'Pipelines, data flows, datasets, triggers, linked services, credentials, runtimes and private endpoints count together; departments with shared hosts are in one factory.',
    example: 'departments with some 1,500 tables in one factory',
    mend: "department('operations', { hosting: 'dedicated', … })",
  },
  LH6025: {
    title: 'a subscription has more role assignments than Azure takes',
    why: 'Every right on a container, a hub or a service is one; the limit cannot be raised.',
    example: 'several hundred departments in one subscription',
    mend: "departments: { operations: { subscriptionId: '…' } }, in the environment",
  },
  LH6026: {
    title: 'an account has two lifecycle policies',
    why: 'An account has one: the second would replace the first, and each deployment the other.',
    example: 'a StorageManagementPolicy beside that of the DataLake',
    mend: "the rules in the DataLake's lifecycle",
  },
  LH6027: {
    title: 'a resource group has more resources of one type than Azure takes',
    why: 'It has 800 of a type, besides types that are exempt.',
    example: 'the identities of 801 departments in the group of the platform',
    mend: 'a second environment for half of them',
  },
} as const satisfies IssueKinds;
