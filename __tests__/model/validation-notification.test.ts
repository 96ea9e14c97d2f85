import { describeIssue } from '../../model';
import { companyIssues } from '../../validation';
import { acme } from '../support/acme';
import { decidingCompany } from '../support/deciding-company';
import { dev, RUNNING } from '../support/small-company';

describe('what an environment says about whom it notifies', () => {
  const issuesOf = (change: object): string[] =>
    companyIssues({ ...acme([]), environments: [{ ...dev, ...change }] }).map(describeIssue);
  const email = ['data@example.com'];

  test.each([
    ['receivers', { notify: { email } }, []],
    ['nobody, with a reason', { notify: { nobody: { reason: 'nothing runs' } } }, []],
    ['nothing, where nothing runs', { notify: undefined }, []],
    [
      'nothing',
      { notify: undefined, running: RUNNING },
      [
        'LH5020 environment dev: "notify" is missing, and the environment runs; allowed: { email: [\'…\'], webhooks: [{ name, url }] }, or { nobody: { reason } }; name who hears of a failure, or say why nobody has to',
      ],
    ],
    [
      'an empty list',
      { notify: { email: [] } },
      [
        'LH5020 environment dev: "notify" is empty; allowed: a receiver or more, or { nobody: { reason } }; name who hears of a failure',
      ],
    ],
    [
      'nobody, without a reason',
      { notify: { nobody: { reason: ' ' } } },
      [
        'LH0006 environment dev: "notify.nobody.reason" is empty; allowed: a reason in words; say why a failure may go unnoticed here',
      ],
    ],
    [
      'what is no address',
      { notify: { email: ['Jo'] } },
      [
        'LH0001 environment dev: "notify.email" is "Jo"; allowed: an address of e-mail, of 64 characters at most; correct it; that of a group outlives people',
      ],
    ],
    [
      'a webhook without https',
      { notify: { email, webhooks: [{ name: 'chat', url: 'http://hooks.example.com' }] } },
      [
        'LH0001 environment dev: "notify.webhooks.chat" is "http://hooks.example.com"; allowed: an address that begins with https://; give the address of the receiver with https',
      ],
    ],
    [
      'a receiver twice',
      { notify: { email: [...email, ...email] } },
      [
        'LH0003 environment dev: "notify" has "data@example.com" 2 times; allowed: each name once; rename or remove one "data@example.com"',
      ],
    ],
    [
      'a budget of nothing, for nobody',
      { notify: { nobody: { reason: 'nothing runs' } }, budget: { monthlyAmount: 0, from: '2026-13' } },
      [
        'LH0002 environment dev: "budget.monthlyAmount" is 0; allowed: an amount of 1 or more; change the number, or leave the budget out',
        'LH0001 environment dev: "budget.from" is "2026-13"; allowed: a month, YYYY-MM, from 2000 on; give the first month that counts',
        'LH5020 environment dev: "budget" is there, and nobody is notified of it; allowed: a budget with receivers, or neither; name receivers in notify, or leave the budget out',
      ],
    ],
    [
      'a threshold that nothing reaches, and a rule that is off without a reason',
      { settings: { monitoring: { failedRuns: 0, lateByMinutes: { off: { reason: '' } } } } },
      [
        `LH5022 environment dev: "settings.monitoring.failedRuns" is 0; allowed: a whole number from 1 to 100, or { off: { reason: '…' } }; change the number, or say why the rule is off`,
        `LH5022 environment dev: "settings.monitoring.lateByMinutes" is {"off":{"reason":""}}; allowed: a whole number from 0 to 1440, or { off: { reason: '…' } }; change the number, or say why the rule is off`,
      ],
    ],
    [
      'a limit of costs that is no number',
      { cost: { monthlyLimit: NaN } },
      [
        'LH0002 environment dev: "cost.monthlyLimit" is NaN; allowed: an amount of more than 0 a month; change the number',
      ],
    ],
    [
      'a limit of costs of nothing',
      { cost: { monthlyLimit: 0 } },
      [
        'LH0002 environment dev: "cost.monthlyLimit" is 0; allowed: an amount of more than 0 a month; change the number',
      ],
    ],
    ['a limit of costs', { cost: { monthlyLimit: 0.5 } }, []],
  ])('%s', (_, change, issues) => {
    expect(issuesOf(change)).toEqual(issues);
  });

  test('a streaming job may be behind for half of the shortest retention at most', () => {
    const delay = (streamDelayMinutes: number) =>
      companyIssues(decidingCompany({ environment: { monitoring: { streamDelayMinutes } } })).map(
        describeIssue,
      );
    const most = (3 * 24 * 60) / 2;
    expect(delay(most)).toEqual([]);
    expect(delay(most + 1)).toEqual([
      'LH5021 environment dev: "settings.monitoring.streamDelayMinutes" comes to 2161, and the hub of "shops-events" keeps events for 4320 minutes; allowed: 2160 at most: half of the shortest retention; lower it, or let the hub keep events for longer',
    ]);
  });
});
