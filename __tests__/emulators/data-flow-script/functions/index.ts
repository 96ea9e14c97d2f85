import type { FunctionBuilder } from '../expression-model';
import { AGGREGATE_FUNCTIONS } from './aggregates';
import { ARRAY_FUNCTIONS } from './arrays';
import { CONVERSION_FUNCTIONS } from './conversions';
import { DATE_FUNCTIONS } from './dates';
import { HASH_FUNCTIONS } from './hashing';
import { LOGIC_FUNCTIONS } from './logic';
import { NUMBER_FUNCTIONS } from './numbers';
import { REGULAR_EXPRESSION_FUNCTIONS } from './regular-expressions';
import { ROW_STATE_FUNCTIONS } from './row-state';
import { TEXT_FUNCTIONS } from './text';
import { WINDOW_FUNCTIONS } from './window';

/** Every function that an expression may call, by name; names are case-sensitive. */
export const FUNCTIONS: Readonly<Record<string, FunctionBuilder>> = {
  ...LOGIC_FUNCTIONS,
  ...TEXT_FUNCTIONS,
  ...REGULAR_EXPRESSION_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...CONVERSION_FUNCTIONS,
  ...HASH_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...ROW_STATE_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...WINDOW_FUNCTIONS,
};
