import { azureDevOpsFiles } from './azure-devops';
import { type CiKind, type Deliveries } from './deliveries';
import { githubFiles } from './github';
import { CI_SCRIPTS } from './scripts';
import { type CiCommands } from './steps';

/** What pipelines run of an app that says nothing else. */
export const CI_COMMANDS: CiCommands = Object.freeze({
  synth: 'npx --no-install lakehouse synth',
  test: 'npm test',
});

/** The files of a kind of pipelines, by their paths from the root of a repository. */
export function ciFilesOf(
  kind: CiKind,
  deliveries: Deliveries,
  commands: CiCommands = CI_COMMANDS,
): Record<string, string> {
  const files = kind === 'github' ? githubFiles : azureDevOpsFiles;
  return { ...CI_SCRIPTS, ...files(deliveries, commands) };
}
