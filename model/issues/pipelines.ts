import { type IssueKinds } from './kind';

/** LH7xxx: pipelines, triggers and the limits of Data Factory. */
export const PIPELINE_ISSUES = {
  LH7001: {
    title: 'a pipeline or an activity has a name that Data Factory refuses',
    why: 'Names of pipelines have 140 characters at most, those of activities 55; the service tells only at deployment.',
    example: "setVariable('A name that goes on and on, with more than fifty-five characters', …)",
    mend: "setVariable('A short name', …)",
  },
  LH7002: {
    title: 'a pipeline has too many activities, or none',
    why: 'Data Factory takes 1 to 120 in a pipeline, those inside of others included.',
    example: 'a pipeline with 121 activities',
    mend: 'two pipelines, of which one executes the other',
  },
  LH7003: {
    title: 'an activity comes after one that is not beside it',
    why: 'Activities wait for others of the same list; one inside a loop does not wait for one outside.',
    example: "dependsOn: [{ activity: 'Copy', … }], inside a loop, where Copy is outside",
    mend: 'let the loop come after Copy',
  },
  LH7004: {
    title: 'a loop or a choice stands where Data Factory allows none',
    why: 'Loops stand at the top of a pipeline, choices not inside of choices.',
    example: 'a ForEach inside an IfCondition',
    mend: 'a pipeline of its own with the ForEach, executed inside the IfCondition',
  },
  LH7005: {
    title: 'a number or a truth value is not written as one',
    why: 'The provider reads some fields into a fixed type: an expression there is lost, and the plan never ends empty.',
    example: "batchCount: '20'",
    mend: 'batchCount: 20',
  },
  LH7006: {
    title: 'an expression is longer than Data Factory takes',
    why: 'It reads 8,192 characters.',
    example: 'an expression that lists every table of a large department',
    mend: 'pass a part of it as a parameter',
  },
  LH7007: {
    title: 'activities wait for each other in a circle',
    why: 'None of them would ever start.',
    example: 'Copy comes after Check, Check after Copy',
    mend: 'Check comes after Copy',
  },
  LH7008: {
    title: 'a parameter is used and not declared, or declared and not used',
    why: 'The first fails in the night, the second is a misspelt name.',
    example: '@pipeline().parameters.windowStrat',
    mend: '@pipeline().parameters.windowStart',
  },
  LH7009: {
    title: 'an activity uses an output that is not there yet',
    why: 'An output can be read by what comes after, directly or over others, and by what is inside of that.',
    example: "@activity('Lookup').output, in an activity beside Lookup",
    mend: "dependsOn: [{ activity: 'Lookup', dependencyConditions: ['Succeeded'] }]",
  },
  LH7010: {
    title: 'a pipeline uses something that its factory has not',
    why: 'References are texts: nothing else notices before the deployment.',
    example: "{ referenceName: 'lake_paruqet', type: 'DatasetReference' }",
    mend: "{ referenceName: 'lake_parquet', type: 'DatasetReference' }",
  },
  LH7011: {
    title: 'a trigger waits for too many others',
    why: 'A tumbling window waits for five at most.',
    example: 'a table that reads six tables with triggers of their own',
    mend: 'let it wait for some through another',
  },
  LH7012: {
    title: 'a trigger waits for one that is not there, or for itself',
    why: 'The deployment would fail.',
    example: "dependsOn: ['orders_windwo']",
    mend: "dependsOn: ['orders_window']",
  },
  LH7013: {
    title: 'a trigger waits for windows that do not fill its own',
    why: 'A window waits for the windows of others that lie inside it, so it is made of whole ones.',
    example: 'a trigger of every 20 minutes that waits for one of every 15',
    mend: 'both every 15 minutes, or one every 30',
  },
} as const satisfies IssueKinds;
