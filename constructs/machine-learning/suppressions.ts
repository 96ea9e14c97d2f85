import { suppressions } from '../core';

/** What a workspace does not keep of Checkov's policies, and why. */
export const WORKSPACE_SUPPRESSIONS = suppressions('azurerm_machine_learning_workspace', {
  publicly: {
    CKV_AZURE_144: 'the workspace lets in identities only',
    CKV2_AZURE_49: 'a managed network costs by the hour and has nothing private to reach',
    CKV2_AZURE_50: 'the account of a workspace lets in identities only, keys are off',
  },
});
