import { computedOnce } from '../../model/collections';
import { type Block } from '../synthesized-stacks';

/** What a data flow's script says of its size. */
export interface FlowReading {
  /** Tables that it writes, one at least: its sinks in Delta, without rows that go to quarantine. */
  readonly tables: number;
  /** First folders of what it reads from bronze: the names of sources. */
  readonly folders: ReadonlySet<string>;
}

const READ = new WeakMap<Block, FlowReading>();

/** Reads the script of a mapping data flow, once: bills read it again and again. */
export function flowReading(dataFlow: Block): FlowReading {
  return computedOnce(READ, dataFlow, () => readScript(scriptOf(dataFlow)));
}

function scriptOf({ script_lines: lines, script }: Block): string {
  return Array.isArray(lines) ? lines.join('\n') : typeof script === 'string' ? script : '';
}

function readScript(script: string): FlowReading {
  const statements = script.split(/ ~> \w+/);
  const sinks = statements.filter((statement) => /\bsink\(/.test(statement));
  const tables = sinks.filter((statement) => statement.includes("format: 'delta'")).length;
  const folders = statements
    .filter((statement) => /\bsource\(/.test(statement) && /fileSystem: '[^']*bronze'/.test(statement))
    .map((statement) => /(?:folderPath|wildcardPaths)[^']*'([^'/]+)/.exec(statement)?.[1] ?? '');
  return { tables: Math.max(1, tables), folders: new Set(folders) };
}
