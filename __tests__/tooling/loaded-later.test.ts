import { writeFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { loadedLater } from '../../tooling/package/loaded-later';
import { temporaryFolder } from '../support/temporary-folder';

const BINDINGS = '@cdktf/provider-azurerm/lib';
const CODE = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  `const key_vault_1 = require("${BINDINGS}/key-vault");`,
  'const model_1 = require("../../model");',
  'const plain_1 = require("./plain");',
  'exports.plain = plain_1.plain;',
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
    './plain': { plain: 'plain' },
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
  const folder = temporaryFolder();
  beforeEach(() => {
    writeFileSync(folder.at('record-file.ts'), '// Loaded by its first use: it takes long.\n');
    writeFileSync(folder.at('plain.ts'), '// Whatever is loaded by its first use.\n');
  });
  const later = (): string => loadedLater(CODE, folder.at('index.ts'));

  it('loads bindings by their first use, and what does not say so with the module', () => {
    const { loaded, exports } = ran(later());
    expect(loaded).toEqual(['../../model', './plain']);
    expect(exports.made?.()).toEqual(new KeyVault('azurerm_key_vault', 'name'));
    expect(loaded).toEqual(['../../model', './plain', `${BINDINGS}/key-vault`]);
  });

  it('loads what says so at its head by its first use, also where it is exported again', () => {
    const { loaded, exports } = ran(later());
    expect(exports.recordText).toBe('text');
    expect(loaded).toEqual(['../../model', './plain', './record-file']);
  });

  it('leaves every line where it was, as traces find them', () => {
    const [before, after] = [CODE, later()].map((code) => code.split('\n'));
    expect(after).toHaveLength(before?.length ?? 0);
    expect(after?.filter((line) => !before?.includes(line))).toHaveLength(2);
  });
});
