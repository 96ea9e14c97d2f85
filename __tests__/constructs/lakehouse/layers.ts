import type { Construct } from 'constructs';
import { protect } from '../../../constructs/core';
import { ConsumerAccess } from '../../../constructs/consumer-access';
import {
  DataFactory,
  DataLake,
  DepartmentIdentity,
  EventHubsNamespace,
  SynapseWorkspace,
} from '../../../constructs/hosts';
import { IngestionLayer } from '../../../constructs/ingestion-layer';
import { Lakehouse } from '../../../constructs/lakehouse';
import { PipelineSet } from '../../../constructs/pipeline-set';
import { SynapseGold } from '../../../constructs/synapse-gold';
import { CompanyGraph, type Department, type Environment, isRunning } from '../../../model';
import type { LakehouseStack } from '../../../stacks';
import { dev } from '../../support/small-company';
import { placeIn, testStack } from '../../support/synth';
import { companyOf, webShop } from './shop';

/** What departments share, made in their own stack for brevity. */
export function hostsIn(stack: LakehouseStack, departments: readonly Department[]) {
  const place = placeIn(stack);
  const { resourceGroup, observability } = place;
  const lake = new DataLake(stack, 'Lake', place);
  const synapse = new SynapseWorkspace(stack, 'Synapse', { ...place, files: lake.workspaceFiles });
  const identities = Object.fromEntries(
    departments.map(({ name }) => [
      name,
      new DepartmentIdentity(stack, `Identity-${name}`, { resourceGroup, department: name }),
    ]),
  );
  const dataFactory = new DataFactory(stack, 'DataFactory', { ...place, lake, synapse, identities });
  const eventHubs = new EventHubsNamespace(stack, 'EventHubs', place);
  return { resourceGroup, observability, lake, synapse, identities, dataFactory, eventHubs };
}

/** What may be decided about the layers of a department. */
export interface LayerChoices {
  readonly streamingUnits?: number;
}

/** All layers of a department, below a scope of its stack. */
export function layersIn(
  scope: Construct,
  hosts: ReturnType<typeof hostsIn>,
  environment: Environment,
  owner: Department,
  { streamingUnits }: LayerChoices = {},
) {
  const { resourceGroup, observability, lake, synapse, dataFactory, eventHubs } = hosts;
  const identity = hosts.identities[owner.name]!;
  const graph = new CompanyGraph(companyOf(owner));
  const lakehouse = new Lakehouse(scope, 'Lakehouse', {
    department: owner,
    lake,
    identity,
    protection: protect(environment),
  });
  const ingestion = new IngestionLayer(scope, 'Ingestion', {
    department: owner,
    resourceGroup,
    eventHubs,
    observability,
    landing: lakehouse.container('landing'),
    started: isRunning(environment),
    streamingUnits,
  });
  const gold = new SynapseGold(scope, 'Gold', { department: owner, graph, synapse, lakehouse, identity });
  const access = new ConsumerAccess(scope, 'Access', { department: owner, resourceGroup, gold, ingestion });
  const pipelines = new PipelineSet(scope, 'Pipelines', {
    department: owner,
    graph,
    running: environment.running,
    dataFactory,
    lake,
    identity,
    gold,
  });
  return { lakehouse, ingestion, gold, access, pipelines };
}

/** A stack with all layers of a department, not yet synthesized. */
export function shopIn(
  environment: Environment = dev,
  owner: Department = webShop(),
  choices: LayerChoices = {},
) {
  const stack = testStack(environment, owner.name);
  const hosts = hostsIn(stack, [owner]);
  return { stack, hosts, ...layersIn(stack, hosts, environment, owner, choices) };
}
