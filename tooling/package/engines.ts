import { preProcessFile } from 'typescript';
import * as packages from '../../packages/engines';

/** What the package for the engine's successor is called, and what it needs: the one place that says so. */
export const SUCCESSOR = {
  ...packages.SUCCESSOR,
  command: 'cdktn-cli@0.24',
  peers: {
    '@cdktn/provider-azurerm': '^16.1.0',
    // The bindings are made for 0.23, and the suite runs on 0.24; each minor of the engine may break.
    cdktn: '>=0.23.0 <0.25.0',
    constructs: '^10.6.0',
  },
} as const;

const ARCHIVED = {
  ...packages.ARCHIVED,
  command: 'cdktf-cli@0.21',
} as const;

const WORDS = ['bindings', 'library', 'command', 'engine'] as const;

/** Compiled code, or a declaration, that imports the successor. */
export function importsSuccessor(code: string): string {
  const { importedFiles } = preProcessFile(code, true, true);
  // The positions are those of the quoted name; from the last to the first, so that they stay true.
  return [...importedFiles]
    .sort((one, other) => other.pos - one.pos)
    .reduce(
      (changed, { fileName, pos }) =>
        changed.slice(0, pos) + changed.slice(pos).replace(fileName, moduleOfSuccessor(fileName)),
      code,
    );
}

function moduleOfSuccessor(name: string): string {
  const of = ([ARCHIVED.bindings, ARCHIVED.engine] as const).find(
    (each) => name === each || name.startsWith(`${each}/`),
  );
  if (of === undefined) return name;
  return (of === ARCHIVED.engine ? SUCCESSOR.engine : SUCCESSOR.bindings) + name.slice(of.length);
}

/** A text that names packages, for those who use the successor. */
export function namesSuccessor(text: string): string {
  return WORDS.reduce((changed, word) => {
    const name = ARCHIVED[word].replace(/[.@/-]/g, '\\$&');
    // The folder and the settings keep their names on both engines: cdktf.out, cdktf.json.
    return changed.replace(
      new RegExp(`(?<![\\w@./-])${name}(?![\\w-]|\\.(?:out|json))`, 'g'),
      SUCCESSOR[word],
    );
  }, text);
}
