import { writeFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { isBinding, isMarked, loadedLater } from '../../tooling/package/loaded-later';
import { temporaryFolder } from '../support/temporary-folder';

const BINDINGS = '@cdktf/provider-azurerm/lib';
const CODE = [
  "'use strict';",
  `const keyVault$1 = require('${BINDINGS}/key-vault');`,
  "const model = require('./model.js');",
  "const plain = require('./plain.js');",
  "const recordFile = require('./record-file.js');",
  "require('./form.js');",
  'exports.plain = plain.plain;',
  'exports.recordText = recordFile.recordText;',
  'exports.parts = () => [...recordFile.parts()];',
  'exports.made = () => new keyVault$1.KeyVault(keyVault$1.KeyVault.tfResourceType, model.NAME);',
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
  readonly exports: {
    readonly made?: () => KeyVault;
    readonly parts?: () => number[];
    readonly recordText?: string;
  };
}

function ran(code: string): Ran {
  const loaded: string[] = [];
  const modules: Readonly<Record<string, object>> = {
    [`${BINDINGS}/key-vault`]: { KeyVault },
    './model.js': { NAME: 'name' },
    './record-file.js': { recordText: 'text', parts: () => [1] },
    './form.js': {},
    './plain.js': { plain: 'plain' },
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
  const later = (): string =>
    loadedLater(
      CODE,
      new Map([
        [`${BINDINGS}/key-vault`, ['KeyVault']],
        ['./record-file.js', ['parts', 'recordText']],
        ['./form.js', []],
      ]),
    );

  it('say so at their head', () => {
    writeFileSync(folder.at('record-file.ts'), '// Loaded by its first use: it takes long.\n');
    writeFileSync(folder.at('plain.ts'), '// Whatever is loaded by its first use.\n');
    expect(['record-file.ts', 'plain.ts'].map((name) => isMarked(folder.at(name)))).toEqual([true, false]);
    expect([`${BINDINGS}/key-vault`, '@cdktf/provider-azurerm', 'cdktf'].map(isBinding)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('are bindings, and files of those that say so; others come with the module', () => {
    const { loaded, exports } = ran(later());
    expect(loaded).toEqual(['./model.js', './plain.js']);
    expect(exports.made?.()).toEqual(new KeyVault('azurerm_key_vault', 'name'));
    expect(loaded).toEqual(['./model.js', './plain.js', `${BINDINGS}/key-vault`]);
  });

  it('are loaded by their first use also where they are exported again', () => {
    const { loaded, exports } = ran(later());
    expect(exports.recordText).toBe('text');
    expect(exports.parts?.()).toEqual([1]);
    expect(loaded).toEqual(['./model.js', './plain.js', './record-file.js']);
  });

  it('leave every line where it was, as traces find them', () => {
    const [before, after] = [CODE, later()].map((code) => code.split('\n'));
    expect(after).toHaveLength(before?.length ?? 0);
    expect(after?.filter((line) => !before?.includes(line))).toHaveLength(4);
  });
});
