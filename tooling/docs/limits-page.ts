import { AZURE_LIMITS } from '../../model';
import { table } from './table';

const INTRO = `# Limits of Azure

What definitions and stacks are checked for, as Microsoft documents it. A platform that grows past one of these is an error with the number, and
\`growth/<environment>.md\` says before which gives out first.`;

/** The limits of Azure that are checked, with their sources. */
export function limitsPage(): string {
  const rows = Object.entries(AZURE_LIMITS).map(([name, { most, source }]) => [
    inWords(name),
    most.toLocaleString('en-US'),
    source,
  ]);
  return `${INTRO}\n\n${table(['what', 'at most', "title of Microsoft's page"], rows)}\n`;
}

function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
