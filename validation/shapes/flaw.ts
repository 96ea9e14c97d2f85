import { type Flaw, ISSUE_KINDS, type IssueCode, type Mistake } from '../../model';
import { choice, list, shapeOf, text } from './shape-of';

const parts = {
  code: choice(() => Object.keys(ISSUE_KINDS) as IssueCode[]),
  got: text,
  allowed: text.optional(),
  change: text.optional(),
};

/** What was found wrong with an expression while it was made. */
export const flaw = shapeOf<Flaw>()(parts);

/** What was found wrong with steps while they were made. */
export const mistakes = list(shapeOf<Mistake>()({ ...parts, prop: text }));
