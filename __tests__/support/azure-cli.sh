#!/bin/sh
# Stands where the Azure CLI is looked for: writes down what it is asked, an argument a line, and answers what experiments wait for.
# FAIL_AT is a word of a command that fails.
for argument in "$@"; do
  printf '%s' "$argument" | tr '\n' ' '
  echo
done >>"$AZURE_CALLS"
echo '--- end' >>"$AZURE_CALLS"
all="$*"
case "$all" in *"${FAIL_AT:-nothing fails}"*) exit 1 ;; esac
case "$all" in
  'account show'*user.type*) echo user ;;
  'account show'*) echo 00000000-0000-4000-8000-000000000001 ;;
  'ad signed-in-user'* | 'ad sp show'*) echo 00000000-0000-4000-8000-000000000002 ;;
  'group exists'*) grep -qsx -e "$4" -e 'all groups' "$AZURE_CALLS.made" && echo true || echo false ;;
  'group create'*) echo "$4" >"$AZURE_CALLS.made" ;;
  *contentLength*) echo 'rows/part.parquet' && echo 12 ;;
  'storage fs file download'*) echo '{"id":"before-start"}{"id":"while-stopped"}' >"$(echo "$all" | sed 's/.*--destination \([^ ]*\).*/\1/')" ;;
  'storage fs file list'*) echo out/file ;;
  *createRun*) echo run ;;
  *'--query status'* | *provisioningState*) echo Succeeded ;;
  */start?api*) echo Running >"$AZURE_CALLS.state" ;;
  */stop?api*) echo Stopped >"$AZURE_CALLS.state" ;;
  *jobState*) cat "$AZURE_CALLS.state" ;;
  *tables*) echo 2 ;;
  *queryActivityruns* | *length*) echo 3 ;;
esac
exit 0
