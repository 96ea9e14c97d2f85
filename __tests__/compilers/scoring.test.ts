import {
  type Activity,
  MODEL_TIMEOUT,
  type DepartmentPipelines,
  factoryIssues,
} from '../../compilers/internal';
import { activityIn, type Json, modelPlan } from '../constructs/pipeline-set/plans';
import { placed, planning, publishedTables, untrained } from '../support/models';

const plan = modelPlan();
const WORKSPACE =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
const names = ({ pipelines }: DepartmentPipelines): string[] => pipelines.map(({ name }) => name);
const dependenciesOf = (name: string, of = plan): readonly string[] | undefined =>
  of.triggers.find((trigger) => trigger.name === name)?.dependsOn;

describe('the pipeline of a model', () => {
  test('comes between the features and the table', () => {
    expect(dependenciesOf('planning_score_demand_forecast')).toEqual([
      'planning_complete_demand_features_1440',
    ]);
    expect(dependenciesOf('planning_wave_demand_forecast')).toEqual(['planning_score_demand_forecast']);
    expect(dependenciesOf('planning_complete_demand_forecast_1440')).toEqual([
      'planning_wave_demand_forecast',
    ]);
    expect(dependenciesOf('planning_deploy_gold')).toEqual(['planning_complete_demand_forecast_1440']);
  });

  test('runs as often as the table says', () => {
    const intervals = Object.fromEntries(plan.triggers.map(({ name, interval }) => [name, interval.minutes]));
    expect(intervals).toMatchObject({
      planning_score_demand_forecast: 24 * 60,
      planning_score_return_risk: 7 * 24 * 60,
      planning_wave_every_10080_minutes: 7 * 24 * 60,
    });
  });

  test('breaks no rule of Data Factory', () => {
    expect(factoryIssues(plan)).toEqual([]);
  });

  test('is run by hand between the same two, in the window that the table has', () => {
    const { activities } = activityIn(plan, 'planning_backfill', 'EachDay').typeProperties;
    const steps = Object.fromEntries(
      (activities as readonly Activity[]).map(({ name, dependsOn }) => [
        name,
        dependsOn.map(({ activity }) => activity),
      ]),
    );
    expect(steps).toMatchObject({
      score_demand_forecast: ['complete_demand_features_1440'],
      wave_demand_forecast: ['score_demand_forecast'],
    });
  });

  test('records that a model failed, like every pipeline', () => {
    const { dependsOn } = activityIn(plan, 'planning_score_demand_forecast', 'RecordFailure');
    expect(dependsOn).toEqual([{ activity: 'ScoresToBronze', dependencyConditions: ['Failed', 'Skipped'] }]);
  });

  test('brings what the model wrote into bronze as text, under the names of the table', () => {
    const { typeProperties, inputs, outputs } = activityIn(
      plan,
      'planning_score_demand_forecast',
      'ScoresToBronze',
    );
    const { source, translator } = typeProperties as { source: Json; translator: { mappings: Json[] } };
    expect(source).toMatchObject({
      type: 'DelimitedTextSource',
      storeSettings: {
        type: 'AzureBlobStorageReadSettings',
        wildcardFolderPath: {
          value:
            "demand_forecast/@{formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd')}/@{pipeline().RunId}",
          type: 'Expression',
        },
        wildcardFileName: '*.csv',
      },
    });
    expect(translator.mappings).toContainEqual({
      source: { name: 'Forecast', type: 'String' },
      sink: { name: 'forecast_units', type: 'String' },
    });
    expect(translator.mappings.map(({ sink }) => (sink as Json).name)).toEqual([
      'item',
      'forecast_units',
      'model_version',
      'computed_at',
      '_source_file',
      '_run_id',
    ]);
    expect(inputs[0]).toMatchObject({ referenceName: 'planning_scores_csv' });
    expect(outputs[0]).toMatchObject({
      parameters: {
        folder: {
          value:
            "@concat('demand_forecast_scores/', formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd'))",
        },
        file: 'window.parquet',
      },
    });
  });

  test('fills the table from there', () => {
    const { flow } = plan.dataFlows.find(({ name }) => name === 'planning_flow_demand_forecast')!;
    expect(flow.sources.map(({ location }) => location)).toEqual([
      { fileSystem: 'planning-bronze', folder: 'demand_forecast_scores' },
    ]);
    expect(flow.sinks.map(({ location }) => location)).toEqual([
      { fileSystem: 'planning-quarantine', folder: 'demand_forecast/scores' },
      { fileSystem: 'planning-silver', folder: 'demand_forecast' },
    ]);
  });
});

describe('a batch endpoint', () => {
  const activity = (name: string) => activityIn(plan, 'planning_score_demand_forecast', name);

  test('is asked once for a job: with the features, the window, the parameters, and a folder of this run', () => {
    const { inputs, outputs, typeProperties } = activity('StartModel');
    const { source } = typeProperties as { source: Json };
    expect(source).toMatchObject({ type: 'RestSource', requestMethod: 'POST' });
    expect(inputs[0]).toMatchObject({ parameters: { relativeUrl: 'jobs' } });
    expect(outputs[0]).toMatchObject({
      referenceName: 'planning_landing_json_file',
      parameters: { folder: { value: 'demand_forecast_jobs/@{pipeline().RunId}' }, file: 'started.json' },
    });
    const { value, type } = source.requestBody as { value: string; type: string };
    expect(type).toBe('Expression');
    expect(JSON.parse(value)).toEqual({
      properties: {
        InputData: {
          features: {
            JobInputType: 'UriFolder',
            Uri: `${WORKSPACE}/datastores/silver/paths/demand_features`,
          },
          window: { JobInputType: 'Literal', Value: '@{pipeline().parameters.windowStart}' },
          horizon: { JobInputType: 'Literal', Value: '7 days' },
        },
        OutputData: {
          scores: {
            JobOutputType: 'UriFolder',
            Uri: `${WORKSPACE}/datastores/scores/paths/demand_forecast/@{formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd')}/@{pipeline().RunId}`,
          },
        },
      },
    });
    expect(activity('StartModel').policy).toMatchObject({ retry: 0 });
  });

  test('is waited for until the job has ended, and a job that did not succeed fails the pipeline', () => {
    const loop = activity('WaitForModel').typeProperties as unknown as {
      expression: Json;
      activities: Json[];
      timeout: string;
    };
    expect(loop.expression.value).toBe(
      "@contains(createArray('Completed', 'Failed', 'Canceled'), activity('ReadState').output.firstRow.properties.status)",
    );
    expect(loop.activities.map(({ name }) => name)).toEqual(['Pause', 'AskForState', 'ReadState']);
    expect(loop.timeout).toBe(MODEL_TIMEOUT);
    expect(activity('ModelSucceeded').typeProperties).toMatchObject({
      expression: {
        value: "@equals(activity('ReadOutcome').output.firstRow.properties.status, 'Completed')",
      },
      ifFalseActivities: [
        { name: 'ModelFailed', type: 'Fail', typeProperties: { errorCode: 'ModelFailed' } },
      ],
    });
    expect(activity('ScoresToBronze').dependsOn).toEqual([
      { activity: 'ModelSucceeded', dependencyConditions: ['Succeeded'] },
    ]);
  });

  test("is reached as the department, by a token for machine learning, and by no activity's own credentials", () => {
    expect(plan.modelServices).toContainEqual({
      name: 'planning_demand_forecast_model',
      type: 'RestService',
      typeProperties: {
        url: 'https://demand-dev.westeurope.inference.ml.azure.com/',
        enableServerCertificateValidation: true,
        authenticationType: 'ManagedServiceIdentity',
        aadResourceId: 'https://ml.azure.com',
        credential: { referenceName: 'planning', type: 'CredentialReference' },
      },
    });
    expect(JSON.stringify(plan)).not.toMatch(/WebActivity|accountKey|sasUri|password|servicePrincipal/);
  });
});

describe('a published pipeline', () => {
  test('is run by its own activity, with text for parameters', () => {
    const run = activityIn(plan, 'planning_score_return_risk', 'RunModel');
    expect(run.type).toBe('AzureMLExecutePipeline');
    expect(run.typeProperties).toEqual({
      mlPipelineEndpointId: '33333333-3333-4333-8333-333333333333',
      experimentName: 'return-risk',
      mlPipelineParameters: {
        features: 'azureml://datastores/silver/paths/demand_features',
        scores:
          "azureml://datastores/scores/paths/return_risk/@{formatDateTime(pipeline().parameters.windowStart, 'yyyy/MM/dd')}/@{pipeline().RunId}",
        window: '@{pipeline().parameters.windowStart}',
        threshold: '0.5',
      },
      continueOnStepFailure: false,
    });
    expect(run.policy).toMatchObject({ retry: 0, timeout: MODEL_TIMEOUT });
  });

  test("is reached by the factory's own identity: its connection knows no other", () => {
    expect(plan.modelServices.find(({ type }) => type === 'AzureMLService')?.typeProperties).toEqual({
      subscriptionId: 's',
      resourceGroupName: 'g',
      mlWorkspaceName: 'w',
      authentication: 'MSI',
    });
  });
});

describe('where there is no model yet', () => {
  const fallbacks = modelPlan(untrained);

  test('the fallback fills the table from the features, and the data flow says so', () => {
    expect(names(fallbacks).filter((name) => name.includes('_score_'))).toEqual([]);
    expect(fallbacks.modelServices).toEqual([]);
    const wave = activityIn(fallbacks, 'planning_wave_daily', 'Fill_demand_forecast');
    expect(wave.dependsOn.map(({ activity }) => activity)).toContain('MarkFailed_demand_features');
    const { flow, description } = fallbacks.dataFlows.find(
      ({ name }) => name === 'planning_flow_demand_forecast',
    )!;
    expect(description).toBe(
      'Units that will be sold next week (computed by the fallback, not by the model)',
    );
    expect(flow.sources.map(({ location }) => location)).toEqual([
      { fileSystem: 'planning-silver', folder: 'demand_features' },
    ]);
  });

  test('other tables keep their models', () => {
    const mixed = modelPlan({ ...placed, return_risk: { fallback: 'not trained yet' } });
    expect(names(mixed).filter((name) => name.includes('_score_'))).toEqual([
      'planning_score_demand_forecast',
    ]);
    expect(dependenciesOf('planning_wave_every_10080_minutes', mixed)).toEqual([
      'planning_complete_demand_features_10080',
    ]);
  });
});

describe('what is published', () => {
  const shown = modelPlan(placed, planning({ tables: publishedTables() }));

  test('is found by the model where features lie that others read', () => {
    const { typeProperties } = activityIn(shown, 'planning_score_demand_forecast', 'StartModel');
    const { source } = typeProperties as { source: { requestBody: { value: string } } };
    expect(source.requestBody.value).toContain(`${WORKSPACE}/datastores/products/paths/demand_features`);
    const run = activityIn(shown, 'planning_score_return_risk', 'RunModel').typeProperties;
    expect(run.mlPipelineParameters).toMatchObject({
      features: 'azureml://datastores/products/paths/demand_features',
    });
  });

  test('is filled among the products', () => {
    const { flow } = shown.dataFlows.find(({ name }) => name === 'planning_flow_demand_forecast')!;
    expect(flow.sinks.map(({ location }) => location)).toContainEqual({
      fileSystem: 'planning-products',
      folder: 'demand_forecast',
    });
  });
});
