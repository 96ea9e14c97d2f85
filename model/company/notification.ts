/** An address on the web that alerts are posted to, in Azure's common alert schema. */
export interface Webhook {
  /** Its name, unique among the receivers. */
  readonly name: string;
  /** Where it answers, `https://…`; it is kept in Terraform's state, and so is a secret in it. */
  readonly url: string;
}

/** Whom an environment tells when something is wrong: the receivers of its action group, one at least. */
export interface Receivers {
  /** Addresses of e-mail; that of a group outlives people. @default none */
  readonly email?: readonly string[];
  /** Addresses on the web, e.g. of a chat or of an on-call service. @default none */
  readonly webhooks?: readonly Webhook[];
}

/** Says that nobody is notified; no alert rule is made then. */
export interface Nobody {
  /** Why a failure may go unnoticed here. */
  readonly nobody: { readonly reason: string };
}

/** Whom an environment tells, or why nobody. */
export type Notify = Receivers | Nobody;

/** What an environment may cost; budgets cost nothing, and stop nothing. */
export interface Budget {
  /** A month's cost at which people are notified, in the currency of the subscription's bill; 1 or more. */
  readonly monthlyAmount: number;
  /** The first month that counts, `YYYY-MM`; when the budget is made, not before the current one. Changing it makes a new budget. */
  readonly from: string;
}

/** Most webhooks of an action group. Source: "Azure Monitor service limits", action groups. */
export const MAX_WEBHOOKS = 10;

/** The receivers of an environment; none where it says why nobody is notified. */
export function receiversOf(notify: Notify): Required<Receivers> {
  if ('nobody' in notify) return { email: [], webhooks: [] };
  return { email: notify.email ?? [], webhooks: notify.webhooks ?? [] };
}

/** Whether anybody is notified. */
export function isNotified(notify: Notify | undefined): notify is Receivers {
  if (notify === undefined) return false;
  const { email, webhooks } = receiversOf(notify);
  return email.length + webhooks.length > 0;
}

/** Whether an address carries what looks like a secret: a password, or a parameter as keys and signatures are passed in. */
export function carriesSecret(url: string): boolean {
  return /\/\/[^/?#]*@|[?&](?:sig|code|key|token|secret|password|api-?key|access_token)=/i.test(url);
}
