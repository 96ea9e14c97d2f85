import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SynthesizedStacks } from '../../cost';
import { referenceStacks } from '../support/reference-stacks';
import { synthAll } from '../support/synth';

const stacks = referenceStacks('prod');
const all = new SynthesizedStacks(
  synthAll(stacks).map((terraform, index) => ({
    name: stacks[index]!.node.id,
    environment: 'prod',
    terraform: terraform,
  })),
);

interface Connection {
  readonly private_connection_resource_id: string;
  readonly subresource_names: readonly string[];
}

/** From where, to what, and which part of it: of every endpoint that an environment pays for. */
const endpoints = all.resources.flatMap(
  ({ stack, type, block }): [from: string, to: string, part: string][] => {
    const place = (value: unknown): string => all.placeOf(stack, value).key;
    if (type === 'azurerm_private_endpoint') {
      const { private_connection_resource_id: to, subresource_names: parts } =
        block.private_service_connection as Connection;
      return parts.map((part) => [place(block.subnet_id), place(to), part]);
    }
    if (type === 'azurerm_data_factory_managed_private_endpoint')
      return [
        [place(block.data_factory_id), place(block.target_resource_id), String(block.subresource_name)],
      ];
    if (type === 'azurerm_machine_learning_workspace_network_outbound_rule_private_endpoint')
      return [
        [place(block.workspace_id), place(block.service_resource_id), String(block.sub_resource_target)],
      ];
    return [];
  },
);

describe('the endpoints of a private environment', () => {
  test('are made once for each target, from each network', () => {
    const keys = endpoints.map((endpoint) => endpoint.join(' -> '));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test('are as many as the page of upkeep counts', () => {
    const from = (pattern: RegExp) => endpoints.filter(([network]) => pattern.test(network)).length;
    const page = readFileSync(join(__dirname, '../../docs/upkeep.md'), 'utf8');
    const [, own, ofFactories, ofModels] =
      /(\d+) private endpoints, (\d+) of the factories' managed networks, and (\d+) of the workspaces of models/.exec(
        page.replaceAll(/\s+/g, ' '),
      ) ?? [];
    expect([
      from(/azurerm_subnet/),
      from(/azurerm_data_factory/),
      from(/machine_learning_workspace/),
    ]).toEqual([own, ofFactories, ofModels].map(Number));
  });

  test('each have a reason in the page of upkeep, by the part that they lead to', () => {
    const page = readFileSync(join(__dirname, '../../docs/upkeep.md'), 'utf8');
    const parts = [...new Set(endpoints.map(([, , part]) => part))].sort();
    expect(parts.filter((part) => !page.includes(`\`${part}\``))).toEqual([]);
  });

  test('are none for self-hosted runtimes and dedicated pools, which there are not', () => {
    expect(endpoints.filter(([, , part]) => part === 'dataFactory' || part === 'Sql')).toEqual([]);
  });
});
