#!/usr/bin/env bash
# Deploys the small company of this folder, asks for a second plan, and deletes it. About 50 minutes, below 0.50 USD.
#   docs/prove-it/terraform.sh [suffix]
# Needs Node.js with `npm ci` done, and Terraform.
set -euo pipefail
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
# shellcheck source=common.sh
source "$HERE/common.sh"

trap finish EXIT
claims U-TF-1 U-TF-3 U-TRG-3 U-COPY-14
begin terraform "${1:-}"
CODE="p$SUFFIX"
for layer in sales platform; do
  if [[ "$(az group exists --name "rg-$CODE-prove-$layer")" != false ]]; then
    echo "the group rg-$CODE-prove-$layer is there already: choose another suffix" >&2
    exit 2
  fi
done
# Made by Terraform, and deleted beside the group of the experiment.
ALSO=("rg-$CODE-prove-sales" "rg-$CODE-prove-platform")
export PROVE_CODE="$CODE" PROVE_TENANT="$TENANT" PROVE_ADMINISTRATOR_ID="$ME" LOCATION
PROVE_ADMINISTRATOR_NAME="$(az account show --query user.name --output tsv)"
export PROVE_ADMINISTRATOR_NAME
export ALLOW_DESTROY=prove ARM_SUBSCRIPTION_ID="$SUBSCRIPTION" CDKTF_OUTDIR="$WORK/out"

synth() { (cd "$HERE/../.." && npx ts-node docs/prove-it/company/main.ts >&2); }
stack() { # NAME TERRAFORM_COMMAND...
  terraform -chdir="$WORK/out/stacks/$1-prove" "${@:2}" >&2
}
apply() { stack "$1" init -input=false && stack "$1" apply -input=false -auto-approve; }
synth

applied=yes
for layer in platform sales; do apply "$layer" || { applied=no; break; }; done
judge U-TF-3 "the first apply of both stacks went through at once: $applied" equals "$applied" yes
if [[ "$applied" == no ]]; then
  say 'once more, for the second plan'
  sleep 300
  for layer in platform sales; do apply "$layer"; done
fi

plans=''
for layer in platform sales; do
  code=0
  stack "$layer" plan -input=false -detailed-exitcode || code=$?
  plans+="$layer $code "
done
judge U-COPY-14 "second plan of the pipelines, one of which logs to a path that is computed: $code" equals "$code" 0
judge U-TF-1 "second plans, where 0 is empty and 2 has changes: $plans" equals "$plans" 'platform 0 sales 0 '

# Paused, with a first day: every trigger is made anew, and stays stopped.
export PROVE_FROM=2026-01-01
synth
again=yes
apply sales || again=no
judge U-TRG-3 "stopped triggers that others wait for, replaced in one apply: $again" equals "$again" yes
