import type { AzureDevOpsDelivery } from '../model';

const ISSUER = 'https://login.microsoftonline.com/7c3f9a52-1111-4c4c-9d9d-0f0e0d0c0b0a/v2.0';

/** A service connection of the company's project, with workload identity federation. */
function connection(name: string): {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
} {
  return { name, issuer: ISSUER, subject: `sc://meridian-goods/data-platform/${name}` };
}

/** What pipelines of Azure DevOps act as: one connection deploys, another one plans. */
export const connections: AzureDevOpsDelivery['connections'] = {
  dev: { deploy: connection('dev-deploy'), plan: connection('dev-plan') },
  test: { deploy: connection('test-deploy'), plan: connection('test-plan') },
  prod: { deploy: connection('prod-deploy'), plan: connection('prod-plan') },
};
