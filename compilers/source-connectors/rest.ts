import {
  type DataContract,
  type Mistake,
  type RestConnector,
  countMistakes,
  type Form,
  formMistakes,
} from '../../model';
import { copy, jsonPath } from '../data-factory/copy';
import { restAnswers } from '../data-factory/copy-sources';
import { restDataset } from '../data-factory/datasets';
import { acceptNothing, NOTHING_THERE } from '../data-factory/quiet-window';
import { type CredentialReference } from '../data-factory/linked-service';
import { windowFolder } from '../data-factory/window';
import { authHeaders, keyGrants, keyMistakes, keySteps } from './api-key';
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
    ...(from.authentication?.kind === 'managed-identity'
      ? formMistakes('authentication.resource', from.authentication.resource, TOKEN_RESOURCE)
      : keyMistakes(from.authentication)),
  ],
  lands: true,
  needsSecret: from.authentication?.kind === 'api-key',
  connection: (credential, vault) => ({
    type: 'RestService',
    typeProperties: {
      url: from.baseUrl,
      enableServerCertificateValidation: true,
      ...authenticationOf(from, contract, credential, vault),
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
  manualSteps: (reader) => {
    const { authentication, baseUrl } = from;
    const { department, identity } = reader;
    if (authentication === undefined) return [];
    if (authentication.kind === 'api-key') return keySteps(authentication, contract, reader);
    return [
      {
        title: `Access to ${contract.name} of ${department}`,
        byHand: 'the source belongs to somebody else, who gives the right to read it',
        acknowledgedAs: `access-to-${contract.name}`,
        proof: { none: 'who may read there is known to its owner alone' },
        steps: [
          `Let the identity \`${identity}\` read \`${baseUrl}\`: it comes with a token for \`${authentication.resource}\`.`,
        ],
      },
    ];
  },
  externalGrants: () =>
    from.authentication?.kind === 'api-key' ? keyGrants(from.authentication, contract) : [],
});

function authenticationOf(
  { authentication }: RestConnector,
  contract: DataContract,
  credential: CredentialReference,
  vault: string,
): Record<string, unknown> {
  switch (authentication?.kind) {
    case undefined:
      return { authenticationType: 'Anonymous' };
    case 'managed-identity':
      return {
        authenticationType: 'ManagedServiceIdentity',
        aadResourceId: authentication.resource,
        credential,
      };
    case 'api-key':
      return { authenticationType: 'Anonymous', ...authHeaders(authentication, contract, vault) };
  }
}

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
      // A link that is null ends the pages by itself; one that is not there need not.
      return {
        AbsoluteUrl: jsonPath(paging.path),
        [`EndCondition:${jsonPath(paging.path)}`]: 'NonExist',
        supportRFC5988: 'false',
      };
    case 'page-number':
      return {
        [`QueryParameters.${PAGE}`]: `RANGE:${paging.first ?? DEFAULT_FIRST_PAGE}::1`,
        [`EndCondition:${jsonPath(records)}`]: 'Empty',
        supportRFC5988: 'false',
      };
  }
}
