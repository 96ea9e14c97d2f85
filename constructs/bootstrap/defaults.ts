/** What applies to every bootstrap. */
export const BOOTSTRAP_DEFAULTS = Object.freeze({
  /** Days in which a deleted state, or an older version of one, can be brought back. */
  softDeleteDays: 30,
  /** How often a state is kept: in three zones of its region; where it has none, in the region and its pair, `GRS`. */
  replication: 'ZRS',
  /** Who issues the tokens of workflows on GitHub. Source: "About security hardening with OpenID Connect". */
  githubIssuer: 'https://token.actions.githubusercontent.com',
  /** For whom tokens of pipelines are issued. Source: "Workload identity federation". */
  audience: 'api://AzureADTokenExchange',
});
