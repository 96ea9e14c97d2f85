#!/usr/bin/env bash
# Data flows and Delta tables, and what their runs write into logs. About 60 minutes, below 1.50 USD.
#   docs/prove-it/data-flows.sh [suffix]
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap finish EXIT
claims U-FLOW-1 U-FLOW-2 U-FLOW-3 U-FLOW-4 U-FLOW-5 U-FLOW-7 U-FLOW-9 U-FLOW-11 U-ERA-4 U-COPY-11 U-ALR-1
begin flows "${1:-}"
make_lake
make_factory
factory_reaches_lake

LOGS_ID="$GROUP_ID/providers/Microsoft.OperationalInsights/workspaces/log-prove-$SUFFIX"
az monitor log-analytics workspace create --resource-group "$RG" --workspace-name "log-prove-$SUFFIX" \
  --location "$LOCATION" --output none
arm put "$FACTORY_ID/providers/Microsoft.Insights/diagnosticSettings/logs?api-version=2021-05-01-preview" --output none \
  --body "{\"properties\":{\"workspaceId\":\"$LOGS_ID\",\"logAnalyticsDestinationType\":\"Dedicated\",\"logs\":[{\"category\":\"PipelineRuns\",\"enabled\":true},{\"category\":\"ActivityRuns\",\"enabled\":true}]}}"

printf 'k,v,gone,list\na,1,n,x;y\nb,2,n,z\nc,3,y,\n' >"$WORK/rows.csv"
printf 'k,v,gone,list\n' >"$WORK/none.csv"
put_file in/rows.csv "$WORK/rows.csv"
put_file none/none.csv "$WORK/none.csv"

LAKE_REFERENCE='"linkedServiceName":{"referenceName":"lake","type":"LinkedServiceReference"}'
CSV=',"columnDelimiter":",","quoteChar":"\"","escapeChar":"\"","firstRowAsHeader":true'
for name in rows none; do
  folder=in
  [[ "$name" == rows ]] || folder=none
  factory_put "datasets/csv_$name" "{\"properties\":{\"type\":\"DelimitedText\",$LAKE_REFERENCE,\"typeProperties\":{\"location\":{\"type\":\"AzureBlobFSLocation\",\"fileSystem\":\"data\",\"folderPath\":\"$folder\",\"fileName\":\"$name.csv\"}$CSV}}}"
  factory_put "datasets/parquet_$name" "{\"properties\":{\"type\":\"Parquet\",$LAKE_REFERENCE,\"typeProperties\":{\"location\":{\"type\":\"AzureBlobFSLocation\",\"fileSystem\":\"data\",\"folderPath\":\"bronze/$name\",\"fileName\":\"window.parquet\"},\"compressionCodec\":\"snappy\"}}}"
done
to_parquet() {
  echo "{\"name\":\"Copy_$1\",\"type\":\"Copy\",\"dependsOn\":[],\"policy\":{\"timeout\":\"0.00:10:00\",\"retry\":0},\"inputs\":[{\"referenceName\":\"csv_$1\",\"type\":\"DatasetReference\"}],\"outputs\":[{\"referenceName\":\"parquet_$1\",\"type\":\"DatasetReference\"}],\"typeProperties\":{\"source\":{\"type\":\"DelimitedTextSource\",\"storeSettings\":{\"type\":\"AzureBlobFSReadSettings\"}},\"sink\":{\"type\":\"ParquetSink\",\"storeSettings\":{\"type\":\"AzureBlobFSWriteSettings\"},\"formatSettings\":{\"type\":\"ParquetWriteSettings\"}},\"enableStaging\":false}}"
}
factory_put pipelines/bronze "{\"properties\":{\"activities\":[$(to_parquet rows),$(to_parquet none)]}}"
run_pipeline bronze
BRONZE_COPIED="$(activity Copy_rows output.rowsCopied)"
[[ "$STATUS" == Succeeded ]] || exit 1

# The sources and sinks have the very options that the library writes.
source_of() { # NAME COLUMNS FORMAT FOLDER
  echo "source(output($2), allowSchemaDrift: false, validateSchema: false, ignoreNoFilesFound: true, format: '$3', fileSystem: 'data', folderPath: '$4') ~> $1"
}
delta_sink() { # INPUT FOLDER DELETABLE NAME
  echo "$1 sink(allowSchemaDrift: true, validateSchema: false, format: 'delta', fileSystem: 'data', folderPath: '$2', mergeSchema: true, autoCompact: false, optimizedWrite: true, vacuum: 168, deletable: $3, insertable: false, updateable: false, upsertable: true, keys:['k'], umask: 0022, preCommands: [], postCommands: [], skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true) ~> $4"
}
parquet_sink() { # INPUT NAME
  echo "$1 sink(allowSchemaDrift: true, validateSchema: false, format: 'parquet', fileSystem: 'data', folderPath: 'seen/$2', truncate: true, skipDuplicateMapInputs: true, skipDuplicateMapOutputs: true) ~> $2"
}
# flow NAME SCRIPT: its transformations are the names after ~>, by what they are.
flow() {
  local name="$1" script="$2" line sources='' sinks='' steps='' lines='' entry
  while IFS= read -r line; do
    [[ -n "$line" ]] || continue
    line="${line//\\/\\\\}"
    lines+="${lines:+,}\"${line//\"/\\\"}\""
    entry="{\"name\":\"${line##*~> }\""
    case "$line" in
      source\(*) sources+="${sources:+,}$entry,\"linkedService\":{\"referenceName\":\"lake\",\"type\":\"LinkedServiceReference\"}}" ;;
      *' sink('*) sinks+="${sinks:+,}$entry,\"linkedService\":{\"referenceName\":\"lake\",\"type\":\"LinkedServiceReference\"}}" ;;
      *) steps+="${steps:+,}$entry}" ;;
    esac
  done <<<"$script"
  factory_put "dataflows/$name" "{\"properties\":{\"type\":\"MappingDataFlow\",\"typeProperties\":{\"sources\":[$sources],\"sinks\":[$sinks],\"transformations\":[$steps],\"scriptLines\":[$lines]}}}"
  factory_put "pipelines/run_$name" "{\"properties\":{\"activities\":[{\"name\":\"Flow\",\"type\":\"ExecuteDataFlow\",\"dependsOn\":[],\"policy\":{\"timeout\":\"0.00:30:00\",\"retry\":0},\"typeProperties\":{\"dataFlow\":{\"referenceName\":\"$name\",\"type\":\"DataFlowReference\"},\"compute\":{\"coreCount\":8,\"computeType\":\"General\"},\"traceLevel\":\"Coarse\"}}]}}"
  run_pipeline "run_$name"
  # A flow that fails decides nothing: its message names the source or sink, and the rest stays open.
  [[ "$STATUS" == Succeeded ]] || { say "$(activity Flow error.message)"; exit 1; }
}
# A sink without rows is not in the metrics.
written() {
  local rows
  rows="$(activity Flow "output.runStatus.metrics.$1.rowsWritten")"
  [[ -n "$rows" && "$rows" != None ]] && echo "$rows" || echo 0
}

COLUMNS='k as string, v as string, gone as string, list as string'
flow first "$(
  source_of rows "$COLUMNS" parquet bronze/rows
  echo "rows alterRow(deleteIf(gone == 'y'), upsertIf(true())) ~> marked"
  delta_sink marked silver/t true writeTable
  echo "rows filter(false()) ~> nothing"
  echo "nothing alterRow(upsertIf(true())) ~> marked2"
  delta_sink marked2 silver/empty false writeEmpty
)"
judge U-FLOW-2 "files after a sink without rows: $(lake_files silver/empty/_delta_log)" \
  contains "$(lake_files silver/empty/_delta_log)" _delta_log/
judge U-FLOW-4 "a sink with vacuum: 168: $STATUS" equals "$STATUS" Succeeded

flow second "$(
  source_of table "$COLUMNS, later as string" delta silver/t
  echo "table filter(gone == 'y') ~> marked"
  parquet_sink marked insertedThoughMarked
  echo "table filter(isNull(later)) ~> nulls"
  parquet_sink nulls declaredAndAbsent
  source_of rows "$COLUMNS" parquet bronze/rows
  echo "rows derive(items = split(coalesce(list, ''), ';')) ~> split1"
  echo "split1 foldDown(unroll(items), mapColumn(k, item = items), skipDuplicateMapInputs: false, skipDuplicateMapOutputs: false) ~> flat"
  echo "flat filter(length(item) > 0) ~> items1"
  parquet_sink items1 unrolled
  echo "rows filter(gone == 'n') ~> kept"
  echo "kept derive(extra = 'new') ~> wider"
  echo "wider alterRow(upsertIf(true())) ~> upserts"
  delta_sink upserts silver/t false writeWider
)"
judge U-FLOW-1 "rows marked for deletion that a missing table took in: $(written insertedThoughMarked)" \
  equals "$(written insertedThoughMarked)" 1
judge U-FLOW-5 "rows whose declared column the table lacks, null: $(written declaredAndAbsent)" \
  equals "$(written declaredAndAbsent)" "$((2 + $(written insertedThoughMarked)))"
judge U-FLOW-9 "rows of foldDown over split: $(written unrolled)" equals "$(written unrolled)" 3

flow third "$(
  source_of table "$COLUMNS, extra as string" delta silver/t
  echo "table filter(!isNull(extra)) ~> wider"
  parquet_sink wider addedByMerge
  source_of rows "k as string, later as string" parquet bronze/rows
  echo "rows filter(isNull(later)) ~> nulls"
  parquet_sink nulls olderParquet
)"
judge U-FLOW-3 "rows with the column that an upsert added by mergeSchema: $(written addedByMerge)" equals "$(written addedByMerge)" 2
judge U-FLOW-7 "rows whose declared column the Parquet file lacks, null: $(written olderParquet)" equals "$(written olderParquet)" 3

log() {
  az rest --method post --resource https://api.loganalytics.io \
    --url "https://api.loganalytics.io/v1/workspaces/$LOGS_CUSTOMER/query" \
    --body "{\"query\":\"$1\"}" --query 'tables[0].rows[0][0]' --output tsv 2>/dev/null || true
}
LOGS_CUSTOMER="$(arm get "$LOGS_ID?api-version=2022-10-01" --query properties.customerId --output tsv)"
COPIED="ADFActivityRun | where ActivityName == 'Copy_rows' and isnotempty(Output) | project tostring(parse_json(Output).rowsCopied)"
WRITTEN="ADFActivityRun | where ActivityName == 'Flow' and isnotempty(Output) | extend n = tostring(parse_json(Output).runStatus.metrics.addedByMerge.rowsWritten) | where isnotempty(n) | project n"
logged() { [[ "$(log "$COPIED")" == "$BRONZE_COPIED" && "$(log "$WRITTEN")" == 2 ]]; }
patiently 30 60 logged || true
judge U-ALR-1 "in the log: rowsCopied $(log "$COPIED"), rowsWritten $(log "$WRITTEN"), traceLevel Coarse" logged

# What is likeliest to fail comes last.
flow fourth "$(
  source_of noRows "$COLUMNS" parquet bronze/none
  parquet_sink noRows writeNoRows
  source_of absent "$COLUMNS" delta silver/absent
  parquet_sink absent absentTable
  source_of rows "$COLUMNS" parquet bronze/rows
  echo "rows filter(k == 'nobody') ~> nobody"
  echo "nobody alterRow(deleteIf(true())) ~> deletes"
  delta_sink deletes silver/t true eraseNothing
)"
judge U-COPY-11 "a Parquet file of no rows, read: $STATUS, $(written writeNoRows) rows" equals "$(written writeNoRows)" 0
judge U-ERA-4 "a Delta source without a folder: $STATUS, $(written absentTable) rows" equals "$(written absentTable)" 0
judge U-FLOW-11 "a MERGE of deletions without a row: $STATUS" equals "$STATUS" Succeeded
