import { type Company } from '../company/company';
import { type Department } from '../company/department';
import { type Environment } from '../company/environment';
import { type CompanyGraph, type OwnedTable } from '../company/graph';
import { type Issue, listed, suggestion } from '../errors';
import { type IssueCode } from '../issues';
import { type Score } from '../flows/relation';
import { readsOf, scoreOf } from '../flows/traversal';
import { MODEL_INPUTS, type ModelRun, type ModelBinding } from '../machine-learning/model-run';
import { intervalProblem } from '../schedule';
import { columnIssues } from './contracts';
import { type NameRule, nameIssues } from './names';

const PARAMETER: NameRule = {
  pattern: /^(?!(?:features|scores|window)$)[A-Za-z_]\w{0,62}$/,
  allowed: `letters, digits and underscores, 63 at most, and none of ${MODEL_INPUTS.join(', ')}`,
};
/** It becomes part of a request and of an expression: a quote or an at sign would end it. */
const VALUE: NameRule = {
  pattern: /^[\w .,:;/+-]{1,200}$/,
  allowed: '1 to 200 letters, digits, blanks and . , : ; / + - _',
};
/** Source: "Manage and increase quotas and limits for resources with Azure Machine Learning", endpoints. */
const BATCH_ENDPOINT: NameRule = {
  pattern: /^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){2,31}$/,
  allowed: 'the name of a batch endpoint: 3 to 32 lower-case letters, digits and single dashes',
};
const PIPELINE_ENDPOINT: NameRule = {
  pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  allowed: "the id of a published pipeline's endpoint, a UUID",
};

/** Everything wrong with a table that a model fills; nothing for other tables. */
export function scoredTableIssues(graph: CompanyGraph, { department, table }: OwnedTable): Issue[] {
  const score = scoreOf(table);
  if (!score) return [];
  const at = `${department.name}/${table.name}`;
  const scores = Object.entries(score.contractColumns).filter(([name]) => !table.key.includes(name));
  return [
    ...featureIssues(graph, department, at, score),
    ...scores.flatMap(([name, column]) => [
      ...columnIssues(at, name, column).map((issue) => ({ ...issue, prop: `scores.${name}` })),
      ...(column.key
        ? [
            broken(
              'LH3503',
              at,
              `scores.${name}`,
              'is marked .key()',
              'keys that the features have',
              'name it in "key" if the features have it',
            ),
          ]
        : []),
      ...(column.type.kind === 'array' || column.path
        ? [
            broken(
              'LH3503',
              at,
              `scores.${name}`,
              column.path ? 'is inside a document' : 'is an array',
              'single values: models write CSV',
              'let the model write a column for each value',
            ),
          ]
        : []),
      ...(column.personal?.treatment === 'pseudonymise'
        ? [
            broken(
              'LH3503',
              at,
              `scores.${name}`,
              'is personal',
              'scores that are kept as they are: nothing makes pseudonyms of what a model computes',
              'keep it with a reason, or leave .personal() out',
            ),
          ]
        : []),
    ]),
    ...runIssues(at, score.run),
    ...everyIssues(graph, at, score),
    ...(Number.isInteger(score.retentionDays) && score.retentionDays > 0
      ? []
      : [
          broken(
            'LH0002',
            at,
            'retentionDays',
            `is ${score.retentionDays}`,
            'a whole number above 0',
            'change the number',
          ),
        ]),
    ...graph.company.environments.flatMap((environment) =>
      bindingIssues(at, table.name, score.run, environment),
    ),
  ];
}

/** Models that are placed in an environment, and that no table is filled by. */
export function modelBindingIssues(company: Company): Issue[] {
  const known = company.departments.flatMap(({ tables }) =>
    tables.filter((table) => scoreOf(table)).map(({ name }) => name),
  );
  return company.environments.flatMap(({ name: environment, models = {} }) =>
    Object.keys(models)
      .filter((name) => !known.includes(name))
      .map((name) =>
        broken(
          'LH3506',
          `environment ${environment}`,
          'models',
          `has "${name}", which is no scored table${suggestion(name, known)}`,
          listed(known),
          'name a scored table, or remove it',
        ),
      ),
  );
}

function featureIssues(graph: CompanyGraph, department: Department, at: string, score: Score): Issue[] {
  const { features } = score;
  const own = department.tables.filter(({ zone }) => zone === 'silver');
  const issues: Issue[] = [];
  if (graph.tableOf(features)?.department !== department || features.zone !== 'silver') {
    issues.push(
      broken(
        'LH3501',
        at,
        'features',
        `is "${features.name}"`,
        `silver tables of ${department.name}: ${listed(own.map(({ name }) => name))}`,
        'derive a silver table of your own from it: models read the lake of their own department only',
      ),
    );
  }
  for (const other of readsOf(score.input).filter((readable) => readable !== features)) {
    issues.push(
      broken(
        'LH3502',
        at,
        'fallback',
        `reads "${other.name}"`,
        `the features, "${features.name}", which are all that the model gets`,
        'put what it needs into the features',
      ),
    );
  }
  return issues;
}

function runIssues(at: string, run: ModelRun): Issue[] {
  return Object.entries(run.parameters)
    .flatMap(([name, value]) => [
      ...nameIssues(at, 'run.parameters', name, PARAMETER),
      ...nameIssues(at, `run.parameters.${name}`, value, VALUE),
    ])
    .concat(
      run.kind === 'publishedPipeline' ? nameIssues(at, 'run.experiment', run.experiment, VALUE) : [],
      run.kind === 'batchEndpoint' && run.deployment !== undefined
        ? nameIssues(at, 'run.deployment', run.deployment, BATCH_ENDPOINT)
        : [],
    );
}

function everyIssues(graph: CompanyGraph, at: string, { every, features }: Score): Issue[] {
  if (every === undefined) return [];
  const problem = intervalProblem(every);
  if (problem) return [{ code: 'LH1009', at, prop: 'every', ...problem }];
  const owned = graph.tableOf(features);
  const filled = owned ? graph.intervalOf(owned.table).minutes : 0;
  if (every.minutes >= filled) return [];
  return [
    broken(
      'LH3504',
      at,
      'every',
      `is ${every.minutes} minutes, and "${features.name}" is filled every ${filled}`,
      'an interval that is not shorter',
      'change it, or leave it out',
    ),
  ];
}

function bindingIssues(
  at: string,
  table: string,
  run: ModelRun,
  { name, models = {} }: Environment,
): Issue[] {
  const binding: ModelBinding | undefined = models[table];
  const prop = `models.${table}`;
  const where = `environment ${name}`;
  if (binding === undefined) {
    return [
      broken(
        'LH3505',
        at,
        'run',
        `has no model in environment "${name}"`,
        '{ endpoint: … }, or { fallback: <why there is no model yet> }',
        `add "${table}" to the models of "${name}"`,
      ),
    ];
  }
  if ('endpoint' in binding)
    return nameIssues(
      where,
      prop,
      binding.endpoint,
      run.kind === 'batchEndpoint' ? BATCH_ENDPOINT : PIPELINE_ENDPOINT,
    );
  return binding.fallback.trim()
    ? []
    : [
        broken(
          'LH0006',
          where,
          prop,
          'has an empty "fallback"',
          'a reason in words',
          'say why there is no model yet',
        ),
      ];
}

function broken(
  code: IssueCode,
  at: string,
  prop: string,
  got: string,
  allowed: string,
  change: string,
): Issue {
  return { code, at, prop, got, allowed, change };
}
