import type { Mutant } from './mutant';

const RULE = 'azurerm_monitor_scheduled_query_rules_alert_v2';

/** Facts about alerts: the rules, what they ask, what is sent to where they ask, and whom they tell. */
export const alerting: readonly Mutant[] = [
  {
    name: 'no rule watches pipelines',
    caughtBy: 'windows',
    change: (draft) =>
      draft.of(RULE, /^(failed-pipelines|late-tables)-/, (block) => (block['enabled'] = false)),
  },
  {
    name: 'the rule about pipelines that fail asks the table of activities',
    from: 37,
    caughtBy: 'alerts',
    change: (draft) =>
      draft.of(RULE, /^failed-pipelines-/, (block) => {
        const text = JSON.stringify(block['criteria'])
          .replaceAll('ADFPipelineRun', 'ADFActivityRun')
          .replaceAll(', Parameters', '')
          .replaceAll('tostring(parse_json(Parameters).table)', "''");
        block['criteria'] = JSON.parse(text) as unknown;
      }),
  },
  {
    name: 'factories send their logs into the table of everything',
    caughtBy: 'alerts',
    change: (draft) =>
      draft.of('azurerm_monitor_diagnostic_setting', /./, (block) => {
        if (/azurerm_data_factory\./.test(String(block['target_resource_id'])))
          delete block['log_analytics_destination_type'];
      }),
  },
  {
    name: 'factories send no logs of runs',
    caughtBy: 'alerts',
    change: (draft) =>
      draft.of('azurerm_monitor_diagnostic_setting', /./, (block) => {
        if (/azurerm_data_factory\./.test(String(block['target_resource_id']))) block['enabled_log'] = [];
      }),
  },
  {
    name: 'alerts tell nobody',
    caughtBy: 'windows',
    change: (draft) =>
      draft.of('azurerm_monitor_action_group', /./, (block) => (block['email_receiver'] = [])),
  },
  {
    name: 'no rule watches streaming jobs',
    caughtBy: 'alerts',
    change: (draft) => draft.of(RULE, /^stream-delay-/, (block) => (block['enabled'] = false)),
  },
  {
    name: 'the job of alert rules is not watched',
    caughtBy: 'alerts',
    changeLater: (draft) =>
      draft.of(RULE, /^stream-delay-/, (block) => {
        const text = JSON.stringify(block['criteria']).replaceAll("-rules'", "'");
        block['criteria'] = JSON.parse(text) as unknown;
      }),
  },
];
