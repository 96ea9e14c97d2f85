import { type ReferenceAlert, type AlertRule } from '../../model';

// Names of departments' things have no underscores, so what is made up here with one never clashes with them.

/** Name of the output that lands a source. */
export function landingOutput(source: string): string {
  return `landing-${source}`;
}

/** Name of the input that gives the events of a source their own times; the source's name alone, their arrival. */
export function timedInput(source: string): string {
  return `timed_${source}`;
}

/** Name of the input with the rows of a gold table. */
export function referenceInput({ reference }: ReferenceAlert): string {
  return `reference_${reference.name}`;
}

/** Name of the output that writes the alerts of a rule into the landing zone. */
export function lakeOutput(rule: AlertRule): string {
  return `lake_${rule.name}`;
}

/** Name of the output that pushes the alerts of a rule to Power BI. */
export function powerBiOutput(rule: AlertRule): string {
  return `powerbi_${rule.name}`;
}

/** Names of all outputs of a rule in an environment; on the hub of alerts it goes by its own. */
export function outputsOf(rule: AlertRule, environment: string | undefined): string[] {
  const pushed = environment !== undefined && rule.powerBi?.workspaces[environment] !== undefined;
  return [
    ...(rule.to.includes('alerts-hub') ? [rule.name] : []),
    ...(rule.to.includes('lake') ? [lakeOutput(rule)] : []),
    ...(pushed ? [powerBiOutput(rule)] : []),
  ];
}
