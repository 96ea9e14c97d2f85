import type { Node } from 'constructs';
import { type ManualStep, type Proof, sqlProof, sqlScriptLine, tsqlText } from '../compilers/internal';
import type { Hosts } from '../constructs/hosts';
import type { SynapseGold } from '../constructs/synapse-gold';
import type { Department, Environment } from '../model';
import type { IPlatform } from './platform';

/** A department, as far as its database goes. */
interface DepartmentParts {
  readonly node: Node;
  readonly department: Department;
  readonly environment: Environment;
  readonly hosts: Hosts;
  readonly gold: SynapseGold;
}

/** Written out with everything else: who reads gold of a database of their own may be granted it late. */
export function firstLogin(stack: DepartmentParts, { runInside }: IPlatform): ManualStep {
  const { gold, department } = stack;
  const { synapse } = stack.hosts;
  const file = `${stack.node.id}.sql`;
  const run = `Run \`${file}\`, beside this file, as a SQL administrator on \`${synapse.serverlessEndpoint}\`, ${fromWhere(stack)}. Running it again changes nothing.${
    runInside === undefined
      ? ''
      : ` Without such a machine: \`bash ${runInside} sql ${synapse.serverlessEndpoint} ${file}\`.`
  }`;
  return {
    title: `Database and logins of ${department.name}`,
    byHand: 'only a SQL administrator makes logins: pipelines that were one could read all gold',
    acknowledgedAs: 'first-login',
    commands: [sqlScriptLine(synapse.serverlessEndpoint, 'master', file)],
    get proof() {
      return [loginProof(stack)];
    },
    get steps() {
      return [
        run,
        ...(gold.hasReaders
          ? [
              'Run it again when a consumer or another department begins to read gold: it makes their logins and users, and the deployment of gold their rights.',
            ]
          : []),
        'Where one of its identities was deleted and made again, put its client id into the script first, as the comments there say: its login is made again.',
      ];
    },
    get files() {
      return { [file]: gold.bootstrap };
    },
  };
}

/** Everybody whom the script lets in, as far as it is known when the stack is synthesized. */
function loginProof({ gold, hosts, environment }: DepartmentParts): Proof {
  const logins = gold.logins;
  const databases = `(SELECT COUNT(*) FROM sys.databases WHERE name = ${tsqlText(gold.database)})`;
  const principals = `(SELECT COUNT(*) FROM sys.server_principals WHERE name IN (${logins.map(tsqlText).join(', ')}))`;
  return sqlProof(
    `the database ${gold.database} is there, and the logins of ${logins.length} who come in`,
    {
      server: hosts.synapse.serverlessEndpoint,
      database: 'master',
      inside: environment.network.kind === 'private',
    },
    { query: `SELECT ${databases} + ${principals}`, atLeast: 1 + logins.length },
  );
}

/** The firewall of the workspace lets in Azure's own addresses, or the private network, and nothing else. */
function fromWhere({ environment }: DepartmentParts): string {
  return environment.network.kind === 'public'
    ? 'from Azure Cloud Shell'
    : 'from a machine in the private network';
}
