/**
 * Actions that workflows use, each pinned by the commit that its version had when it was looked up in the action's repository: a tag can be moved, a
 * commit cannot.
 */
export const ACTIONS = Object.freeze({
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  setupNode: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  setupTerraform: 'hashicorp/setup-terraform@dfe3c3f87815947d99a8997f908cb6525fc44e9e # v4.0.1',
  azureLogin: 'Azure/login@f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca # v3.0.1',
  uploadArtifact: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  downloadArtifact: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
});

/** Versions of tools that pipelines install. */
export const TOOLS = Object.freeze({
  node: '22',
  terraform: '1.11.4',
  checkov: '3.3.30',
});
