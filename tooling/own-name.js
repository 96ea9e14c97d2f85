'use strict';

/**
 * Loaded by ts-node (see tsconfig.json) before the app: lets the examples import the library by its name, as its users
 * do, while it is not built.
 */
const Module = require('node:module');
const path = require('node:path');

const OWN_NAME = 'cdktf-azure-lakehouse';
const root = path.join(__dirname, '..');

/** @typedef {(request: string, ...rest: unknown[]) => string} Resolve */
const loader = /** @type {{ _resolveFilename: Resolve }} */ (/** @type {unknown} */ (Module));
const resolve = loader._resolveFilename;

loader._resolveFilename = /** @type {Resolve} */ (
  (request, ...rest) => {
    const own = request === OWN_NAME || request.startsWith(`${OWN_NAME}/`);
    return resolve(own ? path.join(root, request.slice(OWN_NAME.length), 'index') : request, ...rest);
  }
);
