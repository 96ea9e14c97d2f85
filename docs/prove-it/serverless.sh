#!/usr/bin/env bash
# Synapse serverless SQL: who reads what, and what it writes. About 30 minutes, below 0.30 USD.
#   MY_IP=<your public IPv4 address> docs/prove-it/serverless.sh [suffix]
# Needs sqlcmd (Go), which signs in as the Azure CLI does.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
trap finish EXIT
claims U-SQL-1 U-SQL-2 U-SQL-3 U-SQL-4 U-SQL-5 U-SQL-7 U-SQL-8 U-SQL-9 U-SQL-10 U-TF-2
: "${MY_IP:?your public IPv4 address, for the firewall of the workspace}"
begin sql "${1:-}"
make_lake
make_factory

WORKSPACE="syn-prove-$SUFFIX"
WORKSPACE_ID="$GROUP_ID/providers/Microsoft.Synapse/workspaces/$WORKSPACE"
synapse_put() { arm put "$WORKSPACE_ID$1?api-version=2021-06-01" --body "$2" --output none; }
provisioned() { [[ "$(arm get "$WORKSPACE_ID?api-version=2021-06-01" --query properties.provisioningState --output tsv)" == "$1" ]]; }
synapse_put '' "{\"location\":\"$LOCATION\",\"identity\":{\"type\":\"SystemAssigned\"},\"properties\":{\"azureADOnlyAuthentication\":true,\"defaultDataLakeStorage\":{\"accountUrl\":\"https://$LAKE.dfs.core.windows.net\",\"filesystem\":\"data\"},\"publicNetworkAccess\":\"Enabled\"}}"
made=no
patiently 60 20 provisioned Succeeded && made=yes
judge U-TF-2 "a workspace on an account without keys: $made" equals "$made" yes
synapse_put /firewallRules/me "{\"properties\":{\"startIpAddress\":\"$MY_IP\",\"endIpAddress\":\"$MY_IP\"}}"
synapse_put /firewallRules/AllowAllWindowsAzureIps '{"properties":{"startIpAddress":"0.0.0.0","endIpAddress":"0.0.0.0"}}'
MY_NAME="$(az account show --query user.name --output tsv)"
synapse_put /administrators/activeDirectory "{\"properties\":{\"administratorType\":\"ActiveDirectory\",\"login\":\"$MY_NAME\",\"sid\":\"$ME\",\"tenantId\":\"$TENANT\"}}"
WORKSPACE_PRINCIPAL="$(arm get "$WORKSPACE_ID?api-version=2021-06-01" --query identity.principalId --output tsv)"
grant "$WORKSPACE_PRINCIPAL" ServicePrincipal 'Storage Blob Data Contributor' "$LAKE_ID"
az identity create --resource-group "$RG" --name "id-prove-$SUFFIX" --location "$LOCATION" --output none

# sql DATABASE BATCH: as an administrator.
sql() {
  sqlcmd -S "$WORKSPACE-ondemand.sql.azuresynapse.net" -d "$1" --authentication-method ActiveDirectoryDefault \
    -b -h -1 -W -Q "$2" 2>&1
}
# The first value of an answer, which a count of rows follows.
value() { sql "$1" "$2" | head -n 1 | tr -d '\r'; }
answers() { sql master 'SELECT 1' >/dev/null; }
patiently 30 20 answers
sql master 'CREATE DATABASE prove COLLATE Latin1_General_100_BIN2_UTF8' >&2
in_prove() { sql prove "$1" >&2; }
in_prove 'CREATE MASTER KEY'
in_prove "CREATE DATABASE SCOPED CREDENTIAL [workspace] WITH IDENTITY = 'Managed Identity'"
in_prove "CREATE EXTERNAL DATA SOURCE [lake] WITH (LOCATION = 'https://$LAKE.dfs.core.windows.net/data', CREDENTIAL = [workspace])"
in_prove 'CREATE EXTERNAL FILE FORMAT [parquet] WITH (FORMAT_TYPE = PARQUET)'
rows() { in_prove "CREATE EXTERNAL TABLE dbo.rows WITH (LOCATION = 'rows/', DATA_SOURCE = [lake], FILE_FORMAT = [parquet]) AS SELECT 1 AS k, CAST(1 AS BIT) AS _stored"; }
patiently 20 30 rows
in_prove 'CREATE VIEW dbo.shown AS SELECT k FROM dbo.rows WHERE _stored = 1'
stored="$(value prove 'SELECT COUNT(*) FROM dbo.shown') row, files: $(lake_files rows | wc -l | tr -d ' ')"
judge U-SQL-7 "CETAS with a row and _stored: $stored" contains "$stored" '1 row'
# The file becomes a Delta table by a log of one version.
read -r FILE BYTES < <(az storage fs file list --account-name "$LAKE" --file-system data --path rows --auth-mode login \
  --query "[?ends_with(name, '.parquet')] | [0].[name, contentLength]" --output tsv | tr '\n' ' ') || true
field() { echo "{\\\"name\\\":\\\"$1\\\",\\\"type\\\":\\\"$2\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}"; }
cat >"$WORK/log.json" <<LOG
{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
{"metaData":{"id":"00000000-0000-4000-8000-000000000001","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[$(field k integer),$(field _stored boolean)]}","partitionColumns":[],"configuration":{},"createdTime":1767225600000}}
{"add":{"path":"${FILE##*/}","partitionValues":{},"size":$BYTES,"modificationTime":1767225600000,"dataChange":true}}
LOG
put_file rows/_delta_log/00000000000000000000.json "$WORK/log.json"
in_prove 'CREATE EXTERNAL FILE FORMAT [delta] WITH (FORMAT_TYPE = DELTA)'
in_prove "CREATE EXTERNAL TABLE dbo.wider (k INT, later INT) WITH (LOCATION = 'rows/', DATA_SOURCE = [lake], FILE_FORMAT = [delta])"
wider="$(value prove "SELECT COALESCE(CAST(MAX(later) AS VARCHAR(9)), 'is null') FROM dbo.wider" || true)"
judge U-SQL-8 "a column that a Delta table lacks: $wider" contains "$wider" 'is null'
zone="$(value prove "SELECT CONVERT(VARCHAR(19), CAST('2026-07-01T10:00:00' AS DATETIME2) AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time', 126)" || true)"
judge U-SQL-9 "10:00 UTC in July in Berlin: $zone" contains "$zone" '2026-07-01T12:00:00'

# A reader that is no administrator: the identity of the factory.
sql master "CREATE LOGIN [$FACTORY] FROM EXTERNAL PROVIDER" >&2
sql master "CREATE LOGIN [id-prove-$SUFFIX] FROM EXTERNAL PROVIDER" >&2
in_prove "CREATE USER [$FACTORY] FOR LOGIN [$FACTORY]"
in_prove "CREATE USER [id-prove-$SUFFIX] FOR LOGIN [id-prove-$SUFFIX]"
in_prove 'CREATE ROLE [readers] AUTHORIZATION [dbo]'
in_prove 'DENY ADMINISTER DATABASE BULK OPERATIONS TO [readers]; GRANT REFERENCES ON DATABASE SCOPED CREDENTIAL::[workspace] TO [readers]; GRANT SELECT ON OBJECT::dbo.shown TO [readers]'
in_prove "ALTER ROLE [readers] ADD MEMBER [$FACTORY]"
sid="$(value master "SELECT LOWER(CAST(CAST(CAST(sid AS VARBINARY(16)) AS UNIQUEIDENTIFIER) AS VARCHAR(36))) FROM sys.server_principals WHERE name = '$FACTORY'")"
client="$(az ad sp show --id "$FACTORY_PRINCIPAL" --query appId --output tsv)"
judge U-SQL-2 "first 16 bytes of the SID $sid, client id $client" contains "$sid" "$client"

factory_put linkedservices/serverless "{\"properties\":{\"type\":\"AzureSqlDW\",\"typeProperties\":{\"connectionString\":\"Data Source=$WORKSPACE-ondemand.sql.azuresynapse.net;Initial Catalog=prove;Encrypt=True;Connection Timeout=60\"}}}"
# script NAME TYPE TEXT
script() {
  echo "{\"name\":\"$1\",\"type\":\"Script\",\"dependsOn\":[],\"policy\":{\"timeout\":\"0.00:05:00\",\"retry\":0},\"linkedServiceName\":{\"referenceName\":\"serverless\",\"type\":\"LinkedServiceReference\"},\"typeProperties\":{\"scripts\":[{\"type\":\"$2\",\"text\":\"$3\"}],\"scriptBlockExecutionTimeout\":\"00:05:00\"}}"
}
OPEN="SELECT COUNT(*) AS n FROM OPENROWSET(BULK 'rows/*.parquet', DATA_SOURCE = 'lake', FORMAT = 'PARQUET') AS r"
factory_put pipelines/reader "{\"properties\":{\"activities\":[$(script View Query 'SELECT COUNT(*) AS n FROM dbo.shown'),$(script Open Query "$OPEN")]}}"
run_pipeline reader
view="$(activity View status)"
open="$(activity Open status): $(activity Open error.message)"
judge U-SQL-1 "as a reader: the view $view, OPENROWSET $open" test "$view" = Succeeded -a "${open%%:*}" = Failed

# The owner of the database: what the pipelines of a department are.
in_prove "ALTER ROLE db_owner ADD MEMBER [$FACTORY]"
FOUND="DECLARE @s NVARCHAR(MAX) = (SELECT STRING_AGG(CAST(CONCAT(N'SELECT ', QUOTENAME(name, ''''), N' AS n') AS NVARCHAR(MAX)), N'; ') FROM sys.database_principals WHERE name = N'readers'); IF @s IS NOT NULL EXEC(@s);"
factory_put pipelines/owner "{\"properties\":{\"activities\":[$(script Logins Query "SELECT name FROM sys.server_principals WHERE name = '$FACTORY'"),$(script Aggregate Query "$FOUND"),$(script Role NonQuery 'CREATE ROLE [made] AUTHORIZATION [dbo]'),$(script DropUser NonQuery "REVOKE CONNECT FROM [id-prove-$SUFFIX]; DROP USER [id-prove-$SUFFIX]")]}}"
run_pipeline owner
logins="$(activity Logins status), $(activity Logins 'output.resultSets[0].rowCount') row"
judge U-SQL-3 "the owner looks up its login: $logins" equals "$logins" 'Succeeded, 1 row'
judge U-SQL-4 "STRING_AGG over the catalogue in a DECLARE: $(activity Aggregate status)" equals "$(activity Aggregate status)" Succeeded
judge U-SQL-5 "REVOKE and DROP USER by the owner: $(activity DropUser status)" equals "$(activity DropUser status)" Succeeded
judge U-SQL-10 "CREATE ROLE … AUTHORIZATION by the owner: $(activity Role status)" equals "$(activity Role status)" Succeeded
