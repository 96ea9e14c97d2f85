import type { PrivatePlace } from './private-place';

/** Where the container runs that a script is run in. */
export interface RunInside {
  /** The environment's name. */
  readonly environment: string;
  /** The network. */
  readonly place: PrivatePlace;
  /** The resource group that the container is made in, with its subscription: options of a command. */
  readonly groupOptions: string;
  /** Its region, which has to be the network's. */
  readonly location: string;
}

/** Purpose of the subnet that the container gets its address in. */
export const SCRIPT_SUBNET = 'scripts';

/** Name of the shell script that runs something inside of the private network of a platform. */
export function runInsideFile(stack: string): string {
  return `${stack}-run-inside.sh`;
}

/**
 * A shell script that runs one SQL script, or sends one document or file, from inside of a private network: in a container that lives
 * for the length of it. It acts as whoever runs it, by a token in a volume in memory, and has no identity of its own.
 *
 * Sources: "Deploy container instances into an Azure virtual network", "Mount a secret volume in Azure Container Instances",
 * "Connect with sqlcmd" (an access token in a file, as UTF-16LE).
 */
export function runInsideScript({ environment, place, groupOptions, location }: RunInside): string {
  return `#!/usr/bin/env bash
# From inside of the private network of ${environment}, in a container that is deleted afterwards, as whoever is logged in to az:
#   bash <this file> sql <server> <file with SQL>      runs SQL in the database master
#   bash <this file> put <address> <file with JSON>    sends JSON to a Synapse workspace
#   bash <this file> blob <address> <file>             writes a text file into a lake
set -euo pipefail
if [ "$#" -ne 3 ]; then sed -n '2,5p' "$0" >&2; exit 2; fi
case "$1" in
  sql)
    resource=https://database.windows.net
    image=mcr.microsoft.com/mssql-tools
    run='tr -d "\\n" < /mnt/inside/token | iconv -f ascii -t UTF-16LE > /tmp/token && /opt/mssql-tools/bin/sqlcmd -S '"$2"' -d master -G -P /tmp/token -I -b -i /mnt/inside/content'
    ;;
  put)
    resource=https://dev.azuresynapse.net
    image=mcr.microsoft.com/azure-cli
    run='curl --silent --show-error --fail-with-body --request PUT --header "Authorization: Bearer $(cat /mnt/inside/token)" --header "Content-Type: application/json" --data @/mnt/inside/content "'"$2"'"'
    ;;
  blob)
    resource=https://storage.azure.com
    image=mcr.microsoft.com/azure-cli
    run='curl --silent --show-error --fail-with-body --request PUT --header "Authorization: Bearer $(cat /mnt/inside/token)" --header "x-ms-version: 2021-12-02" --header "x-ms-blob-type: BlockBlob" --data-binary @/mnt/inside/content "'"$2"'"'
    ;;
  *) sed -n '2,5p' "$0" >&2; exit 2 ;;
esac
content="$(cat "$3")"
token="$(az account get-access-token --resource "$resource" --query accessToken --output tsv)"
subnet="$(az network vnet subnet show ${place.options} --name ${place.subnetName(SCRIPT_SUBNET)} --query id --output tsv)"
name="run-inside-$$"
container() { az container "$1" ${groupOptions} --name "$name" "\${@:2}"; }
trap 'container delete --yes --output none' EXIT
container create --location ${location} --image "$image" --os-type Linux --cpu 1 --memory 1 --restart-policy Never \\
  --subnet "$subnet" --secrets "token=$token" "content=$content" --secrets-mount-path /mnt/inside \\
  --command-line "/bin/bash -c '$run'" --output none
state=Pending
until [ "$state" = Succeeded ] || [ "$state" = Failed ] || [ "$state" = Stopped ]; do
  sleep "\${RUN_INSIDE_WAIT:-5}"
  state="$(container show --query instanceView.state --output tsv)"
done
container logs
[ "$state" = Succeeded ]
`;
}
