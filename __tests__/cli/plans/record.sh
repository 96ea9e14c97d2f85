#!/usr/bin/env bash
# Writes the plans in this folder anew, with whichever terraform command is there. Needs bash, Node.js and terraform; no cloud: the resources are Terraform's own.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CHECKPOINT_DISABLE=1

# plan NAME CONFIGURATION: the plan from what is there to the configuration.
plan() {
  echo "$2" >cdk.tf.json
  terraform plan -no-color -out plan >/dev/null
  # The time of the plan would differ each time.
  terraform show -no-color -json plan | node -e "
    const plan = JSON.parse(fs.readFileSync(0, 'utf8'));
    delete plan.timestamp;
    fs.writeFileSync(process.argv[1], JSON.stringify(plan, null, 2) + '\n');
  " "$here/$1.json"
}

kept='"kept": { "input": "same" }'
there="{ \"resource\": { \"terraform_data\": { \"states\": { \"input\": \"one\" }, $kept } } }"

echo '{}' >cdk.tf.json
terraform init -no-color >/dev/null
plan create "$there"
terraform apply -no-color -auto-approve >/dev/null
plan none "$there"
plan update "{ \"resource\": { \"terraform_data\": { \"states\": { \"input\": \"two\" }, $kept } } }"
plan replace "{ \"resource\": { \"terraform_data\": { \"states\": { \"input\": \"one\", \"triggers_replace\": [\"x\"] }, $kept } } }"
plan destroy "{ \"resource\": { \"terraform_data\": { $kept } } }"
plan forget "{ \"removed\": [{ \"from\": \"terraform_data.states\", \"lifecycle\": { \"destroy\": false } }], \"resource\": { \"terraform_data\": { $kept } } }"
plan move "{ \"moved\": [{ \"from\": \"terraform_data.states\", \"to\": \"terraform_data.renamed\" }], \"resource\": { \"terraform_data\": { \"renamed\": { \"input\": \"one\" }, $kept } } }"
