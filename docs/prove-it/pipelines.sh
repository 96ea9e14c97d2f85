#!/usr/bin/env bash
# Copies, activities and triggers of Data Factory. About 45 minutes, below 0.30 USD.
#   docs/prove-it/pipelines.sh [suffix]
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap finish EXIT
claims U-COPY-1 U-COPY-2 U-COPY-3 U-COPY-4 U-COPY-5 U-COPY-6 U-COPY-7 U-COPY-8 U-COPY-9 U-COPY-10 \
  U-TRG-1 U-TRG-2 U-TRG-4 U-TRG-5
begin pipelines "${1:-}"
make_lake
make_factory
factory_reaches_lake

printf 'id,text\n1,one\n2,two\n' >"$WORK/good.csv"
printf 'id,text\n1,one\n2,two,too,many\n3\n4,"open\n' >"$WORK/broken.csv"
printf 'id,text\n1,one\n2,\xff\xfe\n' >"$WORK/bytes.csv"
printf '{"id":"1","nested":{"a":[1,2]}}\n' >"$WORK/lines.json"
for file in good.csv broken.csv bytes.csv lines.json; do put_file "in/$file" "$WORK/$file"; done

LAKE_REFERENCE='"linkedServiceName":{"referenceName":"lake","type":"LinkedServiceReference"}'
# dataset NAME TYPE FOLDER FILE MORE: FILE may be empty.
dataset() {
  local file=''
  [[ -z "$4" ]] || file=",\"fileName\":\"$4\""
  factory_put "datasets/$1" "{\"properties\":{\"type\":\"$2\",$LAKE_REFERENCE,\"typeProperties\":{\"location\":{\"type\":\"AzureBlobFSLocation\",\"fileSystem\":\"data\",\"folderPath\":\"$3\"$file}$5}}}"
}
CSV=',"columnDelimiter":",","quoteChar":"\"","escapeChar":"\"","firstRowAsHeader":true'
dataset in_csv DelimitedText in '' "$CSV"
dataset in_good DelimitedText in good.csv "$CSV"
dataset in_broken DelimitedText in broken.csv "$CSV"
dataset in_bytes DelimitedText in bytes.csv "$CSV"
dataset absent_csv DelimitedText absent '' "$CSV"
dataset in_json Json in lines.json ''
for name in quiet kept broken bytes named absent http rest; do
  dataset "out_$name" Parquet "out/$name" window.parquet ',"compressionCodec":"snappy"'
done
dataset absent_folder Binary absent '' ''

# An address that is answered with 404, for all who ask.
factory_put linkedservices/web '{"properties":{"type":"HttpServer","typeProperties":{"url":"https://raw.githubusercontent.com/","authenticationType":"Anonymous","enableServerCertificateValidation":true}}}'
factory_put linkedservices/rest '{"properties":{"type":"RestService","typeProperties":{"url":"https://raw.githubusercontent.com/","authenticationType":"Anonymous","enableServerCertificateValidation":true}}}'
factory_put datasets/http_missing '{"properties":{"type":"DelimitedText","linkedServiceName":{"referenceName":"web","type":"LinkedServiceReference"},"typeProperties":{"location":{"type":"HttpServerLocation","relativeUrl":"Azure/azure-cli/dev/is-not-there.csv"},"columnDelimiter":",","firstRowAsHeader":true}}}'
factory_put datasets/rest_missing '{"properties":{"type":"RestResource","linkedServiceName":{"referenceName":"rest","type":"LinkedServiceReference"},"typeProperties":{"relativeUrl":"Azure/azure-cli/dev/is-not-there.json"}}}'

POLICY='"policy":{"timeout":"0.00:10:00","retry":0,"retryIntervalInSeconds":30}'
SINK='"sink":{"type":"ParquetSink","storeSettings":{"type":"AzureBlobFSWriteSettings"},"formatSettings":{"type":"ParquetWriteSettings"}},"enableStaging":false'
# copy NAME FROM TO SOURCE MORE AFTER
copy() {
  echo "{\"name\":\"$1\",\"type\":\"Copy\",\"dependsOn\":[$6],$POLICY,\"inputs\":[{\"referenceName\":\"$2\",\"type\":\"DatasetReference\"}],\"outputs\":[{\"referenceName\":\"$3\",\"type\":\"DatasetReference\"}],\"typeProperties\":{\"source\":$4,$SINK$5}}"
}
after() { echo "{\"activity\":\"$1\",\"dependencyConditions\":[\"$2\"]}"; }
CSV_SOURCE='{"type":"DelimitedTextSource","storeSettings":{"type":"AzureBlobFSReadSettings","recursive":true}}'
NO_FILE='{"type":"DelimitedTextSource","storeSettings":{"type":"AzureBlobFSReadSettings","recursive":true,"wildcardFolderPath":"in","wildcardFileName":"*.none"}}'
NO_FOLDER='{"type":"DelimitedTextSource","storeSettings":{"type":"AzureBlobFSReadSettings","recursive":true,"wildcardFolderPath":"absent","wildcardFileName":"*.csv"}}'
HTTP='{"type":"DelimitedTextSource","storeSettings":{"type":"HttpReadSettings","requestMethod":"GET"}}'
JSON='{"type":"JsonSource","storeSettings":{"type":"AzureBlobFSReadSettings"},"additionalColumns":[{"name":"_source_file","value":"$$FILEPATH"}]}'
LOG='{"value":"@concat('"'data/log/'"', pipeline().RunId)","type":"Expression"}'
SKIP=",\"enableSkipIncompatibleRow\":true,\"logSettings\":{\"enableCopyActivityLog\":true,\"copyActivityLogSettings\":{\"logLevel\":\"Warning\",\"enableReliableLogging\":true},\"logLocationSettings\":{\"linkedServiceName\":{\"referenceName\":\"lake\",\"type\":\"LinkedServiceReference\"},\"path\":$LOG}}"
MAPPED=",\"translator\":{\"type\":\"TabularTranslator\",\"mappings\":[{\"source\":{\"path\":\"\$['id']\"},\"sink\":{\"name\":\"id\",\"type\":\"String\"}},{\"source\":{\"path\":\"\$['nested']\"},\"sink\":{\"name\":\"nested\",\"type\":\"String\"}},{\"source\":{\"path\":\"\$['_source_file']\"},\"sink\":{\"name\":\"_source_file\",\"type\":\"String\"}}],\"mapComplexValuesToString\":true}"
READ_NAMED="{\"name\":\"ReadNamed\",\"type\":\"Lookup\",\"dependsOn\":[$(after Named Succeeded)],$POLICY,\"typeProperties\":{\"source\":{\"type\":\"ParquetSource\",\"storeSettings\":{\"type\":\"AzureBlobFSReadSettings\"}},\"dataset\":{\"referenceName\":\"out_named\",\"type\":\"DatasetReference\"},\"firstRowOnly\":true}}"
DELETE="{\"name\":\"DeleteAbsent\",\"type\":\"Delete\",\"dependsOn\":[],$POLICY,\"typeProperties\":{\"dataset\":{\"referenceName\":\"absent_folder\",\"type\":\"DatasetReference\"},\"enableLogging\":false,\"storeSettings\":{\"type\":\"AzureBlobFSReadSettings\",\"recursive\":true}}}"
FAIL='{"name":"Breaks","type":"Fail","dependsOn":[],"typeProperties":{"message":"on purpose","errorCode":"OnPurpose"}}'
SKIPPED="{\"name\":\"NotRun\",\"type\":\"Wait\",\"dependsOn\":[$(after Breaks Succeeded)],\"typeProperties\":{\"waitTimeInSeconds\":1}}"
ASKED="{\"name\":\"AskSkipped\",\"type\":\"SetVariable\",\"dependsOn\":[$(after NotRun Skipped)],\"typeProperties\":{\"variableName\":\"status\",\"value\":{\"value\":\"@coalesce(activity('NotRun')?.Status, 'is null')\",\"type\":\"Expression\"}}}"
ACTIVITIES="$(
  copy Quiet in_csv out_quiet "$NO_FILE" '' ''
  echo ,
  copy Keep in_good out_kept "$CSV_SOURCE" '' ''
  echo ,
  copy QuietOverKept in_csv out_kept "$NO_FILE" '' "$(after Keep Succeeded)"
  echo ,
  copy Absent absent_csv out_absent "$NO_FOLDER" '' ''
  echo ,
  copy Http http_missing out_http "$HTTP" '' ''
  echo ,
  copy Rest rest_missing out_rest '{"type":"RestSource","requestMethod":"GET","httpRequestTimeout":"00:01:40"}' '' ''
  echo ,
  copy Broken in_broken out_broken "$CSV_SOURCE" "$SKIP" ''
  echo ,
  copy Bytes in_bytes out_bytes "$CSV_SOURCE" "$SKIP" ''
  echo ,
  copy Named in_json out_named "$JSON" "$MAPPED" ''
)"
factory_put pipelines/copies "{\"properties\":{\"variables\":{\"status\":{\"type\":\"String\"}},\"activities\":[$ACTIVITIES,$READ_NAMED,$DELETE,$FAIL,$SKIPPED,$ASKED]}}"
run_pipeline copies

quiet="$(activity Quiet status), filesRead $(activity Quiet output.filesRead), files: $(lake_files out/quiet)"
judge U-COPY-1 "a wildcard that matches no file: $quiet" equals "$quiet" 'Succeeded, filesRead 0, files: '
again="$(activity QuietOverKept status), files: $(lake_files out/kept)"
judge U-COPY-2 "the same over a window that is there: $again, rows of it still $(activity Keep output.rowsCopied)" \
  equals "$again" 'Succeeded, files: out/kept/window.parquet'
absent="$(activity Absent error.message)"
judge U-COPY-3 "a folder that is not there: $absent" contains "$absent" PathNotFound
http="$(activity Http error.message)"
judge U-COPY-4 "HTTP 404: $http" contains "$http" '(404)'
rest="$(activity Rest error.message)"
judge U-COPY-5 "REST 404: $rest" contains "$rest" 'status code 404'
asked="$(activity AskSkipped output.value || true)"
[[ -n "$asked" ]] || asked="$(activity AskSkipped input.value)"
judge U-COPY-6 "status of a skipped activity: $asked" equals "$asked" 'is null'
broken="$(activity Broken status), skipped $(activity Broken output.rowsSkipped), copied $(activity Broken output.rowsCopied)"
judge U-COPY-7 "too many values, too few, an open quote: $broken" equals "$broken" 'Succeeded, skipped 3, copied 1'
bytes="$(activity Bytes status), skipped $(activity Bytes output.rowsSkipped), copied $(activity Bytes output.rowsCopied)"
judge U-COPY-8 "bytes that are no UTF-8 come through as replaced characters: $bytes" contains "$bytes" 'Succeeded'
named="$(activity ReadNamed output.firstRow._source_file) and $(activity ReadNamed output.firstRow.nested)"
judge U-COPY-9 "the added column and a nested value as text: $named" contains "$named" 'in/lines.json and {'
deleted="$(activity DeleteAbsent status)"
judge U-COPY-10 "Delete of a folder that is not there: $deleted" equals "$deleted" Succeeded

# Triggers: a far first window, a delay of more than a day, and a pause.
WAIT='[{"name":"Window","type":"Wait","dependsOn":[],"typeProperties":{"waitTimeInSeconds":1}}]'
factory_put pipelines/window "{\"properties\":{\"parameters\":{\"windowStart\":{\"type\":\"String\"}},\"activities\":$WAIT}}"
RUNS='"pipeline":{"pipelineReference":{"referenceName":"window","type":"PipelineReference"},"parameters":{"windowStart":"@{trigger().outputs.windowStartTime}"}}'
factory_put triggers/far "{\"properties\":{\"type\":\"TumblingWindowTrigger\",$RUNS,\"typeProperties\":{\"frequency\":\"Hour\",\"interval\":24,\"startTime\":\"2100-01-01T00:00:00Z\",\"delay\":\"1.12:05:00\",\"maxConcurrency\":1}}}"
trigger() { arm get "$FACTORY_ID/triggers/$1?api-version=2018-06-01" --query "$2" --output tsv; }
far="$(trigger far properties.runtimeState) from $(trigger far properties.typeProperties.startTime)"
judge U-TRG-1 "a trigger that begins in 2100: $far" contains "$far" 'Stopped from 2100-01-01'
delay="$(trigger far properties.typeProperties.delay)"
judge U-TRG-2 "a delay of a day and a half reads $delay" equals "$delay" 1.12:05:00

minutes_ago() { date -u -d "-$1 minutes" +%Y-%m-%dT%H:%M:00Z 2>/dev/null || date -u -v"-$1M" +%Y-%m-%dT%H:%M:00Z; }
factory_put triggers/paused "{\"properties\":{\"type\":\"TumblingWindowTrigger\",$RUNS,\"typeProperties\":{\"frequency\":\"Minute\",\"interval\":5,\"startTime\":\"$(minutes_ago 16)\",\"maxConcurrency\":1,\"dependsOn\":[{\"type\":\"SelfDependencyTumblingWindowTriggerReference\",\"offset\":\"-00:05:00\",\"size\":\"00:05:00\"}]}}}"
switch() { arm post "$FACTORY_ID/triggers/paused/$1?api-version=2018-06-01" --output none; }
windows() {
  arm post "$FACTORY_ID/queryPipelineRuns?api-version=2018-06-01" \
    --body "{\"lastUpdatedAfter\":\"$STARTED\",\"lastUpdatedBefore\":\"$(tomorrow)T23:59:59Z\",\"filters\":[{\"operand\":\"PipelineName\",\"operator\":\"Equals\",\"values\":[\"window\"]}]}" \
    --query "length(value[?status=='Succeeded'])" --output tsv
}
switch start
say 'six minutes with the trigger'
sleep 360
first="$(windows)"
judge U-TRG-5 "$first windows of a self-dependency ran, the first among them" positive "$first"
switch stop
before="$(windows)"
say 'eleven minutes without it'
sleep 660
switch start
sleep 420
after_pause="$(windows)"
judge U-TRG-4 "$before windows before a pause of eleven minutes, $after_pause after it: three or more are those in between, and one" \
  test "$after_pause" -ge "$((before + 3))"
switch stop
