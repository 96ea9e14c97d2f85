#!/usr/bin/env bash
# What all experiments share: a resource group that is deleted whatever happens, and verdicts. Sourced, never run.
set -euo pipefail

LOCATION="${LOCATION:-westeurope}"
ARM='https://management.azure.com'
STARTED="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
CLAIMED=()
JUDGED=()
REFUTED=0
RG=''
ALSO=()
WORK=''

say() { echo "        $*" >&2; }

# The ids of docs/unproven.md that an experiment decides.
claims() { CLAIMED=("$@"); }

# judge ID EVIDENCE TEST...: the belief holds if the test succeeds.
judge() {
  local id="$1" evidence="${2//[$'\r\n']/ }"
  shift 2
  JUDGED+=("$id")
  if "$@"; then
    echo "PROVED  $id  $evidence"
  else
    echo "REFUTED $id  $evidence"
    REFUTED=1
  fi
}

contains() { [[ -n "$2" && "$1" == *"$2"* ]]; }
equals() { [[ "$1" == "$2" ]]; }
differs() { [[ "$1" != "$2" ]]; }
positive() { [[ "$1" =~ ^[0-9]+$ ]] && (($1 > 0)); }

tomorrow() { date -u -d '+1 day' +%F 2>/dev/null || date -u -v+1d +%F; }

# begin NAME [SUFFIX]: an empty group of its own. The suffix is part of names that are unique in all of Azure.
begin() {
  local name="$1" seconds
  seconds="$(printf '%x' "$(date +%s)")"
  SUFFIX="${2:-${seconds: -7}}"
  [[ "$SUFFIX" =~ ^[a-z0-9]{4,7}$ ]] || { echo 'the suffix has 4 to 7 lower-case letters or digits' >&2; exit 2; }
  SUBSCRIPTION="$(az account show --query id --output tsv)"
  TENANT="$(az account show --query tenantId --output tsv)"
  ME="$(az ad signed-in-user show --query id --output tsv 2>/dev/null ||
    az ad sp show --id "$(az account show --query user.name --output tsv)" --query id --output tsv)"
  if [[ "$(az group exists --name "rg-prove-$name-$SUFFIX")" == true ]]; then
    echo "the group rg-prove-$name-$SUFFIX is there already: choose another suffix" >&2
    exit 2
  fi
  # From here on it is ours to delete.
  RG="rg-prove-$name-$SUFFIX"
  az group create --name "$RG" --location "$LOCATION" --output none \
    --tags purpose=prove-it "expires=$(tomorrow)"
  WORK="$(mktemp -d)"
  GROUP_ID="/subscriptions/$SUBSCRIPTION/resourceGroups/$RG"
  say "resource group $RG in $LOCATION, which is deleted at the end"
}

# Deletes the group, those of ALSO, and names what was not decided. Set as trap before anything is made.
finish() {
  local status=$? id group
  trap - EXIT
  set +e
  [[ -z "$WORK" ]] || rm -rf "$WORK"
  for group in ${RG:+"$RG"} ${ALSO[@]+"${ALSO[@]}"}; do
    [[ "$(az group exists --name "$group")" == false ]] ||
      az group delete --name "$group" --yes --no-wait ||
      echo "DELETE IT BY HAND: az group delete --name $group --yes" >&2
  done
  for id in ${CLAIMED[@]+"${CLAIMED[@]}"}; do
    [[ " ${JUDGED[*]-} " == *" $id "* ]] || { echo "OPEN    $id  the experiment ended before it was decided"; REFUTED=1; }
  done
  ((status != 0)) || status="$REFUTED"
  exit "$status"
}

arm() {
  local method="$1" path="$2"
  shift 2
  az rest --method "$method" --url "$ARM$path" "$@"
}

# grant OBJECT_ID TYPE ROLE SCOPE
grant() {
  az role assignment create --assignee-object-id "$1" --assignee-principal-type "$2" --role "$3" --scope "$4" --output none
}

my_type() { [[ "$(az account show --query user.type --output tsv)" == user ]] && echo User || echo ServicePrincipal; }

# patiently TIMES SECONDS TEST...: roles and logs take minutes to arrive.
patiently() {
  local times="$1" seconds="$2" i
  shift 2
  for ((i = 0; i < times; i++)); do
    if "$@"; then return 0; fi
    sleep "$seconds"
  done
  return 1
}

# A lake without keys, with a container; whoever runs this may write into it.
make_lake() {
  LAKE="stprove$SUFFIX"
  LAKE_ID="$GROUP_ID/providers/Microsoft.Storage/storageAccounts/$LAKE"
  az storage account create --resource-group "$RG" --name "$LAKE" --location "$LOCATION" --sku Standard_LRS --kind StorageV2 \
    --enable-hierarchical-namespace true --allow-shared-key-access false --allow-blob-public-access false \
    --min-tls-version TLS1_2 --output none
  arm put "$LAKE_ID/blobServices/default/containers/data?api-version=2023-01-01" --body '{"properties":{}}' --output none
  grant "$ME" "$(my_type)" 'Storage Blob Data Contributor' "$LAKE_ID"
}

lake_files() {
  az storage fs file list --account-name "$LAKE" --file-system data --path "$1" --auth-mode login \
    --query '[?!isDirectory].name' --output tsv 2>/dev/null || true
}

put_file() {
  az storage fs file upload --account-name "$LAKE" --file-system data --path "$1" --source "$2" --overwrite true \
    --auth-mode login --output none 2>/dev/null
}

# A data factory that reaches the lake by its own identity, as linked service "lake".
make_factory() {
  FACTORY="adf-prove-$SUFFIX"
  FACTORY_ID="$GROUP_ID/providers/Microsoft.DataFactory/factories/$FACTORY"
  arm put "$FACTORY_ID?api-version=2018-06-01" --output none \
    --body "{\"location\":\"$LOCATION\",\"identity\":{\"type\":\"SystemAssigned\"},\"properties\":{}}"
  FACTORY_PRINCIPAL="$(arm get "$FACTORY_ID?api-version=2018-06-01" --query identity.principalId --output tsv)"
  grant "$FACTORY_PRINCIPAL" ServicePrincipal 'Storage Blob Data Contributor' "$LAKE_ID"
  factory_put linkedservices/lake \
    "{\"properties\":{\"type\":\"AzureBlobFS\",\"typeProperties\":{\"url\":\"https://$LAKE.dfs.core.windows.net\"}}}"
}

# factory_put KIND/NAME JSON
factory_put() { arm put "$FACTORY_ID/$1?api-version=2018-06-01" --body "$2" --output none; }

run_status() {
  arm get "$FACTORY_ID/pipelineruns/$1?api-version=2018-06-01" --query status --output tsv 2>/dev/null || echo Queued
}

# Runs a pipeline to its end, or for an hour; RUN is its run, STATUS how it ended.
run_pipeline() {
  local i
  RUN="$(arm post "$FACTORY_ID/pipelines/$1/createRun?api-version=2018-06-01" --body '{}' --query runId --output tsv)"
  STATUS=Queued
  for ((i = 0; i < 240; i++)); do
    [[ "$STATUS" == Queued || "$STATUS" == InProgress || "$STATUS" == Canceling ]] || break
    sleep 15
    STATUS="$(run_status "$RUN")"
  done
  say "pipeline $1: $STATUS"
}

# activity NAME PATH: a value of an activity of the last run, e.g. output.filesRead, status, error.message.
activity() {
  arm post "$FACTORY_ID/pipelineruns/$RUN/queryActivityruns?api-version=2018-06-01" \
    --body "{\"lastUpdatedAfter\":\"$STARTED\",\"lastUpdatedBefore\":\"$(tomorrow)T23:59:59Z\"}" \
    --query "value[?activityName=='$1'] | [0].$2" --output tsv
}

# Waits until the roles of the factory and of whoever runs this reach the lake.
factory_reaches_lake() {
  echo probe >"$WORK/probe.txt"
  patiently 20 30 put_file probe/probe.txt "$WORK/probe.txt" || { say 'no role on the lake'; return 1; }
  factory_put datasets/probe '{"properties":{"type":"Binary","linkedServiceName":{"referenceName":"lake","type":"LinkedServiceReference"},"typeProperties":{"location":{"type":"AzureBlobFSLocation","fileSystem":"data","folderPath":"probe"}}}}'
  factory_put pipelines/probe '{"properties":{"activities":[{"name":"Look","type":"GetMetadata","dependsOn":[],"policy":{"timeout":"0.00:05:00","retry":0},"typeProperties":{"dataset":{"referenceName":"probe","type":"DatasetReference"},"fieldList":["childItems"]}}]}}'
  patiently 12 45 probe_succeeds
}
probe_succeeds() { run_pipeline probe && [[ "$STATUS" == Succeeded ]]; }
