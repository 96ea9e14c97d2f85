'use strict';

/**
 * Loaded with `--require` before an app: lets it run on the engine's successor as `npm ci --prefix .ci/successor` installs it, without
 * a word of the app changed.
 */
const Module = require('node:module');
const path = require('node:path');

const installed = path.join(__dirname, '..', '..', '.ci', 'successor', 'node_modules');

/** @typedef {(request: string, ...rest: unknown[]) => string} Resolve */
const loader = /** @type {{ _resolveFilename: Resolve }} */ (/** @type {unknown} */ (Module));
const resolve = loader._resolveFilename;

/** @param {string} request */
function onSuccessor(request) {
  const [, scope = '', rest = ''] =
    /^(cdktf|constructs|@cdktf\/provider-azurerm)(\/.*)?$/.exec(request) ?? [];
  if (scope === '') return request;
  return path.join(installed, scope.replace('cdktf', 'cdktn'), rest);
}

loader._resolveFilename = /** @type {Resolve} */ (
  (request, ...rest) => resolve(onSuccessor(request), ...rest)
);
