import { createRequire } from 'node:module';
import ts from 'typescript';
import * as model from '../../model';
import { type Company, type DataContract, type Table } from '../../model';

const load = createRequire(__filename);

/** What a module that was proposed exports. */
export type Proposed = Readonly<Record<string, DataContract | Table>> & { readonly company?: Company };

/** Runs a proposed module, with the library of this repository for the package that it imports. */
export function evaluated(text: string): Proposed {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported: Record<string, DataContract | Table> = {};
  const required = (name: string): unknown => (name === 'cdktf-azure-lakehouse/model' ? model : load(name));
  // The text is what a user would keep as a file.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function('exports', 'require', outputText) as (
    exports: typeof exported,
    require: typeof required,
  ) => void;
  run(exported, required);
  return exported;
}
