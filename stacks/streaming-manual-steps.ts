import { azProof, type ManualStep, type Proof, referenceFolder, referencesOf } from '../compilers/internal';
import type { Department, Environment, Table } from '../model';

/** What the streaming job of a department needs. */
interface StreamingPlace {
  /** The job. */
  readonly job: string;
  /** The data factory. */
  readonly factory: string;
  /** The account that holds landing. */
  readonly lake: string;
  /** The container that is landing. */
  readonly landing: string;
}

/** What is left to people before the streaming job of a department can run. */
export function streamingManualSteps(
  department: Department,
  environment: Environment,
  place: StreamingPlace,
): ManualStep[] {
  const { job } = place;
  const prefix = department.name.replaceAll('-', '_');
  const references = referencesOf(department).map(({ table }) => table);
  const pipelines = references.map((table) => `${prefix}_reference_${table.name}`);
  const isPrivate = environment.network.kind === 'private';
  const workspaces = new Map(
    department.alerts.flatMap(({ powerBi }) => {
      const workspace = powerBi?.workspaces[environment.name];
      return workspace ? [[workspace.id, workspace.name] as const] : [];
    }),
  );
  return [
    ...(references.length === 0
      ? []
      : [
          {
            title: `Reference data of ${department.name}`,
            byHand: "the files are data of a person's choice; pipelines that deploy read and write none",
            acknowledgedAs: 'reference-data',
            commands: [
              `factory=$(az resource list --name ${place.factory} --resource-type Microsoft.DataFactory/factories --query "[0].id" --output tsv)`,
              ...pipelines.map(
                (name) =>
                  `az rest --method post --url "$factory/pipelines/${name}/createRun?api-version=2018-06-01"`,
              ),
            ],
            proof: references.map((table) => referenceProof(table, place, isPrivate)),
            steps: [
              `Before the job \`${job}\` first starts, once gold is deployed: run ${pipelines.map((name) => `\`${name}\``).join(' and ')} in Data Factory, and wait for ten minutes. A job that finds no file of its reference data does not start.`,
            ],
          },
        ]),
    ...(workspaces.size === 0
      ? []
      : [
          {
            title: `Power BI of ${department.name}`,
            byHand: 'rights in Power BI are given in its own service, by an administrator of it',
            acknowledgedAs: 'power-bi-output',
            proof: { none: 'workspaces and tenant settings of Power BI are no resources of Azure' },
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

function referenceProof(table: Table, { lake, landing }: StreamingPlace, inside: boolean): Proof {
  const folder = `${referenceFolder(table)}/`;
  return {
    ...azProof(
      `${landing} has a file in ${folder}`,
      [
        ...['storage', 'blob', 'list', '--auth-mode', 'login', '--account-name', lake],
        ...['--container-name', landing, '--prefix', folder, '--num-results', '1'],
      ],
      'length(@)',
      { atLeast: 1 },
    ),
    inside,
  };
}
