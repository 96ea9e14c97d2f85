import { type HttpConnector } from '../../model';
import { copy } from '../data-factory/copy';
import { bytesOf } from '../data-factory/copy-sources';
import { type Dataset, parameter } from '../data-factory/datasets';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { windowFolder } from '../data-factory/window';
import { authHeaders, keyGrants, keyMistakes, keySteps } from './api-key';
import { baseUrlMistakes, missingMistakes } from './checks';
import { type ConnectorKind } from './connector';
import { optionMistakes } from './file-options';
import { fillLackingColumns } from './lacking-columns';
import { type Compaction, compactToBronze, extensionOf, FETCH } from './to-bronze';
import { pathIssues, relativeUrl } from './window-path';

/** Fetches one file for each window. */
export const http: ConnectorKind<HttpConnector> = (
  { baseUrl, path, authentication, format, options, mayBeMissing },
  contract,
) => ({
  format,
  options,
  records: options?.records,
  issues: () => [
    ...baseUrlMistakes(baseUrl),
    ...pathIssues(path),
    ...keyMistakes(authentication),
    ...optionMistakes({ format, options }, contract),
    ...missingMistakes(mayBeMissing),
  ],
  lands: true,
  needsSecret: authentication !== undefined,
  connection: (_credential, vault) => ({
    type: 'HttpServer',
    typeProperties: {
      url: baseUrl,
      authenticationType: 'Anonymous',
      enableServerCertificateValidation: true,
      ...(authentication && authHeaders(authentication, contract, vault)),
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
    const compaction: Compaction = {
      format,
      options,
      records: options?.records,
      file: `*.${extension}`,
      after: FETCH,
    };
    const steps = [fetch, compactToBronze(contract, datasets, compaction)];
    const filled = fillLackingColumns(contract, datasets, compaction, !mayBeMissing);
    return {
      what: 'Fetches the file of a window',
      activities: mayBeMissing
        ? acceptNothing(steps, NOTHING_THERE.http, filled)
        : [...steps, ...(filled ? [filled] : [])],
    };
  },
  manualSteps: (reader) => (authentication ? keySteps(authentication, contract, reader) : []),
  externalGrants: () => (authentication ? keyGrants(authentication, contract) : []),
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
