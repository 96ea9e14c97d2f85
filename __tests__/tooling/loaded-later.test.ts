import { runInNewContext } from 'node:vm';
import { loadedLater } from '../../tooling/package/loaded-later';

const BINDINGS = '@cdktf/provider-azurerm/lib';
const CODE = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  `const key_vault_1 = require("${BINDINGS}/key-vault");`,
  'const model_1 = require("../../model");',
  'var record_file_1 = require("./record-file");',
  'Object.defineProperty(exports, "recordText", { enumerable: true, get: function () { return record_file_1.recordText; } });',
  'exports.made = () => new key_vault_1.KeyVault(key_vault_1.KeyVault.tfResourceType, model_1.NAME);',
].join('\n');

class KeyVault {
  static readonly tfResourceType = 'azurerm_key_vault';

  constructor(
    readonly type: string,
    readonly named: string,
  ) {}
}

interface Ran {
  readonly loaded: readonly string[];
  readonly exports: { readonly made?: () => KeyVault; readonly recordText?: string };
}

function ran(code: string): Ran {
  const loaded: string[] = [];
  const modules: Readonly<Record<string, object>> = {
    [`${BINDINGS}/key-vault`]: { KeyVault },
    '../../model': { NAME: 'name' },
    './record-file': { recordText: 'text' },
  };
  const exports = {};
  const require = (name: string): object | undefined => {
    if (!loaded.includes(name)) loaded.push(name);
    return modules[name];
  };
  runInNewContext(code, { exports, require });
  return { loaded, exports };
}

describe('modules that are loaded when they are used', () => {
  it('loads bindings by their first use, and everything else with the module', () => {
    const { loaded, exports } = ran(loadedLater(CODE));
    expect(loaded).toEqual(['../../model']);
    expect(exports.made?.()).toEqual(new KeyVault('azurerm_key_vault', 'name'));
    expect(loaded).toEqual(['../../model', `${BINDINGS}/key-vault`]);
  });

  it('loads what is exported again by its first use', () => {
    const { loaded, exports } = ran(loadedLater(CODE));
    expect(exports.recordText).toBe('text');
    expect(loaded).toEqual(['../../model', './record-file']);
  });

  it('leaves every line where it was, as traces find them', () => {
    const [before, after] = [CODE, loadedLater(CODE)].map((code) => code.split('\n'));
    expect(after).toHaveLength(before?.length ?? 0);
    expect(after?.filter((line) => !before?.includes(line))).toHaveLength(2);
  });
});
