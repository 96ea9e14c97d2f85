import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sniff, type SniffOptions, type SniffResult } from '../../sniff';
import { type ColumnProposal, type ContractProposal } from '../../sniff/proposal';
import { type temporaryFolder } from './temporary-folder';

type Files = Readonly<Record<string, string | Buffer>>;
type Options = Omit<SniffOptions, 'paths'>;

/** Looks at files of one source, `orders`, in a folder. */
export function sniffing(folder: ReturnType<typeof temporaryFolder>): {
  readonly look: (files: Files, options?: Options) => Promise<SniffResult>;
  readonly proposed: (files: Files, options?: Options) => Promise<ContractProposal>;
} {
  const look = async (files: Files, options: Options = {}): Promise<SniffResult> => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(folder.at('orders', name)), { recursive: true });
      writeFileSync(folder.at('orders', name), content);
    }
    return sniff({ ...options, paths: [folder.at('orders')] });
  };
  const proposed = async (files: Files, options: Options = {}): Promise<ContractProposal> => {
    const { proposals, issues } = await look(files, options);
    expect(issues).toEqual([]);
    return proposals[0]!;
  };
  return { look, proposed };
}

/** A column of a proposal. */
export const column = ({ columns }: ContractProposal, name: string): ColumnProposal =>
  columns.find((one) => one.name === name)!;
/** The calls of a column, each with its arguments. */
export const callsOf = (proposal: ContractProposal, name: string): unknown[][] =>
  column(proposal, name).calls.map(({ method, values }) => [method, ...values]);

/** A day of a month, again after 28 of them. */
export const day = (index: number): string => `2026-01-${String((index % 28) + 1).padStart(2, '0')}`;
/** A file of so many rows. */
export const csv = (header: string, count: number, row: (index: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
