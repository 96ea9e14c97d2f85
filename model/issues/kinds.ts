// Loaded by its first use: the texts of all kinds are long, and read by pages and by what checks a flaw.
import { COMMAND_ISSUES } from './command';
import { CONSTRUCT_ISSUES } from './constructs';
import { CONTRACT_ISSUES } from './contracts';
import { COST_ISSUES } from './cost';
import { DELIVERY_ISSUES } from './delivery';
import { DEPARTMENT_ISSUES } from './departments';
import { ENCRYPTION_ISSUES } from './encryption';
import { ENVIRONMENT_ISSUES } from './environments';
import { DELIVERED_FILE_ISSUES } from './delivered-files';
import { EXPRESSION_ISSUES } from './expressions';
import { FIRST_LOOK_ISSUES } from './first-look';
import { STEP_ISSUES } from './flows';
import { FLOW_TEST_ISSUES } from './flow-tests';
import { FORMAT_ISSUES } from './formats';
import { FOLDER_ISSUES } from './folders';
import { type IssueKind } from './kind';
import { LANDING_ZONE_ISSUES } from './landing-zone';
import { LASTING_ISSUES } from './lasting';
import { LINEAGE_ISSUES } from './lineage';
import { NESTED_ISSUES } from './nested';
import { PIPELINE_ISSUES } from './pipelines';
import { QUESTION_ISSUES } from './questions';
import { RECORD_ISSUES } from './records';
import { RUN_ISSUES } from './runs';
import { SHAPE_ISSUES } from './shapes';
import { SNAPSHOT_ISSUES } from './snapshots';
import { TABLE_ISSUES } from './tables';
import { UPKEEP_ISSUES } from './upkeep';
import { VALUE_ISSUES } from './values';

const KINDS = byCode({
  ...VALUE_ISSUES,
  ...CONTRACT_ISSUES,
  ...FORMAT_ISSUES,
  ...FOLDER_ISSUES,
  ...NESTED_ISSUES,
  ...SNAPSHOT_ISSUES,
  ...EXPRESSION_ISSUES,
  ...STEP_ISSUES,
  ...TABLE_ISSUES,
  ...DEPARTMENT_ISSUES,
  ...ENVIRONMENT_ISSUES,
  ...LANDING_ZONE_ISSUES,
  ...ENCRYPTION_ISSUES,
  ...LASTING_ISSUES,
  ...CONSTRUCT_ISSUES,
  ...PIPELINE_ISSUES,
  ...RECORD_ISSUES,
  ...RUN_ISSUES,
  ...LINEAGE_ISSUES,
  ...QUESTION_ISSUES,
  ...DELIVERED_FILE_ISSUES,
  ...FIRST_LOOK_ISSUES,
  ...SHAPE_ISSUES,
  ...COST_ISSUES,
  ...UPKEEP_ISSUES,
  ...DELIVERY_ISSUES,
  ...COMMAND_ISSUES,
  ...FLOW_TEST_ISSUES,
});

/** The code of a kind of mistake, such as `LH2001`. To add a kind, add an entry to the file of its range beside this one. */
export type IssueCode = keyof typeof KINDS;

/** Every kind of mistake by its code; `docs/errors.md` is made of it. */
export const ISSUE_KINDS: Readonly<Record<IssueCode, IssueKind>> = KINDS;

/** Keeps the codes in the type and not the texts, which declarations would repeat. */
function byCode<Code extends string>(
  kinds: Readonly<Record<Code, IssueKind>>,
): Readonly<Record<Code, IssueKind>> {
  return kinds;
}
