import { emptyMistakes, type Form, formMistakes, reasonMistakes } from '../checks';
import { type Environment } from '../company/environment';
import { MAX_WEBHOOKS, receiversOf } from '../company/notification';
import { type Issue, placed } from '../errors';
import { duplicateIssues, nameIssues } from './names';

/** Source of the length: "Azure Monitor service limits", action groups. */
const ADDRESS: Form = {
  pattern: /^(?=.{3,64}$)[^@\s]+@[^@\s]+\.[^@\s]+$/,
  allowed: 'an address of e-mail, of 64 characters at most',
  change: 'correct it; that of a group outlives people',
};
const HTTPS: Form = {
  pattern: /^https:\/\/[^\s/?#]+\S*$/,
  allowed: 'an address that begins with https://',
  change: 'give the address of the receiver with https',
};
const RECEIVER: Form = {
  pattern: /^[\w .-]{1,64}$/,
  allowed: '1 to 64 letters, digits, blanks, dots, dashes and underscores',
  change: 'give another name',
};
const MONTH: Form = {
  pattern: /^20\d\d-(0[1-9]|1[0-2])$/,
  allowed: 'a month, YYYY-MM, from 2000 on',
  change: 'give the first month that counts',
};

/** Everything wrong with whom an environment tells. */
export function notifyIssues(at: string, { notify, running }: Environment): Issue[] {
  if (notify === undefined) {
    if (running === undefined) return [];
    return [
      {
        code: 'LH5020',
        at,
        prop: 'notify',
        got: 'is missing, and the environment runs',
        allowed: "{ email: ['…'], webhooks: [{ name, url }] }, or { nobody: { reason } }",
        change: 'name who hears of a failure, or say why nobody has to',
      },
    ];
  }
  if ('nobody' in notify) {
    const { reason } = notify.nobody;
    return placed(
      at,
      reasonMistakes('notify.nobody.reason', reason, 'say why a failure may go unnoticed here'),
    );
  }
  const { email, webhooks } = receiversOf(notify);
  const names = [...email, ...webhooks.map(({ name }) => name)];
  return [
    ...placed(
      at,
      emptyMistakes(
        'notify',
        names,
        'a receiver or more, or { nobody: { reason } }',
        'name who hears of a failure',
      ).map((mistake) => ({ ...mistake, code: 'LH5020' as const })),
    ),
    ...duplicateIssues(at, 'notify', names),
    ...email.flatMap((address) => placed(at, formMistakes('notify.email', address, ADDRESS))),
    ...webhooks.flatMap(({ name, url }) => [
      ...nameIssues(at, 'notify.webhooks', name, RECEIVER),
      ...placed(at, formMistakes(`notify.webhooks.${name}`, url, HTTPS)),
    ]),
    ...(webhooks.length <= MAX_WEBHOOKS
      ? []
      : [
          {
            code: 'LH0002' as const,
            at,
            prop: 'notify.webhooks',
            got: `has ${webhooks.length}`,
            allowed: `${MAX_WEBHOOKS} at most: Azure takes no more in an action group`,
            change: 'leave some out, or let one pass alerts on',
          },
        ]),
  ];
}

/** Everything wrong with a budget. Source of the least amount: the provider. */
export function budgetIssues(at: string, { budget, notify }: Environment): Issue[] {
  if (budget === undefined) return [];
  const { monthlyAmount, from } = budget;
  const fits = Number.isFinite(monthlyAmount) && monthlyAmount >= 1;
  return [
    ...(fits
      ? []
      : [
          {
            code: 'LH0002' as const,
            at,
            prop: 'budget.monthlyAmount',
            got: `is ${String(monthlyAmount)}`,
            allowed: 'an amount of 1 or more',
            change: 'change the number, or leave the budget out',
          },
        ]),
    ...placed(at, formMistakes('budget.from', from, MONTH)),
    ...(notify === undefined || 'nobody' in notify
      ? [
          {
            code: 'LH5020' as const,
            at,
            prop: 'budget',
            got: 'is there, and nobody is notified of it',
            allowed: 'a budget with receivers, or neither',
            change: 'name receivers in notify, or leave the budget out',
          },
        ]
      : []),
  ];
}
