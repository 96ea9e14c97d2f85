import {
  type BatchOrigin,
  PATH_PLACEHOLDERS,
  type RestOrigin,
  type SqlOrigin,
} from '../contracts/batch-origin';
import { type DataContract } from '../contracts/data-contract';
import { type Issue, listed, suggestion } from '../errors';
import { type Interval } from '../schedule';
import { describeType } from '../types';

const AT = 'delivery.from';
const KINDS: readonly BatchOrigin['kind'][] = ['http', 'rest', 'sql', 'files'];

/** A value that must match, with words for its error. */
interface Rule {
  readonly pattern: RegExp;
  readonly allowed: string;
}

const SQL_SERVER: Rule = {
  pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.database\.windows\.net$/,
  allowed: 'the full name of an Azure SQL server, <name>.database.windows.net, in lower case',
};
/** Semicolons and quotes would end the connection string's value. */
const SQL_DATABASE: Rule = {
  pattern: /^[A-Za-z0-9_](?:[A-Za-z0-9_ .-]{0,126}[A-Za-z0-9_-])?$/,
  allowed: '1 to 128 letters, digits, blanks, dots, dashes and underscores',
};
const SQL_NAME: Rule = {
  pattern: /^[A-Za-z_](?:[A-Za-z0-9_$# -]{0,126}[A-Za-z0-9_$#-])?$/,
  allowed:
    '1 to 128 letters, digits, blanks, dashes and underscores, beginning with a letter, without a schema',
};
const QUERY_PARAMETER: Rule = {
  pattern: /^[A-Za-z0-9_.~$-]+$/,
  allowed: 'letters, digits, dots, dashes and underscores',
};
const TOKEN_RESOURCE: Rule = {
  pattern: /^(?:https|api):\/\/[^\s'"{}]+$/,
  allowed: 'the URI of an application in Entra ID, e.g. api://crm or https://crm.example.com',
};

/** Everything wrong with where a batch comes from. */
export function originIssues(at: string, contract: DataContract): Issue[] {
  const { delivery } = contract;
  if (delivery.kind !== 'batch') return [];
  const { from } = delivery;
  switch (from?.kind) {
    case 'http':
      return [...urlIssues(at, from.baseUrl), ...pathIssues(at, from.path), ...formatIssues(at, from.format)];
    case 'rest':
      return [...urlIssues(at, from.baseUrl), ...pathIssues(at, from.path), ...restIssues(at, from)];
    case 'sql':
      return sqlIssues(at, contract, from, delivery.every);
    case 'files':
      return formatIssues(at, from.format);
    default: {
      // Out of reach of the types: definitions come from JavaScript too.
      const kind = (from as { readonly kind?: string } | undefined)?.kind;
      return [
        {
          at,
          prop: AT,
          got: from === undefined ? 'is missing' : `is of kind "${kind}"${suggestion(kind ?? '', KINDS)}`,
          allowed: `{ kind: … } of ${KINDS.join(', ')}`,
          change: 'say where the rows come from',
        },
      ];
    }
  }
}

function urlIssues(at: string, baseUrl: string): Issue[] {
  if (/^https:\/\/[^\s/?#'"{}]+$/.test(baseUrl)) return [];
  return [
    {
      at,
      prop: `${AT}.baseUrl`,
      got: `is "${baseUrl}"`,
      allowed: 'https:// and a host, without a path',
      change: `put the path into ${AT}.path`,
    },
  ];
}

/** The path becomes part of an expression: a quote or another brace would end it. */
function pathIssues(at: string, path: string): Issue[] {
  const prop = `${AT}.path`;
  const known: readonly string[] = PATH_PLACEHOLDERS;
  const shown = known.map((name) => `{${name}}`).join(', ');
  const found = [...path.matchAll(/\{([A-Za-z0-9_]*)\}/g)].map(([, name = '']) => name);
  const unknown = [...new Set(found.filter((name) => !known.includes(name)))];
  const issues = unknown.map((name) => ({
    at,
    prop,
    got: `has {${name}}, which is no placeholder${suggestion(name, known)}`,
    allowed: shown,
    change: 'use one of these',
  }));
  if (/^[^'@{}\\]*$/.test(path.replaceAll(/\{[A-Za-z0-9_]*\}/g, ''))) return issues;
  return [
    ...issues,
    {
      at,
      prop,
      got: `is "${path}"`,
      allowed: `a path without quotes, at signs, backslashes and braces, besides ${shown}`,
      change: 'change the path',
    },
  ];
}

function formatIssues(at: string, format: string): Issue[] {
  if (format === 'csv' || format === 'json-lines') return [];
  return [
    {
      at,
      prop: `${AT}.format`,
      got: `is "${format}"${suggestion(format, ['csv', 'json-lines'])}`,
      allowed: 'csv, json-lines',
      change: 'choose one',
    },
  ];
}

function restIssues(at: string, { records, paging, authentication }: RestOrigin): Issue[] {
  const issues: Issue[] = records === undefined ? [] : namesIssues(at, 'records', records);
  if (paging?.kind === 'next-link') issues.push(...namesIssues(at, 'paging.path', paging.path));
  if (paging?.kind === 'page-number') {
    issues.push(...ruleIssues(at, 'paging.parameter', paging.parameter, QUERY_PARAMETER));
    const { first } = paging;
    if (first !== undefined && !(Number.isInteger(first) && first >= 0)) {
      issues.push({
        at,
        prop: `${AT}.paging.first`,
        got: `is ${first}`,
        allowed: 'a whole number from 0',
        change: 'change the number',
      });
    }
    // Data Factory looks for an end inside one object; of an array it says "More than one object returned" (REST connector).
    if (records === undefined) {
      issues.push({
        at,
        prop: `${AT}.paging`,
        got: 'counts pages of answers that are arrays',
        allowed: 'page numbers where an answer is an object that holds the array',
        change: `name the array in ${AT}.records, or use next-link`,
      });
    }
  }
  if (authentication !== undefined)
    issues.push(...ruleIssues(at, 'authentication.resource', authentication.resource, TOKEN_RESOURCE));
  return issues;
}

/** Names of JSON members; they become a JSON path in brackets and quotes. */
function namesIssues(at: string, prop: string, names: readonly string[]): Issue[] {
  const bad = names.find((name) => !/^[^'"\\{}[\]]+$/.test(name));
  if (names.length > 0 && bad === undefined) return [];
  return [
    {
      at,
      prop: `${AT}.${prop}`,
      got: bad === undefined ? 'is empty' : `has "${bad}"`,
      allowed: 'one or more names, each without quotes, brackets, braces and backslashes',
      change: "write a name for each step, e.g. ['result', 'items']",
    },
  ];
}

function sqlIssues(at: string, contract: DataContract, origin: SqlOrigin, every: Interval): Issue[] {
  const { server, database, schema, table } = origin;
  return [
    ...ruleIssues(at, 'server', server, SQL_SERVER),
    ...ruleIssues(at, 'database', database, SQL_DATABASE),
    ...(schema === undefined ? [] : ruleIssues(at, 'schema', schema, SQL_NAME)),
    ...ruleIssues(at, 'table', table, SQL_NAME),
    ...watermarkIssues(at, contract, origin, every),
  ];
}

function watermarkIssues(
  at: string,
  contract: DataContract,
  { watermark }: SqlOrigin,
  every: Interval,
): Issue[] {
  const prop = `${AT}.watermark`;
  const moments = Object.entries(contract.columns)
    .filter(([, { type }]) => type.kind === 'timestamp' || type.kind === 'date')
    .map(([name]) => name);
  const type = contract.columns[watermark]?.type;
  if (!type || !moments.includes(watermark)) {
    return [
      {
        at,
        prop,
        got: type
          ? `is "${watermark}", a ${describeType(type)}`
          : `is "${watermark}", which is no column${suggestion(watermark, moments)}`,
        allowed: `a timestamp or date of the contract: ${listed(moments)}`,
        change: 'name the column that says when a row last changed',
      },
    ];
  }
  // A date is the midnight of its day: later windows of the day would never see what changed in them.
  if (type.kind === 'date' && every.minutes % (24 * 60) !== 0) {
    return [
      {
        at,
        prop,
        got: `is "${watermark}", a date, in windows of ${every.minutes} minutes`,
        allowed: 'a timestamp, or a date in windows of whole days',
        change: 'choose a timestamp, or change delivery.every',
      },
    ];
  }
  return [];
}

function ruleIssues(at: string, prop: string, value: string, { pattern, allowed }: Rule): Issue[] {
  if (typeof value === 'string' && pattern.test(value)) return [];
  return [{ at, prop: `${AT}.${prop}`, got: `is "${value}"`, allowed, change: 'correct it' }];
}
