import type { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import type { EventhubConsumerGroup } from '@cdktf/provider-azurerm/lib/eventhub-consumer-group';
import { Annotations, type ITerraformDependable } from 'cdktf';
import {
  lakeOutput,
  powerBiOutput,
  REFERENCE_FILE,
  referenceFolder,
  referenceInput,
  timedInput,
} from '../../compilers/internal';
import type { AlertRule, Department, ReferenceAlert } from '../../model';
import { grant } from '../core';
import type { ILakeContainer } from '../hosts';
import type { StreamAnalyticsJob } from '../stream-analytics';

/** Tells the job of alert rules from the one that lands streams, in its name. */
export const RULES_PURPOSE = 'rules';

/** What the rules of a department read and write. */
export interface RuleEnds {
  /** Whose rules they are. */
  readonly department: Pick<Department, 'name' | 'alerts'>;
  /** Where reference data lie, and alerts that go to the lake. */
  readonly landing: ILakeContainer;
  /** The hubs, by source. */
  readonly hubs: Readonly<Record<string, Eventhub>>;
  /** Consumer groups of what is read by arrival, by source. */
  readonly groups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** Consumer groups of what is read by event time, by source. */
  readonly timedGroups: Readonly<Record<string, EventhubConsumerGroup>>;
  /** The hub of alerts, where any go there. */
  readonly alertsHub: Eventhub | undefined;
  /** Name of the environment, which decides what goes to Power BI. */
  readonly environment: string;
}

/** Gives the job of alert rules its inputs and outputs, and the grants on them. */
export function connectRules(job: StreamAnalyticsJob, ends: RuleEnds): void {
  readHubs(job, ends);
  useLake(job, ends);
  raiseAlerts(job, ends);
  for (const rule of ends.department.alerts) pushToPowerBi(job, rule, ends.environment);
}

function readHubs(job: StreamAnalyticsJob, { hubs, groups, timedGroups }: RuleEnds): void {
  for (const [name, hub] of Object.entries(hubs)) {
    const [group, timed] = [groups[name], timedGroups[name]];
    if (!group && !timed) continue;
    const reads = grant(job, `Reads-${name}`, {
      scopeId: hub.id,
      role: 'Azure Event Hubs Data Receiver',
      principalId: job.principalId,
      reason: `evaluates rules on the stream ${name}`,
      on: name,
      to: job.name,
    });
    if (group) job.addInput(name, hub.name, group.name, [reads]);
    if (timed) job.addInput(timedInput(name), hub.name, timed.name, [reads]);
  }
}

/** Reference data and alerts lie in landing, which is emptied by age. */
function useLake(job: StreamAnalyticsJob, { department: { name, alerts }, landing }: RuleEnds): void {
  const { account, nameToken: container } = landing;
  const references = alerts.filter((rule): rule is ReferenceAlert => rule.kind === 'reference');
  const written = alerts.filter(({ to }) => to.includes('lake'));
  if (references.length + written.length === 0) return;
  const ready: ITerraformDependable[] = [
    grant(job, 'UsesLanding', {
      scopeId: landing.id,
      role: 'Storage Blob Data Contributor',
      principalId: job.principalId,
      reason: `looks up reference data and writes alerts of ${name}`,
      on: landing.name,
      to: job.name,
    }),
  ];
  for (const [input, { reference }] of new Map(references.map((rule) => [referenceInput(rule), rule]))) {
    const place = { folder: referenceFolder(reference), file: REFERENCE_FILE };
    job.addReferenceInput(input, account, container, place, ready);
  }
  for (const rule of written) job.addLakeOutput(lakeOutput(rule), account, container, rule.name, ready);
}

function raiseAlerts(job: StreamAnalyticsJob, { department, alertsHub }: RuleEnds): void {
  if (!alertsHub) return;
  const sends = grant(job, 'RaisesAlerts', {
    scopeId: alertsHub.id,
    role: 'Azure Event Hubs Data Sender',
    principalId: job.principalId,
    reason: `raises the alerts of ${department.name}`,
    on: `${department.name}-alerts`,
    to: job.name,
  });
  for (const { name, to } of department.alerts)
    if (to.includes('alerts-hub')) job.addHubOutput(name, alertsHub.name, [sends]);
}

function pushToPowerBi(job: StreamAnalyticsJob, rule: AlertRule, environment: string): void {
  const workspace = rule.powerBi?.workspaces[environment];
  if (!rule.powerBi || !workspace) return;
  const { dataset, table, reason } = rule.powerBi;
  job.addPowerBiOutput(powerBiOutput(rule), workspace, dataset, table);
  Annotations.of(job).addWarning(
    `the Power BI output of "${rule.name}" ends on 31 October 2027, and a job that still has it stops running; it is wanted because: ${reason}`,
  );
}
