import { type Mistake, type RestConnector, countMistakes, type Form, formMistakes } from '../../model';
import { copy, jsonPath } from '../data-factory/copy';
import { restAnswers } from '../data-factory/copy-sources';
import { restDataset } from '../data-factory/datasets';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { windowFolder } from '../data-factory/window';
import { baseUrlMistakes, missingMistakes, namesMistakes } from './checks';
import { type ConnectorKind } from './connector';
import { compactToBronze, FETCH } from './to-bronze';
import { pathIssues, relativeUrl } from './window-path';

/** The number of the first page when a source does not say. */
const DEFAULT_FIRST_PAGE = 1;
/** The connector counts in this variable of the address. */
const PAGE = '{page}';

const QUERY_PARAMETER: Form = {
  pattern: /^[A-Za-z0-9_.~$-]+$/,
  allowed: 'letters, digits, dots, dashes and underscores',
};
const TOKEN_RESOURCE: Form = {
  pattern: /^(?:https|api):\/\/[^\s'"{}]+$/,
  allowed: 'the URI of an application in Entra ID, e.g. api://crm or https://crm.example.com',
};

/** Keeps the responses of an interface for each window, page by page, and makes a row of each record. */
export const rest: ConnectorKind<RestConnector> = (from, contract) => ({
  format: 'json-lines',
  records: from.records,
  issues: () => [
    ...baseUrlMistakes(from.baseUrl),
    ...pathIssues(from.path),
    ...(from.records === undefined ? [] : namesMistakes('records', from.records)),
    ...pagingIssues(from),
    ...missingMistakes(from.mayBeMissing),
    ...(from.authentication === undefined
      ? []
      : formMistakes('authentication.resource', from.authentication.resource, TOKEN_RESOURCE)),
  ],
  lands: true,
  connection: (credential) => ({
    type: 'RestService',
    typeProperties: {
      url: from.baseUrl,
      enableServerCertificateValidation: true,
      ...(from.authentication === undefined
        ? { authenticationType: 'Anonymous' }
        : {
            authenticationType: 'ManagedServiceIdentity',
            aadResourceId: from.authentication.resource,
            credential,
          }),
    },
  }),
  copy: ({ connection, datasets }) => {
    const { every } = contract.delivery;
    const fetch = copy({
      name: FETCH,
      source: restAnswers(pagingRules(from)),
      input: {
        dataset: datasets.add(restDataset(`${connection}_resource`, connection)),
        parameters: { relativeUrl: relativeUrl(pagedPath(from), every) },
      },
      output: {
        dataset: datasets.inLake('landing', 'Json', ['folder', 'file']),
        parameters: { folder: windowFolder(every, contract.name), file: `${contract.name}.json` },
      },
    });
    const toBronze = compactToBronze(contract, datasets, {
      format: 'json-lines',
      file: '*.json',
      records: from.records,
      after: FETCH,
    });
    const steps = [fetch, toBronze];
    return {
      what: 'Fetches the responses of a window',
      activities: from.mayBeMissing ? acceptNothing(steps, NOTHING_THERE.rest) : steps,
    };
  },
  manualSteps: ({ department, identity }) =>
    from.authentication === undefined
      ? []
      : [
          {
            title: `Access to ${contract.name} of ${department}`,
            acknowledgedAs: `access-to-${contract.name}`,
            steps: [
              `Let the identity \`${identity}\` read \`${from.baseUrl}\`: it comes with a token for \`${from.authentication.resource}\`.`,
            ],
          },
        ],
  externalGrants: () => [],
});

function pagingIssues({ paging, records }: RestConnector): Mistake[] {
  if (paging?.kind === 'next-link') return namesMistakes('paging.path', paging.path);
  if (paging?.kind !== 'page-number') return [];
  const { parameter, first } = paging;
  const issues = formMistakes('paging.parameter', parameter, QUERY_PARAMETER);
  if (first !== undefined) issues.push(...countMistakes('paging.first', first, { least: 0 }));
  // Data Factory looks for an end inside one object; of an array it says "More than one object returned" (REST connector).
  if (records === undefined) {
    issues.push({
      code: 'LH1203',
      prop: 'paging',
      got: 'counts pages of responses that are arrays',
      allowed: 'page numbers where a response is an object that holds the array',
      change: 'name the array in delivery.from.records, or use next-link',
    });
  }
  return issues;
}

function pagedPath({ path, paging }: RestConnector): string {
  if (paging?.kind !== 'page-number') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${paging.parameter}=${PAGE}`;
}

function pagingRules({ paging, records = [] }: RestConnector): Readonly<Record<string, string>> {
  switch (paging?.kind) {
    case undefined:
      return { supportRFC5988: 'true' };
    case 'next-link':
      return { AbsoluteUrl: jsonPath(paging.path), supportRFC5988: 'false' };
    case 'page-number':
      return {
        [`QueryParameters.${PAGE}`]: `RANGE:${paging.first ?? DEFAULT_FIRST_PAGE}::1`,
        [`EndCondition:${jsonPath(records)}`]: 'Empty',
        supportRFC5988: 'false',
      };
  }
}
