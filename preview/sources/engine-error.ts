import { basename } from 'node:path';
import { LakehouseError } from '../../model';

/** Longest reason that a report shows, in characters. */
const LONGEST = 200;

/** What says that the machine ran out of something: no file is to blame for it. */
const MACHINE =
  /^(?:Out of Memory|INTERNAL|FATAL|INTERRUPT|Interrupt)|No space left|ENOSPC|EFBIG|EMFILE|Could not write|Failed to write|File too large|Disk quota/i;

/** Whether an error may come from what is in a file. */
export function mayBeOfFile(error: unknown): boolean {
  return !MACHINE.test(messageOf(error));
}

/** The first sentence of an error, in lower case, without SQL and without the folders of this machine. */
export function reasonOf(error: unknown, path: string): string {
  // What a folder lists and nothing opens is a link.
  if ((error as { readonly code?: unknown } | null)?.code === 'ENOENT') return 'is a link that leads nowhere';
  const [line = ''] = messageOf(error)
    .replace(/^(?:(?:[A-Z][A-Za-z]* )*Error: )+/, '')
    .replaceAll(path, basename(path))
    .split('\n');
  const [sentence = ''] = line.split(/\.\s+(?=[A-Z])/);
  const reason = sentence
    .trim()
    .replace(/[.:]+$/, '')
    .slice(0, LONGEST);
  return reason === '' ? 'cannot be read' : reason.charAt(0).toLowerCase() + reason.slice(1);
}

/** Says what the machine ran out of; other errors stay as they are. */
export function explained(error: unknown): unknown {
  if (error instanceof LakehouseError || mayBeOfFile(error)) return error;
  const message = messageOf(error);
  const got = /^[^:]*Error: (.*)/.exec(message)?.[1] ?? message;
  if (/memory/i.test(message))
    return new LakehouseError('preview', [
      {
        code: 'LH8005',
        at: 'preview',
        prop: 'memoryMiB',
        got: `is not enough: ${firstSentence(got)}`,
        allowed: 'what the largest table of the run needs',
        change: 'allow more, or deliver less at once',
      },
    ]);
  if (!/space|EFBIG|write|large|quota/i.test(message)) return error;
  return new LakehouseError('preview', [
    {
      code: 'LH8006',
      at: 'preview',
      prop: 'out',
      got: 'cannot be written: the disk is full, or a file is larger than is allowed here',
      allowed: 'room for the result and for temporary files',
      change: 'make room, or choose another folder; an earlier result is as it was',
    },
  ]);
}

function firstSentence(text: string): string {
  return text.split(/\n|\. /)[0]?.trim() ?? '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
