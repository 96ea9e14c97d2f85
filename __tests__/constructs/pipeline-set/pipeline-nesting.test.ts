import fc from 'fast-check';
import {
  type Activity,
  dataFlow,
  executePipeline,
  expression,
  forEach,
  ifCondition,
  literalFields,
  lookup,
  MAX_EXPRESSION,
  type Pipeline,
  pipelineIssues,
  until,
  validation,
  wait,
} from '../../../compilers/internal';
import { describeIssue } from '../../../model';

const items = expression('@range(0, 3)');
const condition = expression('@greater(1, 0)');
const pause = (name: string, ...before: string[]): Activity => ({
  ...wait({ name, seconds: 1 }),
  dependsOn: before.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
});
const reading = (name: string, from: string, ...before: string[]): Activity => ({
  ...dataFlow({ name, flow: 'f', parameters: { x: expression(`@activity('${from}').output`) } }),
  dependsOn: pause(name, ...before).dependsOn,
});
const loop = (name: string, inside: readonly Activity[], ...before: string[]) =>
  forEach({ name, items, activities: inside, after: before });
const reported = (...activities: Activity[]) =>
  pipelineIssues({ name: 'p', description: '', parameters: {}, activities }).map(describeIssue);

describe('activities inside others', () => {
  test('are fine where Data Factory takes them', () => {
    expect(
      reported(
        pause('A'),
        loop('B', [pause('C'), reading('D', 'C', 'C'), reading('E', 'A', 'D')], 'A'),
        ifCondition({
          name: 'F',
          condition,
          then: [pause('G')],
          otherwise: [executePipeline({ name: 'H', pipeline: 'q', parameters: {} })],
        }),
      ),
    ).toEqual([]);
  });

  test('are asked by a loop whether it is done, and by nothing else around them', () => {
    const done = expression("@equals(activity('C').output, 1)");
    const asking = (...inside: Activity[]) =>
      until({ name: 'B', condition: done, activities: inside, timeout: '0.01:00:00' });
    expect(reported(asking(pause('C')))).toEqual([]);
    expect(reported(pause('C', 'B'), asking(pause('D')))).toEqual([
      expect.stringContaining('has "B", which uses the output of "C"; allowed: D; let it come after "C"'),
    ]);
    expect(reported(loop('A', [asking(pause('C'))]))).toEqual([
      expect.stringContaining('has the Until "B" inside the ForEach "A"'),
    ]);
  });

  test.each<[string, Activity[], string]>([
    [
      'a name that is also used outside',
      [pause('A'), loop('B', [pause('A')])],
      'LH0003 has "A" twice; allowed: each name once; rename one',
    ],
    [
      'a name that differs in case only',
      [pause('A'), loop('B', [pause('a')])],
      'LH0003 has "a" twice; allowed: each name once; rename one',
    ],
    [
      'one that comes after one outside',
      [pause('A'), loop('B', [pause('C', 'A')])],
      'LH7003 has "C", which comes after "A"; allowed: C; name an activity of "B"',
    ],
    [
      'one outside that comes after one inside',
      [loop('B', [pause('C')]), pause('A', 'C')],
      'LH7003 has "A", which comes after "C"; allowed: B, A; name an activity of this pipeline',
    ],
    [
      'the output of one in a loop, outside of it',
      [loop('B', [pause('C')]), reading('A', 'C', 'B')],
      'LH7009 has "A", which uses the output of "C"; allowed: B; let it come after "C"',
    ],
    [
      'an output that need not be there yet',
      [pause('A'), reading('B', 'A')],
      'LH7009 has "B", which uses the output of "A"; allowed: none: it comes first; let it come after "A"',
    ],
    [
      'an output of the other branch',
      [ifCondition({ name: 'A', condition, then: [pause('B')], otherwise: [reading('C', 'B')] })],
      'LH7009 has "C", which uses the output of "B"; allowed: none: it comes first; let it come after "B"',
    ],
    [
      'a cycle',
      [loop('A', [pause('B', 'C'), pause('C', 'B')])],
      'LH7007 has a cycle among B, C; allowed: activities with a first and a last; take one dependency out',
    ],
    [
      'a loop in a loop',
      [loop('A', [loop('B', [pause('C')])])],
      'LH7004 has the ForEach "B" inside the ForEach "A"; allowed: it outside of that; put it into a pipeline of its own',
    ],
    [
      'a loop in a choice',
      [ifCondition({ name: 'A', condition, then: [loop('B', [pause('C')])] })],
      'LH7004 has the ForEach "B" inside the IfCondition "A"; allowed: it outside of that; put it into a pipeline of its own',
    ],
    [
      'a choice in a choice',
      [
        ifCondition({
          name: 'A',
          condition,
          then: [ifCondition({ name: 'B', condition, then: [pause('C')] })],
        }),
      ],
      'LH7004 has the IfCondition "B" inside the IfCondition "A"; allowed: it outside of that; put it into a pipeline of its own',
    ],
    [
      'a validation in a loop',
      [loop('A', [validation({ name: 'B', input: { dataset: 'd' }, timeout: '0.01:00:00', folder: false })])],
      'LH7004 has the Validation "B" inside the ForEach "A"; allowed: it outside of that; put it into a pipeline of its own',
    ],
    [
      'more than a pipeline holds, counted inside too',
      [
        loop(
          'A',
          Array.from({ length: 120 }, (_, index) => pause(`B${index}`)),
        ),
      ],
      'LH7002 has 121; allowed: 1 to 120; split the pipeline; source: "Azure subscription and service limits, quotas, and constraints, Data Factory"',
    ],
    [
      'an expression that is too long',
      [
        loop('A', [
          dataFlow({
            name: 'B',
            flow: 'f',
            parameters: { x: expression(`@concat('${'x'.repeat(MAX_EXPRESSION)}')`) },
          }),
        ]),
      ],
      'LH7006 has "B" with an expression of 8203 characters; allowed: 1 to 8192; shorten it, or pass a part as a parameter',
    ],
    [
      'too much at once',
      [
        {
          ...loop('A', [pause('B')]),
          typeProperties: { items, isSequential: false, batchCount: 51, activities: [pause('B')] },
        },
      ],
      'LH0002 has "A", which runs 51 items at once; allowed: 1 to 50; change batchCount',
    ],
  ])('are not %s', (_, activities, issue) => {
    expect(reported(...activities).map((found) => found.replace(' p: "activities"', ''))).toEqual([issue]);
  });

  test('of a switch are looked at too', () => {
    const choice: Activity = {
      name: 'A',
      type: 'Switch',
      dependsOn: [],
      userProperties: [],
      typeProperties: {
        on: condition,
        cases: [{ value: 'x', activities: [pause('B')] }],
        defaultActivities: [pause('B')],
      },
    };
    expect(reported(choice)).toEqual([
      'LH0003 p: "activities" has "B" twice; allowed: each name once; rename one',
    ]);
  });
});

describe('whole numbers and booleans', () => {
  test.each<[string, Activity, string]>([
    [
      'Wait',
      { ...pause('A'), typeProperties: { waitTimeInSeconds: expression('@item()') } },
      'typeProperties.waitTimeInSeconds is {"value":"@item()","type":"Expression"}; allowed: a whole number as it is',
    ],
    [
      'Lookup',
      {
        ...lookup({ name: 'A', input: { dataset: 'd' } }),
        typeProperties: { source: {}, dataset: {}, firstRowOnly: '@equals(1, 1)' },
      },
      'typeProperties.firstRowOnly is "@equals(1, 1)"; allowed: true or false as it is',
    ],
    [
      'Script',
      {
        ...pause('A'),
        type: 'Script',
        typeProperties: { scripts: [{ parameters: [{ size: 1 }, { size: '@2' }] }] },
      },
      'typeProperties.scripts[].parameters[].size is "@2"; allowed: a whole number as it is',
    ],
    [
      'policy',
      { ...lookup({ name: 'A', input: { dataset: 'd' } }), policy: { retry: '@int(2)', secureInput: false } },
      'policy.retry is "@int(2)"; allowed: a whole number as it is',
    ],
  ])('are written as they are: %s', (_, activity, issue) => {
    expect(reported(activity)).toEqual([
      `LH7005 p: "activities" has "A", where ${issue}; write the value itself`,
    ]);
  });

  test('are known of every type that is emitted', () => {
    expect(Object.keys(literalFields('Copy'))).toEqual(
      expect.arrayContaining(['policy.retry', 'typeProperties.source.storeSettings.recursive']),
    );
    expect(literalFields('Validation')).toEqual({
      'typeProperties.sleep': 'integer',
      'typeProperties.minimumSize': 'integer',
      'typeProperties.childItems': 'boolean',
    });
  });
});

/** A valid pipeline: loops and choices at the top, dependencies and outputs of what comes before. */
const validPipeline: fc.Arbitrary<Pipeline> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('wait' as const, 'flow' as const, 'loop' as const, 'choice' as const),
      inside: fc.integer({ min: 1, max: 3 }),
      before: fc.array(fc.nat(), { maxLength: 2 }),
      reads: fc.boolean(),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .map((specs) => {
    const activities = specs.map(({ kind, inside, before, reads }, index): Activity => {
      const name = `T${index}`;
      const earlier = [...new Set(index === 0 ? [] : before.map((at) => `T${at % index}`))];
      const dependsOn = pause(name, ...earlier).dependsOn;
      const inner = Array.from({ length: inside }, (_, at) =>
        reads && at > 0
          ? reading(`${name}_${at}`, `${name}_${at - 1}`, `${name}_${at - 1}`)
          : pause(`${name}_${at}`),
      );
      switch (kind) {
        case 'wait':
          return { ...pause(name), dependsOn };
        case 'flow':
          return earlier[0] !== undefined && reads
            ? { ...reading(name, earlier[0]), dependsOn }
            : { ...dataFlow({ name, flow: 'f', parameters: {} }), dependsOn };
        case 'loop':
          return { ...loop(name, inner), dependsOn };
        case 'choice':
          return { ...ifCondition({ name, condition, then: inner }), dependsOn };
      }
    });
    return {
      name: 'p',
      description: '',
      parameters: { day: '' },
      activities: [
        ...activities,
        dataFlow({ name: 'Z', flow: 'f', parameters: { d: expression('@pipeline().parameters.day') } }),
      ],
    };
  });

type Mutation = (pipeline: Pipeline) => Pipeline;
const last = (activities: readonly Activity[], change: (activity: Activity) => Activity) =>
  activities.map((activity, index) => (index === activities.length - 1 ? change(activity) : activity));
/** A pipeline with one thing wrong, and how it is reported. */
const MUTATIONS: Readonly<Record<string, readonly [Mutation, RegExp]>> = {
  'an unknown activity before': [
    (p) => ({
      ...p,
      activities: last(p.activities, (a) => ({ ...a, dependsOn: pause('x', 'Nobody').dependsOn })),
    }),
    /comes after "Nobody"/,
  ],
  'a name twice': [
    (p) => ({ ...p, activities: [...p.activities, loop('Y', [pause(p.activities[0]!.name)])] }),
    /has "T0" twice/,
  ],
  'a cycle': [
    (p) => ({ ...p, activities: [...p.activities, pause('Y1', 'Y2'), pause('Y2', 'Y1')] }),
    /has a cycle among Y1, Y2/,
  ],
  'an output that nothing has': [
    (p) => ({ ...p, activities: [...p.activities, reading('Y', 'Nobody')] }),
    /use the output of "Nobody"/,
  ],
  'an output that is not waited for': [
    (p) => ({ ...p, activities: [...p.activities, reading('Y', 'T0')] }),
    /"Y", which uses the output of "T0"/,
  ],
  'an expression for a number': [
    (p) => ({
      ...p,
      activities: last(p.activities, (a) => ({
        ...a,
        policy: { ...(a.policy as object), retry: expression('@int(2)') },
      })),
    }),
    /policy\.retry is/,
  ],
  'a text for a boolean': [
    (p) => ({
      ...p,
      activities: last(p.activities, (a) => ({
        ...a,
        policy: { ...(a.policy as object), secureInput: '@true()' },
      })),
    }),
    /policy\.secureInput is/,
  ],
  'a loop in a loop': [
    (p) => ({ ...p, activities: [...p.activities, loop('Y', [loop('Y1', [pause('Y2')])])] }),
    /has the ForEach "Y1" inside the ForEach "Y"/,
  ],
  'a parameter that is not declared': [(p) => ({ ...p, parameters: {} }), /lacks "day"/],
  'a parameter that is not used': [
    (p) => ({ ...p, parameters: { day: '', hour: '' } }),
    /has "hour", which no activity uses/,
  ],
  'too many activities': [
    (p) => ({
      ...p,
      activities: [
        ...p.activities,
        loop(
          'Y',
          Array.from({ length: 120 }, (_, index) => pause(`Y${index}`)),
        ),
      ],
    }),
    /allowed: 1 to 120/,
  ],
  'a name that is too long': [
    (p) => ({ ...p, activities: [...p.activities, pause('y'.repeat(56))] }),
    /56 characters/,
  ],
};

describe('of all pipelines', () => {
  test('valid ones have no issues', () => {
    fc.assert(
      fc.property(validPipeline, (pipeline) => {
        expect(pipelineIssues(pipeline)).toEqual([]);
      }),
    );
  });

  test.each(Object.entries(MUTATIONS))('none hides %s', (_, [mutate, message]) => {
    fc.assert(
      fc.property(validPipeline, (pipeline) => {
        expect(pipelineIssues(mutate(pipeline)).map(describeIssue)).toEqual([
          expect.stringMatching(message) as string,
        ]);
      }),
      { numRuns: 40 },
    );
  });
});
