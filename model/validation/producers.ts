import { type Company } from '../company/company';
import { reasonMistakes } from '../checks';
import { type DataContract, producersOf } from '../contracts/data-contract';
import { type Producer, producerId } from '../contracts/producer';
import { type Issue, listed, placed } from '../errors';
import { DASHED_NAME, duplicateIssues, nameIssues, UUID } from './names';

/** Everything wrong with who sends to a stream. */
export function producersIssues(company: Company, owner: string, contract: DataContract): Issue[] {
  const at = `${owner}/${contract.name}`;
  const { delivery } = contract;
  if (delivery.kind !== 'stream') return [];
  const { producers } = delivery;
  if (producers && 'kind' in producers)
    return placed(at, reasonMistakes('delivery.producers.reason', producers.reason, 'say who grants it'));
  const all = producersOf(delivery);
  const names = all.map(({ name }) => name);
  return [
    ...duplicateIssues(at, 'delivery.producers', names),
    ...all.flatMap((producer) => producerIssues(company, at, producer)),
  ];
}

function producerIssues(company: Company, at: string, producer: Producer): Issue[] {
  const prop = `delivery.producers.${producer.name}`;
  const issues = [
    ...nameIssues(at, prop, producer.name, DASHED_NAME),
    ...placed(at, reasonMistakes(`${prop}.reason`, producer.reason, 'say why it sends')),
  ];
  if (producer.kind === 'application') {
    for (const [environment, id] of Object.entries(producer.objectIds))
      issues.push(...nameIssues(at, `${prop}.objectIds.${environment}`, id, UUID));
  }
  for (const environment of company.environments) {
    if (producerId(producer, environment) !== undefined) continue;
    const isGroup = producer.kind === 'group';
    issues.push({
      code: 'LH1017',
      at,
      prop,
      got: `has no object id in environment "${environment.name}"`,
      allowed: isGroup ? listed(Object.keys(environment.groups)) : 'an identity in every environment',
      change: isGroup
        ? `add it to the groups of "${environment.name}"`
        : `add "${environment.name}" to its objectIds`,
    });
  }
  return issues;
}
