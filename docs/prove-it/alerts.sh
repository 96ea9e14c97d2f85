#!/usr/bin/env bash
# Logs of a vault, rules, budgets, and a limit that Azure tells. About 30 minutes, below 0.10 USD.
#   docs/prove-it/alerts.sh [suffix]
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap finish EXIT
claims U-ALR-2 U-ALR-4 U-ALR-5 U-ALR-6 U-LIM-2
begin alerts "${1:-}"

most="$(arm get "/subscriptions/$SUBSCRIPTION/providers/Microsoft.Authorization/roleAssignmentsUsageMetrics?api-version=2019-08-01-preview" \
  --query roleAssignmentsLimit --output tsv)"
judge U-LIM-2 "role assignments of this subscription: $most" equals "$most" 5000

LOGS_ID="$GROUP_ID/providers/Microsoft.OperationalInsights/workspaces/log-prove-$SUFFIX"
az monitor log-analytics workspace create --resource-group "$RG" --workspace-name "log-prove-$SUFFIX" \
  --location "$LOCATION" --output none
VAULT_ID="$GROUP_ID/providers/Microsoft.KeyVault/vaults/kv-prove-$SUFFIX"
az keyvault create --resource-group "$RG" --name "kv-prove-$SUFFIX" --location "$LOCATION" --enable-rbac-authorization true \
  --retention-days 7 --output none
# As the library has it: without a destination type.
arm put "$VAULT_ID/providers/Microsoft.Insights/diagnosticSettings/logs?api-version=2021-05-01-preview" --output none \
  --body "{\"properties\":{\"workspaceId\":\"$LOGS_ID\",\"logs\":[{\"category\":\"AuditEvent\",\"enabled\":true}]}}"

RULE_ID="$GROUP_ID/providers/Microsoft.Insights/scheduledQueryRules/late"
rule() {
  arm put "$RULE_ID?api-version=2023-03-15-preview" --output none --body "{\"location\":\"$LOCATION\",\"properties\":{\"severity\":3,\"enabled\":false,\"evaluationFrequency\":\"PT15M\",\"windowSize\":\"$1\",\"scopes\":[\"$LOGS_ID\"],\"criteria\":{\"allOf\":[{\"query\":\"Usage | take 1\",\"timeAggregation\":\"Count\",\"operator\":\"GreaterThan\",\"threshold\":0,\"failingPeriods\":{\"numberOfEvaluationPeriods\":1,\"minFailingPeriodsToAlert\":1}}]}}}" 2>&1
}
if told="$(rule P1D && rule P2D)"; then told=accepted; fi
judge U-ALR-4 "windows of one and two days, looked at each quarter of an hour: ${told:0:200}" equals "$told" accepted

# A budget of the group by a tag, from this month, and one from an earlier month.
budget() { # NAME FIRST_DAY
  arm put "$GROUP_ID/providers/Microsoft.Consumption/budgets/$1?api-version=2023-05-01" --output none --body "{\"properties\":{\"category\":\"Cost\",\"amount\":10,\"timeGrain\":\"Monthly\",\"timePeriod\":{\"startDate\":\"$2T00:00:00Z\"},\"filter\":{\"tags\":{\"name\":\"company\",\"operator\":\"In\",\"values\":[\"prove\"]}},\"notifications\":{\"actual\":{\"enabled\":true,\"operator\":\"GreaterThanOrEqualTo\",\"threshold\":80,\"thresholdType\":\"Actual\",\"contactEmails\":[],\"contactRoles\":[\"Owner\"]}}}}" 2>&1
}
if told="$(budget current "$(date -u +%Y-%m-01)")"; then
  filter="$(arm get "$GROUP_ID/providers/Microsoft.Consumption/budgets/current?api-version=2023-05-01" \
    --query "join(' ', [properties.filter.tags.name, properties.filter.tags.operator, properties.filter.tags.values[0]])" --output tsv)"
  judge U-ALR-5 "the filter reads '$filter'" equals "$filter" 'company In prove'
  if told="$(budget earlier 2024-01-01)"; then told=accepted; fi
  judge U-ALR-6 "a budget that began in 2024: ${told:0:200}" differs "$told" accepted
else
  say "this kind of subscription has no budgets: ${told:0:200}"
fi

LOGS_CUSTOMER="$(arm get "$LOGS_ID?api-version=2022-10-01" --query properties.customerId --output tsv)"
logged() { # TABLE: the vault is asked until something is logged.
  az keyvault secret list --vault-name "kv-prove-$SUFFIX" --output none 2>/dev/null || true
  local rows
  rows="$(az rest --method post --resource https://api.loganalytics.io \
    --url "https://api.loganalytics.io/v1/workspaces/$LOGS_CUSTOMER/query" \
    --body "{\"query\":\"union isfuzzy=true (datatable(n: long)[]), ($1 | project n = 1) | count\"}" --query 'tables[0].rows[0][0]' --output tsv 2>/dev/null || echo 0)"
  positive "$rows"
}
either() { logged AzureDiagnostics || logged AZKVAuditLogs; }
if patiently 25 60 either; then
  where=AZKVAuditLogs
  logged AzureDiagnostics && where=AzureDiagnostics
  judge U-ALR-2 "requests to the vault are in $where" equals "$where" AzureDiagnostics
fi
