import { type Form, formMistakes, reasonMistakes } from '../checks';
import { type Company } from '../company/company';
import { type Delivery } from '../company/delivery';
import { type Environment } from '../company/environment';
import { type Issue, listed, type Mistake, mistakeIf, placed, suggestion } from '../errors';
import { duplicateIssues } from './names';

const REPOSITORY: Form = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}\/[\w.-]{1,100}$/,
  allowed: '<owner>/<repository> as GitHub shows them, e.g. acme/platform',
  change: 'leave out the address around it',
};
const BRANCH: Form = {
  pattern: /^[\w][\w./-]{0,199}$/,
  allowed: 'the name of one branch, without wildcards',
};
const ISSUER: Form = {
  pattern: /^https:\/\/[\w.-]+\/\S+$/,
  allowed: 'the address that the service connection shows as its issuer',
  change: 'copy it from the connection',
};
const SUBJECT: Form = {
  pattern: /^\S{8,600}$/,
  allowed: 'what the service connection shows as its subject, without wildcards or blanks',
  change: 'copy it from the connection',
};

const ADDRESS: Form = {
  pattern: /^[\w-]+\/(?:module\.[\w-]+\.)*[a-z]\w*\.[\w-]+(?:\[\S+\])?$/,
  allowed: '<stack>/<address of the resource>, as lakehouse guard prints it',
  change: 'copy it from there',
};

/** Everything wrong with what plans of environments may do. */
export function allowedChangeIssues({ environments }: Company): Issue[] {
  return environments.flatMap(({ name, allowedChanges = [] }) =>
    placed(
      `environment ${name}`,
      allowedChanges.flatMap(({ address, reason }, index) => [
        ...formMistakes(`allowedChanges.${index}.address`, address, ADDRESS),
        ...reasonMistakes(`allowedChanges.${index}.reason`, reason, 'say why it may happen'),
      ]),
    ),
  );
}

/** Everything wrong with how a company's pipelines deploy. */
export function deliveryIssues({ name, delivery, environments }: Company): Issue[] {
  if (delivery === undefined) return [];
  const { github, azureDevOps, branch, environments: delivered } = delivery;
  return [
    ...placed(name, [
      ...mistakeIf(delivered.length === 0 || (github === undefined && azureDevOps === undefined), {
        code: 'LH9301',
        prop: 'delivery',
        got: delivered.length === 0 ? 'names no environment' : 'names neither github nor azureDevOps',
        allowed: 'one or more environments, and where the pipelines run',
        change: 'say both, or leave out "delivery"',
      }),
      ...(github ? subject('delivery.github.repository', github.repository, REPOSITORY) : []),
      ...(branch === undefined ? [] : formMistakes('delivery.branch', branch, BRANCH)),
      ...connectionMistakes(delivery),
      ...delivered.flatMap((one) =>
        stateMistakes(
          one.name,
          environments.find((environment) => environment.name === one.name),
          environments,
        ),
      ),
    ]),
    ...duplicateIssues(
      name,
      'delivery.environments',
      delivered.map((one) => one.name),
    ),
  ];
}

function stateMistakes(
  name: string,
  environment: Environment | undefined,
  all: readonly Environment[],
): Mistake[] {
  const names = all.map((one) => one.name);
  if (environment === undefined)
    return [
      {
        code: 'LH5001',
        prop: 'delivery.environments',
        got: `has "${name}", which is not declared${suggestion(name, names)}`,
        allowed: listed(names),
        change: 'name a declared environment, or declare this one',
      },
    ];
  return mistakeIf(environment.state.kind === 'local', {
    code: 'LH9302',
    prop: 'delivery.environments',
    got: `has "${name}", whose state is a file on one machine`,
    allowed: 'environments with a state that every run reaches',
    change: `give "${name}" a state in Azure, or deploy it by hand`,
  });
}

function connectionMistakes({ azureDevOps, environments }: Delivery): Mistake[] {
  if (azureDevOps === undefined) return [];
  return environments.flatMap(({ name }) => {
    const connections = azureDevOps.connections[name];
    const prop = `delivery.azureDevOps.connections.${name}`;
    if (connections === undefined)
      return [
        {
          code: 'LH9303',
          prop,
          got: 'is missing',
          allowed: 'the service connections of every environment that pipelines deploy',
          change: 'make two connections with workload identity federation, and copy issuer and subject',
        },
      ];
    const { deploy, plan } = connections;
    return [
      ...subject(`${prop}.deploy.issuer`, deploy.issuer, ISSUER),
      ...subject(`${prop}.deploy.subject`, deploy.subject, SUBJECT),
      ...subject(`${prop}.plan.issuer`, plan.issuer, ISSUER),
      ...subject(`${prop}.plan.subject`, plan.subject, SUBJECT),
      ...mistakeIf(deploy.subject === plan.subject, {
        code: 'LH9303',
        prop: `${prop}.plan.subject`,
        got: 'is that of the connection that deploys',
        allowed: 'another one: what plans a pull request must not be able to deploy it',
        change: 'make a second connection',
      }),
    ];
  });
}

function subject(prop: string, value: unknown, form: Form): Mistake[] {
  return formMistakes(prop, value, form).map((mistake) => ({ ...mistake, code: 'LH9303' }));
}
