import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { grantsOf } from '../constructs/core';
import { FabricCapacity, Observability, SynapseWorkspace } from '../constructs/hosts';
import { PipelineSet } from '../constructs/pipeline-set';
import { SynapseGold } from '../constructs/synapse-gold';
import type { LogTable } from '../model';
import type { AccessLine } from './access-line';
import { nodesOf } from './environment-stacks';
import { ACT_AS, indirectAccess } from './indirect-access';
import { LakehouseStack } from './lakehouse-stack';
import { markdownTable } from './markdown-table';
import { type ReachLine, reachIn, reachPage, tablesOf } from './reach';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Everything that a stack lets somebody do, with its deployment of gold and the script of its first login. */
export function accessOf(stack: TerraformStack): AccessLine[] {
  const here = { stack: stack.node.id };
  const roles = grantsOf(stack).map(({ to, kind, on, role, reason }): AccessLine => ({
    principal: to,
    kind,
    scope: on,
    right: role,
    mechanism: 'role assignment',
    ...here,
    reason,
  }));
  const others = nodesOf(stack).flatMap((construct): AccessLine[] => {
    if (construct instanceof SynapseGold)
      return isDeployed(construct) ? sqlAccess(construct, stack.node.id) : [];
    if (construct instanceof SynapseWorkspace) {
      const { name, sqlAdministrators } = construct;
      const principal = sqlAdministrators.loginInput ?? '';
      const reason = 'administers SQL, and runs the scripts of the manual steps';
      return [
        {
          principal,
          kind: 'group',
          scope: name,
          right: 'SQL administrator',
          mechanism: 'administrator',
          ...here,
          reason,
        },
      ];
    }
    if (construct instanceof FabricCapacity) {
      const { name, capacity } = construct;
      return capacity.administrators.map((principal) => ({
        principal,
        kind: UUID.test(principal) ? 'service identity' : 'person',
        scope: name,
        right: 'capacity administrator',
        mechanism: 'administrator',
        ...here,
        reason: capacity.reason,
      }));
    }
    return [];
  });
  const external = stack instanceof LakehouseStack ? stack.externalAccess : [];
  return [...roles, ...others, ...indirectAccess(stack), ...external];
}

/** The access matrix of stacks, sorted: by who, then on what, then the right. */
export function accessMatrix(stacks: readonly TerraformStack[]): AccessLine[] {
  const key = ({ principal, scope: on, right, stack, mechanism: by }: AccessLine): string =>
    JSON.stringify([principal, on, right, stack, by]);
  const keyed = stacks.flatMap(accessOf).map((line) => ({ line, key: key(line) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ line }) => line);
}

/**
 * What each principal can reach by any chain of rights, of all that {@link accessMatrix} lists, sorted: by who, then what. Where
 * several chains lead to the same, the shortest is listed.
 */
export function reachOf(stacks: readonly TerraformStack[]): ReachLine[] {
  return reachIn(accessMatrix(stacks), tablesOf(stacks));
}

/**
 * The access matrix of an environment, for people and for programs: `<environment>.md` and `<environment>.json`; and what comes
 * of it, `<environment>-reach.md` and `<environment>-reach.json`.
 */
export function accessFiles(environment: string, stacks: readonly TerraformStack[]): Record<string, string> {
  const lines = accessMatrix(stacks);
  const reach = reachIn(lines, tablesOf(stacks));
  const document = [
    `# Who may do what: ${environment}`,
    '',
    'Every right that the stacks, their deployments of SQL and the scripts of the manual steps give. They give no other.',
    `With \`${ACT_AS}\`, somebody may do whatever another may: \`${environment}-reach.md\` follows that to its end.`,
    ...auditedIn(stacks),
    '',
    ...markdownTable(
      ['principal', 'kind', 'scope', 'right', 'mechanism', 'stack', 'reason'],
      lines.map(({ principal, kind, scope: on, right, mechanism: by, stack, reason }) => [
        principal,
        kind,
        on,
        right,
        by,
        stack,
        reason,
      ]),
    ),
    '',
  ].join('\n');
  return {
    [`${environment}.md`]: document,
    [`${environment}.json`]: `${JSON.stringify(lines, undefined, 2)}\n`,
    [`${environment}-reach.md`]: reachPage(environment, reach),
    [`${environment}-reach.json`]: `${JSON.stringify(reach, undefined, 2)}\n`,
  };
}

/** How long one can look up who used such a right; nothing, where the logs go to a workspace that was there before. */
function auditedIn(stacks: readonly TerraformStack[]): string[] {
  return stacks
    .flatMap(nodesOf)
    .filter((construct) => construct instanceof Observability)
    .map(({ resource, tables }) => {
      const days = (table: LogTable): number | undefined =>
        tables.get(table)?.totalRetentionInDaysInput ?? resource.retentionInDaysInput;
      return `Who read gold through SQL can be looked up in the logs for ${days('SQLSecurityAuditEvents')} days (\`SQLSecurityAuditEvents\`), who asked the logs for ${days('LAQueryLogs')} (\`LAQueryLogs\`).`;
    });
}

/** Whether pipelines of some stack deploy it: without them, nothing of it is there. */
function isDeployed(gold: SynapseGold): boolean {
  const deploys = (construct: IConstruct): boolean =>
    construct instanceof PipelineSet && construct.gold === gold;
  // Nearly always they are in the same stack, which is a small part of a large company.
  return nodesOf(TerraformStack.of(gold)).some(deploys) || gold.node.root.node.findAll().some(deploys);
}

function sqlAccess(gold: SynapseGold, stack: string): AccessLine[] {
  const database = `${gold.server}/${gold.database}`;
  const { server, workspace } = gold;
  const places: Readonly<Record<string, string>> = { server, database, workspace };
  return gold.access.map(({ principal, on, right, by }) => ({
    principal: principal.name,
    kind: principal.kind,
    scope: places[on] ?? `${database}/${on}`,
    right,
    mechanism: by,
    stack,
    reason: principal.reason,
  }));
}
