import { describeIssue, type Environment, STATE_RULES, type StateStore } from '../../model';
import { companyIssues } from '../../validation';
import { dev, prod, smallCompany } from '../support/small-company';

/** Values as JavaScript lets them pass. */
const untyped = (state: object): StateStore => state as StateStore;
const azurerm: StateStore = { kind: 'azurerm', storageAccountName: 'ststate', containerName: 'state' };

function issuesOf(...environments: readonly Environment[]): string[] {
  return companyIssues(smallCompany({ environments })).map(describeIssue);
}

const issuesIn = (state: StateStore): string[] => issuesOf({ ...dev, state });
const at = 'environment dev:';

describe('a state', () => {
  test.each<StateStore>([
    { kind: 'local' },
    azurerm,
    { kind: 's3', bucket: 'states' },
    { kind: 'gcs', bucket: 'states' },
    { kind: 'remote', organization: 'acme' },
    { kind: 'cloud', organization: 'acme', project: 'data' },
    { kind: 'pg', connStr: 'postgres://db.example.com/terraform' },
    { kind: 'http', address: ({ stack }) => `https://states.example.com/${stack}` },
    { kind: 'consul' },
    { kind: 'cos', bucket: 'states' },
    { kind: 'oss', bucket: 'states' },
  ])('may be in any backend that the engine has (%#)', (state) => {
    expect(issuesIn(state)).toEqual([]);
  });

  test.each<[object | undefined, string]>([
    [
      { kind: 'azure' },
      'is "azure"; allowed: azurerm, cloud, consul, cos, gcs, http, local, oss, pg, remote, s3; choose a backend of Terraform\'s',
    ],
    [{ kind: 'etcd' }, 'is "etcd"; allowed'],
    [{}, 'is "missing"; allowed'],
    [{ kind: 'toString' }, 'is "toString"; allowed'],
  ])('is of a kind that there is (%#)', (state, wrong) => {
    expect(issuesIn(untyped(state as object)).join('\n')).toContain(`LH0005 ${at} "state.kind" ${wrong}`);
  });

  test('is there', () => {
    expect(issuesIn(untyped(undefined as unknown as object))).toEqual([
      `LH9001 ${at} "state" is missing; allowed: { kind: 'local' }, { kind: 'azurerm', storageAccountName, containerName } or another backend; add it`,
    ]);
  });

  test('says what its backend needs', () => {
    expect(issuesIn(untyped({ kind: 'azurerm', containerName: '' }))).toEqual([
      `LH5006 ${at} "state.storageAccountName" is missing; allowed: what a state of kind "azurerm" needs: containerName, storageAccountName; say it`,
      `LH5006 ${at} "state.containerName" is missing; allowed: what a state of kind "azurerm" needs: containerName, storageAccountName; say it`,
    ]);
    expect(issuesIn(untyped({ kind: 'http' }))).toHaveLength(1);
  });

  test('says nothing that its backend does not know', () => {
    expect(issuesIn(untyped({ ...azurerm, containerNam: 'x' }))).toEqual([
      expect.stringContaining(
        '"state.containerNam" is no option of the backend "azurerm" (did you mean "containerName"?); allowed: ',
      ),
    ]);
  });

  test.each(
    Object.entries(STATE_RULES).flatMap(([kind, { secrets }]) =>
      Object.entries(secrets as Record<string, string>).map(
        ([secret, variable]) => [kind, secret, variable] as const,
      ),
    ),
  )('of kind %s never holds %s, but names its variable', (kind, secret, variable) => {
    expect(issuesIn(untyped({ kind, [secret]: 'abc' }))).toContain(
      `LH5007 ${at} "state.${secret}" is a secret, which would be written into the output; ` +
        `allowed: nothing: Terraform reads it from the variable ${variable}; ` +
        'take it out here, and set the variable where Terraform runs',
    );
  });

  test.each<[string, StateStore]>([
    ['connStr', { kind: 'pg', connStr: 'postgres://user:secret@db/terraform' }],
    ['connStr', { kind: 'pg', connStr: 'host=db password=secret' }],
    ['address', { kind: 'http', address: ({ stack }) => `https://me:secret@states/${stack}` }],
    [
      'lockAddress',
      { kind: 'http', address: ({ stack }) => stack, lockAddress: () => 'https://me:secret@locks' },
    ],
  ])('has no password in its %s (%#)', (prop, state) => {
    expect(issuesIn(state)).toEqual([
      `LH5007 ${at} "state.${prop}" holds a password, which would be written into the output; allowed: an address without one; ` +
        'take it out here, and set the variable PGPASSWORD or TF_HTTP_PASSWORD where Terraform runs',
    ]);
  });

  test.each<[unknown, string]>([
    ['dev.tfstate', 'is "dev.tfstate"'],
    [() => undefined, 'gives undefined'],
    [() => '', 'gives an empty text'],
    [
      (
        (count) => () =>
          `state-${(count += 1)}`
      )(0),
      'gives "state-1", and "state-2" when asked again',
    ],
    [
      () => {
        throw new Error('no name');
      },
      'throws "no name"',
    ],
  ])('is named by a function that always answers the same (%#)', (key, got) => {
    expect(issuesIn(untyped({ ...azurerm, key }))).toEqual([
      `LH5008 ${at} "state.key" ${got}; allowed: a function from the stack, the environment and the department to a text, ` +
        'the same each time; correct the function, or leave it out',
    ]);
  });

  test('is no other stack’s as well', () => {
    const shared = issuesIn({ ...azurerm, key: ({ environment }) => `${environment}.tfstate` });
    expect(shared).toEqual([
      `LH5008 ${at} "state.key" gives "dev.tfstate" to "platform-dev" and to "sales-dev"; ` +
        'allowed: a state of its own for each stack of each environment; put the name of the stack into it',
      `LH5008 ${at} "state.key" gives "dev.tfstate" to "sales-dev" and to "board-room-dev"; ` +
        'allowed: a state of its own for each stack of each environment; put the name of the stack into it',
    ]);
  });

  test('is no other environment’s as well, unless it is in another store', () => {
    const key = ({ department = 'platform' }) => `${department}.tfstate`;
    const state: StateStore = { ...azurerm, key };
    expect(issuesOf({ ...dev, state }, { ...prod, state: { ...state } })).toHaveLength(3);
    expect(issuesOf({ ...dev, state }, { ...prod, state: { ...state, containerName: 'prod' } })).toEqual([]);
    expect(issuesOf({ ...dev, state: { kind: 'http', address: key } })).toEqual([]);
  });
});

describe('a subscription', () => {
  const [one, other] = ['11111111-2222-4333-8444-555555555555', '11111111-2222-4333-8444-666666666666'];

  test('of a department is a UUID, and beside the platform’s', () => {
    expect(
      issuesOf({ ...dev, subscriptionId: one, departments: { sales: { subscriptionId: other } } }),
    ).toEqual([]);
    expect(issuesOf({ ...dev, departments: { sales: { subscriptionId: 'ours' } } })).toEqual([
      `LH0001 ${at} "departments.sales.subscriptionId" is "ours"; allowed: a UUID; give the id that Azure shows`,
      `LH5009 ${at} "subscriptionId" is missing, and departments.sales.subscriptionId is there; ` +
        'allowed: the subscription of the platform, so that both are told apart; say it, or take the other out',
    ]);
  });
});
