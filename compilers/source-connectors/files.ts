import { csvLayout, type FileFormat, type FileOptions, type FilesConnector } from '../../model';
import { expression } from '../data-factory/activities';
import { acceptNothing, expectFiles, NOTHING_THERE } from '../data-factory/quiet-window';
import { delayOf } from '../data-factory/ready-after';
import { TIMESTAMP_FORMAT, windowEnd, windowStart } from '../data-factory/window';
import { azProof } from '../core/proof';
import { missingMistakes } from './checks';
import { type ConnectorKind } from './connector';
import { FORMAT_NAMES, optionMistakes } from './file-options';
import { fillLackingColumns } from './lacking-columns';
import { type Compaction, compactToBronze, extensionOf } from './to-bronze';

/** Takes the files that somebody dropped into landing in each window. */
export const files: ConnectorKind<FilesConnector> = ({ format, options, mayBeMissing }, contract) => ({
  format,
  partitioned: true,
  options,
  records: options?.records,
  lands: true,
  connection: undefined,
  issues: () => [...optionMistakes({ format, options }, contract), ...missingMistakes(mayBeMissing)],
  copy: ({ datasets }) => {
    const compaction: Compaction = {
      format,
      options,
      records: options?.records,
      folder: contract.name,
      file: `*.${extensionOf(format, options)}`,
      changed: {
        from: expression(`@${windowStart(TIMESTAMP_FORMAT)}`),
        to: expression(`@${windowEnd(contract.delivery.every, TIMESTAMP_FORMAT)}`),
      },
    };
    const toBronze = compactToBronze(contract, datasets, compaction);
    const filled = fillLackingColumns(contract, datasets, compaction, !mayBeMissing);
    return {
      what: 'Takes the files that were dropped in a window',
      activities: mayBeMissing
        ? acceptNothing([toBronze], NOTHING_THERE.lake, filled)
        : expectFiles(toBronze, contract, delayOf(contract), filled),
    };
  },
  manualSteps: ({ department, lake, landing, privateNetwork }) => [
    {
      title: `Files of ${contract.name} of ${department}`,
      byHand: 'who drops files is a person or a program of somebody else, and is set up there',
      commands: [
        `az role assignment create --role "Storage Blob Data Contributor" --assignee-object-id '<who delivers>' --assignee-principal-type '<User, Group or ServicePrincipal>' \\`,
        `  --scope "$(az storage account show --name ${lake} --query id --output tsv)/blobServices/default/containers/${landing}"`,
      ],
      proof: [
        {
          ...azProof(
            `${landing} has a file in ${contract.name}/`,
            [
              ...['storage', 'blob', 'list', '--auth-mode', 'login', '--account-name', lake],
              ...['--container-name', landing, '--prefix', `${contract.name}/`, '--num-results', '1'],
            ],
            'length(@)',
            { atLeast: 1 },
          ),
          inside: privateNetwork,
        },
      ],
      steps: [
        `Let whoever delivers them write ${described(format, options)} into the folder \`${contract.name}/\` of the container \`${landing}\` of \`${lake}\`, in any sub-folder: by the role Storage Blob Data Contributor on that container, for an Entra identity${privateNetwork ? ', from where the private network is reached' : ''}. A window takes what was written in it; nothing is renamed or overwritten afterwards.`,
      ],
    },
  ],
  externalGrants: () => [],
});

/** What whoever delivers writes. */
function described(format: FileFormat, options: FileOptions = {}): string {
  const { delimiter, header } = csvLayout(options);
  const details = [
    ...(format === 'csv' && delimiter !== ','
      ? [`separated by \`${delimiter === '\t' ? '\\t' : delimiter}\``]
      : []),
    ...(options.encoding !== undefined && options.encoding !== 'utf-8' ? [`in ${options.encoding}`] : []),
    ...(options.compression === undefined ? [] : [`each compressed with ${options.compression}`]),
  ];
  const files =
    format === 'csv' ? `CSV files ${header ? 'with' : 'without'} a header` : `${FORMAT_NAMES[format]} files`;
  return [`${files} (\`.${extensionOf(format, options)}\`)`, ...details].join(', ');
}
