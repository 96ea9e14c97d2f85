import type { TerraformStack } from 'cdktf';
import { ConsumerAccess } from '../constructs/consumer-access';
import { MachineLearning } from '../constructs/machine-learning';
import type { AccessLine } from './access-line';
import { DepartmentStack } from './department-stack';
import { nodesOf } from './environment-stacks';

/** The right to do whatever another principal may. */
export const ACT_AS = 'act as';

/** What nobody is granted and somebody can do all the same: act as an identity that a service holds, or that trusts another. */
export function indirectAccess(stack: TerraformStack): AccessLine[] {
  const here = { right: ACT_AS, stack: stack.node.id };
  const inside = nodesOf(stack).flatMap((construct): AccessLine[] => {
    if (construct instanceof MachineLearning) {
      return [
        {
          principal: construct.name,
          kind: 'service identity',
          scope: construct.identity.nameInput ?? '',
          mechanism: 'compute identity',
          ...here,
          reason: 'its cluster runs jobs as it, whoever starts them',
        },
      ];
    }
    return construct instanceof ConsumerAccess ? federated(construct, here) : [];
  });
  return [...factoryCredential(stack, here), ...inside];
}

type Here = Pick<AccessLine, 'right' | 'stack'>;

/** A pipeline names the identity it acts as, and a factory keeps no pipeline from naming any that it has. */
function factoryCredential(stack: TerraformStack, here: Here): AccessLine[] {
  if (!(stack instanceof DepartmentStack) || stack.pipelines.definition.pipelines.length === 0) return [];
  const { department, hosts, identity } = stack;
  return [
    {
      principal: hosts.dataFactory.name,
      kind: 'service identity',
      scope: identity.name,
      mechanism: 'factory credential',
      ...here,
      reason: `runs the pipelines of ${department.name}, which act as it`,
    },
  ];
}

/** Tokens of another platform are as good as the identity that trusts them. */
function federated({ applications }: ConsumerAccess, here: Here): AccessLine[] {
  return Object.entries(applications).flatMap(([consumer, { identity, federation }]): AccessLine[] =>
    federation === undefined
      ? []
      : [
          {
            principal: `${federation.subjectInput ?? ''} of ${federation.issuerInput ?? ''}`,
            kind: 'application',
            scope: identity.nameInput ?? '',
            mechanism: 'federated credential',
            ...here,
            reason: `${consumer} runs outside Azure, and comes in with the tokens of its platform`,
          },
        ],
  );
}
