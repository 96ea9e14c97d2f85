import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { bareProgram } from './bare/program';
import { type Hosting } from './many-departments';
import { type Taken } from './taken';

const ROOT = join(__dirname, '..');

/** A folder with compiled programs, which find the library as it is published, and its dependencies. */
export class Workshop {
  constructor(private readonly folder: string) {
    run('npm', ['run', '--silent', 'build'], ROOT);
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'dist'), { withFileTypes: true }))
      if (name.isDirectory()) symlinkSync(join(ROOT, 'dist', name.name), join(folder, name.name));
    this.compile('bench');
    this.compile('departments');
    this.compile('main.ts');
  }

  /** What one synthesis of the company takes, or the code of the issue that refuses it. */
  synthesis(departments: number, hosting: Hosting): Taken | string {
    rmSync(this.out('ours'), { recursive: true, force: true });
    const { stderr } = this.node([
      join('bench', 'one-synthesis.js'),
      String(departments),
      hosting,
      this.out('ours'),
    ]);
    return /^ {2}- (LH\d+) /m.exec(stderr)?.[1] ?? taken(stderr);
  }

  /** Writes the program by hand of what was synthesized last. */
  writeBare(): void {
    const report = `require('./bench/taken.js').printTaken();\n`;
    writeFileSync(join(this.folder, 'bare.js'), bareProgram(this.out('ours')) + report);
  }

  /** What one run of the program by hand takes. */
  bare(): Taken {
    rmSync(this.out('bare'), { recursive: true, force: true });
    return taken(this.node(['bare.js', this.out('bare')]).stderr);
  }

  /** What a program of one line takes. */
  line(source: string): Taken {
    writeFileSync(join(this.folder, 'line.js'), `${source}\nrequire('./bench/taken.js').printTaken();\n`);
    return taken(this.node(['line.js']).stderr);
  }

  /** What the reference company takes, compiled. */
  reference(): Taken {
    return this.line(
      `process.env.CDKTF_OUTDIR = ${JSON.stringify(this.out('reference'))};\nprocess.stdout.write = () => true;\nrequire('./main.js');`,
    );
  }

  /** What the reference company takes as TypeScript, by the loader that `npm run synth` has. */
  referenceAsTypeScript(): Taken {
    const source = `process.env.CDKTF_OUTDIR = ${JSON.stringify(this.out('reference'))};
process.stdout.write = () => true;
require('./main');
require('./bench/taken').printTaken();`;
    const { stderr } = run(process.execPath, ['-r', 'ts-node/register', '-e', source], ROOT);
    return taken(stderr);
  }

  /** Where a program writes. */
  out(program: 'ours' | 'bare' | 'reference'): string {
    return join(this.folder, `${program}.out`);
  }

  private node(args: readonly string[]): { readonly stderr: string } {
    return run(process.execPath, args, this.folder);
  }

  private compile(path: string): void {
    const full = join(ROOT, path);
    const files = path.endsWith('.ts')
      ? [full]
      : readdirSync(full, { recursive: true, encoding: 'utf8' }).map((file) => join(full, file));
    for (const file of files) {
      const target = join(this.folder, relative(ROOT, file));
      if (file.endsWith('.ts')) write(target.replace(/\.ts$/, '.js'), compiled(file));
      else if (file.endsWith('.sql')) write(target, readFileSync(file, 'utf8'));
    }
  }
}

function compiled(file: string): string {
  return transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
  }).outputText;
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function run(program: string, args: readonly string[], cwd: string): { readonly stderr: string } {
  const { status, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0 && !/LH\d{4}/.test(stderr)) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return { stderr };
}

function taken(stderr: string): Taken {
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Taken;
}
