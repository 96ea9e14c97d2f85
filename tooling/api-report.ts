/**
 * Writes the public interface of every sub-path of the package into `api/<sub-path>.api.md`, from the built declarations;
 * with `--check` it compares instead, and fails where the committed report says something else.
 *
 * The root has no report, because it only gathers what the sub-paths export.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor';

const root = join(__dirname, '..');
const folder = join(root, 'api');
const made = join(root, 'node_modules', '.cache', 'api-report');
const check = process.argv.includes('--check');

const { exports: subPaths } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
};

/** What is wrong with the report of a sub-path. */
function report(name: string, entry: string): string[] {
  const quiet = { logLevel: ExtractorLogLevel.None };
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, entry),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.build.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: folder,
        reportTempFolder: made,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          // Everything is released alike, and what is documented is the linter's to say.
          'ae-missing-release-tag': quiet,
          'ae-undocumented': quiet,
          'ae-unresolved-link': quiet,
          // Helpers by which the compiler works out the kinds of columns: nobody writes them down.
          'ae-forgotten-export': quiet,
        },
        tsdocMessageReporting: { default: quiet },
      },
    },
  });
  const { errorCount, apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message: ExtractorMessage) => {
      message.handled = message.logLevel !== ExtractorLogLevel.Error;
    },
  });
  return [
    ...(errorCount > 0 ? [`the declarations of ${name} could not be read`] : []),
    ...(check && apiReportChanged
      ? [
          `${name} is not what api/${name}.api.md says:`,
          ...changedLines(name),
          'where that is meant: npm run api',
        ]
      : []),
  ];
}

/** The lines that leave a report, and those that come. */
function changedLines(name: string): string[] {
  const [written, now] = [folder, made].map((of) =>
    readFileSync(join(of, `${name}.api.md`), 'utf8').split(/\r?\n/),
  );
  const beyond = (lines: readonly string[] = [], others: readonly string[] = []): string[] =>
    lines.filter((line) => !others.includes(line));
  return [
    ...beyond(written, now).map((line) => `- ${line.trim()}`),
    ...beyond(now, written).map((line) => `+ ${line.trim()}`),
  ];
}

mkdirSync(folder, { recursive: true });
const mistakes = Object.entries(subPaths).flatMap(([subPath, target]) =>
  typeof target === 'object' && subPath !== '.' ? report(basename(subPath), target.types) : [],
);
for (const mistake of mistakes) process.stderr.write(`${mistake}\n`);
process.exitCode = mistakes.length > 0 ? 1 : 0;
