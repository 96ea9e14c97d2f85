import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Issue, LakehouseError, listed } from '../../model';
import { type DeliveryDocument } from '../../stacks/delivery-document';

/** Where pipelines run. */
export type CiKind = 'github' | 'azure-devops';

/** The kinds of pipelines that can be written. */
export const CI_KINDS: readonly CiKind[] = Object.freeze(['github', 'azure-devops'] as const);

/** How a company's environments are deployed, the first one first. */
export type Deliveries = readonly [DeliveryDocument, ...DeliveryDocument[]];

/**
 * How environments are deployed, from the folder of a synthesis.
 *
 * @throws LakehouseError when nothing is deployed by pipelines, an environment was not synthesized, or pipelines run elsewhere.
 */
export function deliveriesIn(outdir: string, kind: CiKind): Deliveries {
  const folder = join(outdir, 'delivery');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const documents = files.map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as DeliveryDocument,
  );
  const names = documents[0]?.environments ?? [];
  const inOrder = names.flatMap((name) => documents.filter(({ environment }) => environment === name));
  const [first, ...others] = inOrder;
  if (first === undefined)
    throw wrong('out', `is "${outdir}", which says nothing of how environments are deployed`, {
      allowed: 'the folder of a synthesis of a company with a delivery',
      change: 'say delivery in the company, and synthesize it: ENVIRONMENT=all',
    });
  if (inOrder.length < names.length)
    throw wrong('out', `has ${listed(inOrder.map(({ environment }) => environment))} alone`, {
      allowed: `all environments that are deployed: ${listed(names)}`,
      change: 'synthesize them together: ENVIRONMENT=all',
    });
  const without = inOrder.filter((one) => (kind === 'github' ? one.github : one.azureDevOps) === undefined);
  if (without.length > 0)
    throw wrong(
      'delivery',
      `does not name ${kind === 'github' ? 'a repository on GitHub' : 'service connections of Azure DevOps'}`,
      {
        allowed: kind === 'github' ? "github: { repository: '…' }" : 'azureDevOps: { connections: { … } }',
        change: 'say it in the company, and make the bootstrap with it',
      },
    );
  return [first, ...others];
}

function wrong(prop: string, got: string, rest: Pick<Issue, 'allowed' | 'change'>): LakehouseError {
  return new LakehouseError('ci', [Object.assign({ code: 'LH9331' as const, at: 'ci', prop, got }, rest)]);
}
