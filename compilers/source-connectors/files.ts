import { type FilesConnector } from '../../model';
import { expression } from '../data-factory/activities';
import { FILE_TYPES } from '../data-factory/datasets';
import { acceptNothing, expectFiles, NOTHING_THERE } from '../data-factory/quiet-window';
import { delayOf } from '../data-factory/ready-after';
import { TIMESTAMP_FORMAT, windowEnd, windowStart } from '../data-factory/window';
import { missingMistakes } from './checks';
import { type ConnectorKind } from './connector';
import { compactToBronze } from './to-bronze';

/** Takes the files that somebody dropped into landing in each window. */
export const files: ConnectorKind<FilesConnector> = ({ format, mayBeMissing }, contract) => ({
  format,
  partitioned: true,
  lands: true,
  connection: undefined,
  issues: () => missingMistakes(mayBeMissing),
  copy: ({ datasets }) => {
    const toBronze = compactToBronze(contract, datasets, {
      format,
      folder: contract.name,
      file: `*.${FILE_TYPES[format].extension}`,
      changed: {
        from: expression(`@${windowStart(TIMESTAMP_FORMAT)}`),
        to: expression(`@${windowEnd(contract.delivery.every, TIMESTAMP_FORMAT)}`),
      },
    });
    return {
      what: 'Takes the files that were dropped in a window',
      activities: mayBeMissing
        ? acceptNothing([toBronze], NOTHING_THERE.lake)
        : expectFiles(toBronze, contract, delayOf(contract)),
    };
  },
  manualSteps: ({ department, lake, landing, privateNetwork }) => [
    {
      title: `Files of ${contract.name} of ${department}`,
      steps: [
        `Let whoever delivers them write ${format === 'csv' ? 'CSV files with a header (`.csv`)' : 'JSON Lines files (`.jsonl`)'} into the folder \`${contract.name}/\` of the container \`${landing}\` of \`${lake}\`, in any sub-folder: by the role Storage Blob Data Contributor on that container, for an Entra identity${privateNetwork ? ', from where the private network is reached' : ''}. A window takes what was written in it; nothing is renamed or overwritten afterwards.`,
      ],
    },
  ],
  externalGrants: () => [],
});
