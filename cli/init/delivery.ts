import { type DeliveryDocument } from '../../stacks/delivery-document';
import { type CiKind, type Deliveries } from '../ci/deliveries';

/** How a new project is deployed by pipelines. */
export interface NewDelivery {
  /** Where they run. */
  readonly kind: CiKind;
  /** The repository, `owner/name`, or the organisation and the project of Azure DevOps. */
  readonly repository: string;
}

/** The tenant of a project that nobody has said theirs in. */
export const UNKNOWN_TENANT = '00000000-0000-4000-8000-000000000001';

/** What the synthesis of a new project will say of how it is deployed. */
export function newDeliveries({ kind, repository }: NewDelivery): Deliveries {
  const document: DeliveryDocument = {
    environment: 'dev',
    environments: ['dev'],
    approval: true,
    branch: 'main',
    stacks: ['platform-dev', 'sales-dev'],
    gold: [],
    smoke: false,
    ...(kind === 'github'
      ? { github: repository }
      : { azureDevOps: { deploy: 'dev-deploy', plan: 'dev-plan' } }),
  };
  return [document];
}

/** The lines of a company that say the same. */
export function deliveryLines({ kind, repository }: NewDelivery): string[] {
  return [
    '  delivery: {',
    "    environments: [{ name: 'dev' }],",
    ...(kind === 'github'
      ? [`    github: { repository: '${repository}' },`]
      : [
          '    // Who each service connection says it is: shown when it is made, with workload identity federation.',
          '    azureDevOps: {',
          '      connections: {',
          '        dev: {',
          ...['deploy', 'plan'].flatMap((use) => [
            `          ${use}: {`,
            `            name: 'dev-${use}',`,
            `            issuer: 'https://login.microsoftonline.com/${UNKNOWN_TENANT}/v2.0',`,
            `            subject: 'sc://${repository}/dev-${use}',`,
            '          },',
          ]),
          '        },',
          '      },',
          '    },',
        ]),
    '  },',
  ];
}

/** The state of a project that pipelines deploy, in the account that the bootstrap makes. */
export function stateLines(code: string): string[] {
  return [
    '      state: {',
    "        kind: 'azurerm',",
    `        resourceGroupName: 'rg-${code}-state',`,
    `        storageAccountName: 'st${code}state',`,
    "        containerName: 'tfstate-dev',",
    '      },',
  ];
}
