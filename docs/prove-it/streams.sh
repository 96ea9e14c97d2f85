#!/usr/bin/env bash
# A hub, a job of Stream Analytics and a lake. About 75 minutes, below 0.60 USD.
#   docs/prove-it/streams.sh [suffix]
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap finish EXIT
claims U-ASA-2 U-ASA-3 U-ASA-4 U-ASA-6 U-ASA-7 U-ASA-9 U-ASA-10
begin streams "${1:-}"
make_lake

HUBS="evhns-prove-$SUFFIX"
HUBS_ID="$GROUP_ID/providers/Microsoft.EventHub/namespaces/$HUBS"
az eventhubs namespace create --resource-group "$RG" --name "$HUBS" --location "$LOCATION" --sku Standard --capacity 1 \
  --disable-local-auth true --output none
arm put "$HUBS_ID/eventhubs/events?api-version=2024-01-01" --output none \
  --body '{"properties":{"partitionCount":1,"retentionDescription":{"cleanupPolicy":"Delete","retentionTimeInHours":24}}}'
group() {
  az eventhubs eventhub consumer-group create --resource-group "$RG" --namespace-name "$HUBS" --eventhub-name events \
    --name "$1" --output none
}
made=0
for n in $(seq 1 20); do
  if group "cg$n" 2>/dev/null; then made=$((made + 1)); else break; fi
done
judge U-ASA-7 "$made consumer groups could be made beside \$Default" equals "$made" 19

JOB="asa-prove-$SUFFIX"
JOB_ID="$GROUP_ID/providers/Microsoft.StreamAnalytics/streamingjobs/$JOB"
API='api-version=2021-10-01-preview'
INPUT="{\"name\":\"events\",\"properties\":{\"type\":\"Stream\",\"serialization\":{\"type\":\"Json\",\"properties\":{\"encoding\":\"UTF8\"}},\"datasource\":{\"type\":\"Microsoft.EventHub/EventHub\",\"properties\":{\"serviceBusNamespace\":\"$HUBS\",\"eventHubName\":\"events\",\"consumerGroupName\":\"cg1\",\"authenticationMode\":\"Msi\"}}}}"
OUTPUT="{\"name\":\"landing\",\"properties\":{\"serialization\":{\"type\":\"Json\",\"properties\":{\"encoding\":\"UTF8\",\"format\":\"LineSeparated\"}},\"datasource\":{\"type\":\"Microsoft.Storage/Blob\",\"properties\":{\"storageAccounts\":[{\"accountName\":\"$LAKE\"}],\"container\":\"data\",\"pathPattern\":\"events/{date}/{time}\",\"dateFormat\":\"yyyy/MM/dd\",\"timeFormat\":\"HH\",\"authenticationMode\":\"Msi\"}}}}"
arm put "$JOB_ID?$API" --output none --body "{\"location\":\"$LOCATION\",\"identity\":{\"type\":\"SystemAssigned\"},\"properties\":{\"sku\":{\"name\":\"StandardV2\"},\"jobType\":\"Cloud\",\"compatibilityLevel\":\"1.2\",\"outputErrorPolicy\":\"Stop\",\"eventsOutOfOrderPolicy\":\"Adjust\",\"inputs\":[$INPUT],\"outputs\":[$OUTPUT],\"transformation\":{\"name\":\"query\",\"properties\":{\"streamingUnits\":3,\"query\":\"SELECT * INTO [landing] FROM [events]\"}}}}"
JOB_PRINCIPAL="$(arm get "$JOB_ID?$API" --query identity.principalId --output tsv)"
grant "$JOB_PRINCIPAL" ServicePrincipal 'Azure Event Hubs Data Receiver' "$HUBS_ID"
grant "$JOB_PRINCIPAL" ServicePrincipal 'Storage Blob Data Contributor' "$LAKE_ID"
grant "$ME" "$(my_type)" 'Azure Event Hubs Data Sender' "$HUBS_ID"

# JMESPath says None for what is not there.
job() { arm get "$JOB_ID?$API" --query "$1" --output tsv; }
in_state() { [[ "$(job properties.jobState)" == "$1" ]]; }
start() { arm post "$JOB_ID/start?$API" --body "$1" --output none; }
stop() {
  arm post "$JOB_ID/stop?$API" --output none
  patiently 40 15 in_state Stopped
}
send() {
  local token
  token="$(az account get-access-token --resource https://eventhubs.azure.net --query accessToken --output tsv)"
  # The token is read from standard input: a command line is there for all to see.
  printf 'header = "Authorization: Bearer %s"\n' "$token" |
    curl --silent --fail --config - --header 'Content-Type: application/atom+xml;type=entry;charset=utf-8' \
      --data "{\"id\":\"$1\"}" "https://$HUBS.servicebus.windows.net/events/messages?timeout=60&api-version=2014-01"
}
landed() {
  local file text=''
  while read -r file; do
    [[ -n "$file" ]] || continue
    az storage fs file download --account-name "$LAKE" --file-system data --path "$file" --destination "$WORK/landed" \
      --overwrite true --auth-mode login --output none
    text+="$(cat "$WORK/landed")"
  done < <(lake_files events)
  [[ "$text" == *"\"$1\""* ]]
}

none="$(job properties.lastOutputEventTime)"
judge U-ASA-3 "lastOutputEventTime of a job without output reads '$none'" test -z "${none/None/}"
patiently 20 30 send before-start
say 'five minutes for roles to arrive'
sleep 300
if told="$(start '{"outputStartMode":"LastOutputEventTime"}' 2>&1)"; then
  # Accepted is not started yet.
  told=accepted
  patiently 20 15 in_state Running && told=running
  if [[ "$told" == running ]]; then stop; fi
fi
judge U-ASA-9 "when last stopped, of a job without output: ${told:0:200}" differs "$told" running

# What the library starts landing with the first time: a time before all events.
patiently 12 30 start '{"outputStartMode":"CustomTime","outputStartTime":"2020-01-01T00:00:00Z"}'
patiently 40 15 in_state Running
seen=no
patiently 20 30 landed before-start && seen=yes
judge U-ASA-2 "started in 2020, kept for a day: an event from before the start landed: $seen" equals "$seen" yes

stop
last="$(job properties.lastOutputEventTime)"
send while-stopped
start '{"outputStartMode":"LastOutputEventTime"}'
patiently 40 15 in_state Running
seen=no
patiently 20 30 landed while-stopped && seen=yes
judge U-ASA-4 "stopped at output $last; what was sent while it was stopped landed: $seen" equals "$seen" yes

metric() {
  az monitor metrics list --resource "$JOB_ID" --metrics OutputWatermarkDelaySeconds --aggregation Maximum --interval PT1M \
    --offset 5m --query 'length(value[0].timeseries[0].data[?maximum!=`null`] || `[]`)' --output tsv || true
}
say 'ten minutes idle'
sleep 600
idle="$(metric)"
stop
say 'fifteen minutes stopped'
sleep 900
stopped="$(metric)"
judge U-ASA-6 "points of the delay in five minutes: idle $idle, stopped $stopped" \
  test "${idle:-0}" -gt 0 -a "${stopped:-0}" -eq 0

# Closed to all but trusted services. Sent before, because the hub is closed to us as well.
send through-firewall
previous="$(job properties.lastOutputEventTime)"
az storage account update --resource-group "$RG" --name "$LAKE" --default-action Deny --bypass AzureServices --output none
arm put "$HUBS_ID/networkRuleSets/default?api-version=2024-01-01" --output none \
  --body '{"properties":{"publicNetworkAccess":"Enabled","defaultAction":"Deny","trustedServiceAccessEnabled":true}}'
sleep 120
start '{"outputStartMode":"LastOutputEventTime"}'
moved() { [[ "$(job properties.lastOutputEventTime)" != "$previous" ]]; }
seen=no
patiently 40 30 moved && seen=yes
judge U-ASA-10 "output through closed firewalls, by trusted services: $seen" equals "$seen" yes
stop
