import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandsIn, type ShellCommand } from './azure-commands';

/** A page of the runbooks, or the part of it below a heading, with what people fill in. */
export function runbook(
  page: string,
  filledIn: Readonly<Record<string, string>> = {},
  heading?: string,
): string {
  const text = readFileSync(resolve(__dirname, '../../docs/runbooks', page), 'utf8');
  const from = heading === undefined ? 0 : text.indexOf(`\n## ${heading}\n`);
  if (from < 0) throw new Error(`${page} has no heading "${heading ?? ''}"`);
  const to = heading === undefined ? -1 : text.indexOf('\n## ', from + 1);
  return text
    .slice(from, to < 0 ? undefined : to)
    .replaceAll(/<([a-z][a-z ]*)>/g, (placeholder, name: string) => filledIn[name] ?? placeholder);
}

/** The blocks of code in a part of a page. */
export function codeBlocks(text: string): { readonly language: string; readonly text: string }[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({
    language,
    text: code,
  }));
}

/** The blocks of a language in a part of a page. */
export function blocksOf(text: string, language: 'sh' | 'sql'): string[] {
  return codeBlocks(text).flatMap((block) => (block.language === language ? [block.text] : []));
}

/** The commands of the Azure CLI in a part of a page, one after the other. */
export function azureCommands(text: string): ShellCommand[] {
  return blocksOf(text, 'sh').flatMap((block) => commandsIn(block, ['az']));
}

/** What a command does: its words after the program. */
export const does = ({ words }: ShellCommand): string => words.slice(1).join(' ');
/** The value of an option. */
export const given = ({ options }: ShellCommand, option: string): string => (options[option] ?? []).join(' ');
