import { type HttpConnector } from '../../model';
import { copy } from '../data-factory/copy';
import { bytesOf } from '../data-factory/copy-sources';
import { type Dataset, parameter } from '../data-factory/datasets';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { windowFolder } from '../data-factory/window';
import { baseUrlMistakes, missingMistakes } from './checks';
import { type ConnectorKind } from './connector';
import { optionMistakes } from './file-options';
import { compactToBronze, extensionOf, FETCH } from './to-bronze';
import { pathIssues, relativeUrl } from './window-path';

/** Fetches one file for each window. Everybody may read it, so that nobody has to let the department in. */
export const http: ConnectorKind<HttpConnector> = (
  { baseUrl, path, format, options, mayBeMissing },
  contract,
) => ({
  format,
  options,
  records: options?.records,
  issues: () => [
    ...baseUrlMistakes(baseUrl),
    ...pathIssues(path),
    ...optionMistakes({ format, options }, contract),
    ...missingMistakes(mayBeMissing),
  ],
  lands: true,
  connection: () => ({
    type: 'HttpServer',
    typeProperties: {
      url: baseUrl,
      authenticationType: 'Anonymous',
      enableServerCertificateValidation: true,
    },
  }),
  copy: ({ connection, datasets }) => {
    const { every } = contract.delivery;
    const extension = extensionOf(format, options);
    const fetch = copy({
      name: FETCH,
      source: bytesOf({ type: 'HttpReadSettings', requestMethod: 'GET' }),
      input: {
        dataset: datasets.add(fileAt(`${connection}_file`, connection)),
        parameters: { relativeUrl: relativeUrl(path, every) },
      },
      output: {
        dataset: datasets.inLake('landing', 'Binary', ['folder', 'file']),
        parameters: {
          folder: windowFolder(every, contract.name),
          file: `${contract.name}.${extension}`,
        },
      },
    });
    const toBronze = compactToBronze(contract, datasets, {
      format,
      options,
      records: options?.records,
      file: `*.${extension}`,
      after: FETCH,
    });
    const steps = [fetch, toBronze];
    return {
      what: 'Fetches the file of a window',
      activities: mayBeMissing ? acceptNothing(steps, NOTHING_THERE.http) : steps,
    };
  },
  manualSteps: () => [],
  externalGrants: () => [],
});

/** What an address answers, as bytes. */
function fileAt(name: string, linkedService: string): Dataset {
  return {
    name,
    type: 'Binary',
    linkedService,
    parameters: ['relativeUrl'],
    typeProperties: { location: { type: 'HttpServerLocation', relativeUrl: parameter('relativeUrl') } },
  };
}
