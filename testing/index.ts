export { flowTest } from './flow-test';
export type {
  ExpectedRow,
  FlowTest,
  FlowTestOptions,
  GivenRows,
  NewFlowTest,
  TestSources,
} from './flow-test';
export { FlowTestError } from './expectations';
export type { ExpectedQuarantine, Expectations, WrittenRows } from './expectations';
export { asWritten, WrittenText } from './given-rows';
export type { GivenRow, TestValue } from './given-rows';
export { pseudonym } from './values';
export { addressesOf, synthesizedStacks } from './stacks';
export type { StackJson, StacksByName } from './stacks';
