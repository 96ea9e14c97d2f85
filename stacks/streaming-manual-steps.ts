import { type ManualStep, referencesOf } from '../compilers/internal';
import type { Department, Environment } from '../model';

/** What is left to people before the streaming job of a department can run. */
export function streamingManualSteps(
  department: Department,
  environment: Environment,
  job: string,
): ManualStep[] {
  const prefix = department.name.replaceAll('-', '_');
  const exports = referencesOf(department).map(({ table }) => `\`${prefix}_reference_${table.name}\``);
  const workspaces = new Map(
    department.alerts.flatMap(({ powerBi }) => {
      const workspace = powerBi?.workspaces[environment.name];
      return workspace ? [[workspace.id, workspace.name] as const] : [];
    }),
  );
  return [
    ...(exports.length === 0
      ? []
      : [
          {
            title: `Reference data of ${department.name}`,
            acknowledgedAs: 'reference-data',
            steps: [
              `Before the job \`${job}\` first starts, once gold is deployed: run ${exports.join(' and ')} in Data Factory, and wait for ten minutes. A job that finds no file of its reference data does not start.`,
            ],
          },
        ]),
    ...(workspaces.size === 0
      ? []
      : [
          {
            title: `Power BI of ${department.name}`,
            acknowledgedAs: 'power-bi-output',
            steps: [
              ...[...workspaces].map(
                ([id, name]) =>
                  `Make the identity of the job \`${job}\` a Contributor of the workspace "${name}" (\`${id}\`); it needs no sign-in of a person.`,
              ),
              'Let service principals use Power BI in the tenant settings. This output ends on 31 October 2027.',
            ],
          },
        ]),
  ];
}
