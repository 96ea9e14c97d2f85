import { ENGINE } from '../engine';

/** The day, `YYYY-MM-DD`, on which the list was last read through against its sources: what ends until then has ended. */
export const ENDS_OF_LIFE_READ_ON = '2026-11-30';

/** What an end of life matches in the Terraform JSON of a stack. */
export interface EndOfLifeMatch {
  /** The Terraform type. */
  readonly type: string;
  /** The attribute whose value ends; left out where the type itself does. */
  readonly attribute?: string;
  /** The values that end; of JSON in an attribute, its text. */
  readonly value?: RegExp;
}

/** Something that Azure, or the maintainer of a tool, ends. */
export interface EndOfLife {
  /** What ends. */
  readonly what: string;
  /** What decides for it in a definition. */
  readonly decidedBy: string;
  /** The resources that use it. */
  readonly matches: readonly EndOfLifeMatch[];
  /** The day, `YYYY-MM-DD`. */
  readonly endsOn: string;
  /** `stops`: what uses it does not work from that day on. `unsupported`: it works on, and nobody mends it. */
  readonly effect: 'stops' | 'unsupported';
  /** What to use in its place. */
  readonly moveTo: string;
  /** Who says so: a document's title, and where a list has an entry, its title there. */
  readonly source: string;
}

const AZURE_LIST = 'Azure/EOL, service_list.json of December 2025';
const STOPS = 'stops' as const;
const CLUSTER = 'azurerm_machine_learning_compute_cluster';
const PIPELINE = 'azurerm_data_factory_pipeline';

/**
 * What ends of all that this library makes or offers, the earliest first.
 *
 * Serverless SQL and workspaces of Synapse have no announced end (March 2026), nor have data flows, Event Hubs Standard and
 * Stream Analytics StandardV2.
 */
export const ENDS_OF_LIFE: readonly EndOfLife[] = Object.freeze([
  machines('NCv3 series of virtual machines', '2025-09-30', /^Standard_NC\d+r?s_v3$/i, 'NC A100 v4'),
  {
    what: 'low-priority machines of Azure Batch, listed under Azure Machine Learning',
    decidedBy: 'settings.modelCompute.priority',
    matches: [{ type: CLUSTER, attribute: 'vm_priority', value: /^LowPriority$/ }],
    endsOn: '2026-03-31',
    // Whether clusters of Azure Machine Learning are meant is not said; its own pages still offer them.
    effect: 'unsupported',
    moveTo: "priority: 'Dedicated': no machine runs between jobs",
    source: `${AZURE_LIST}, "Azure Batch Low Priority Virtual Machines"`,
  },
  {
    what: 'pipelines published with version 1 of Azure Machine Learning',
    decidedBy: 'run: publishedPipeline()',
    matches: [
      { type: PIPELINE, attribute: 'activities_json', value: /"type":\s*"AzureMLExecutePipeline"/ },
      { type: 'azurerm_data_factory_linked_custom_service', attribute: 'type', value: /^AzureMLService$/ },
    ],
    endsOn: '2026-06-30',
    effect: 'unsupported',
    moveTo: 'run: batchEndpoint(), with a pipeline component behind it',
    source: `${AZURE_LIST}, "SDK v1 and other related SDKs"; "Upgrade deployment endpoints to SDK v2"`,
  },
  machines('DCsv2 series of virtual machines', '2026-06-30', /^Standard_DC\d+s_v2$/i, 'DCsv3'),
  {
    what: 'storage accounts of general purpose v1, and for blobs alone',
    decidedBy: 'an override of account_kind',
    matches: [
      { type: 'azurerm_storage_account', attribute: 'account_kind', value: /^(?:Storage|BlobStorage)$/ },
    ],
    endsOn: '2026-09-01',
    effect: STOPS,
    moveTo: 'StorageV2, which this library makes',
    source: `${AZURE_LIST}, "Blob and General-Purpose v1 Storage Accounts"`,
  },
  machines(
    'NVv3 and NVv4 series of virtual machines',
    '2026-09-30',
    /^Standard_NV\d+a?s_v[34]$/i,
    'NVads A10 v5',
  ),
  {
    what: 'memory-optimised data flows',
    decidedBy: 'settings.integrationRuntime.computeType',
    matches: [
      {
        type: 'azurerm_data_factory_integration_runtime_azure',
        attribute: 'compute_type',
        value: /^MemoryOptimized$/,
      },
      { type: PIPELINE, attribute: 'activities_json', value: /"computeType":\s*"MemoryOptimized"/ },
    ],
    endsOn: '2027-03-31',
    effect: STOPS,
    moveTo: "computeType: 'General', with more cores where memory runs out",
    source: `${AZURE_LIST}, "Memory Optimized Data Flows"`,
  },
  machines(
    'sizes M192 v2 of virtual machines',
    '2027-03-31',
    /^Standard_M192id?m?s_v2$/i,
    'the newer sizes of the M series',
  ),
  {
    what: "Stream Analytics' output to Power BI",
    decidedBy: 'powerBi of an alert rule',
    matches: [{ type: 'azurerm_stream_analytics_output_powerbi' }],
    endsOn: '2027-10-31',
    effect: STOPS,
    moveTo:
      'the hub and the table of alerts, which every rule writes; Fabric Real-Time Intelligence for a live report',
    source: '"Power BI output from Azure Stream Analytics"',
  },
  machines(
    'series D, Ds, Dv2, Dsv2 and Ls of virtual machines',
    '2028-05-01',
    /^Standard_(?:DS?\d+(?:-\d+)?(?:_v2)?(?:_Promo)?|L\d+s)$/i,
    'Ddsv4 or Dsv3: Standard_D4ds_v4 in place of Standard_DS3_v2',
  ),
  machines(
    'series F, Fs, Fsv2, Lsv2, G, Gs, Av2, Amv2 and B of virtual machines',
    '2028-11-15',
    /^Standard_(?:F\d+(?:s(?:_v2)?)?|L\d+s_v2|GS?\d+(?:-\d+)?|A\d+m?_v2|B\d+(?:l|m)?s)$/i,
    'Ddsv4 or Dsv3',
  ),
]);

/** A tool that the library is used with, and its end. */
export interface ToolEnd {
  /** The tool. */
  readonly what: string;
  /** The day, `YYYY-MM-DD`, on which it ended or ends. */
  readonly endsOn: string;
  /** What to use in its place. */
  readonly moveTo: string;
  /** Who says so. */
  readonly source: string;
}

/** Ends of the tools that stacks are synthesized and deployed with, the earliest first. */
export const TOOL_ENDS: readonly ToolEnd[] = Object.freeze([
  ...(ENGINE.engine === 'cdktf'
    ? [
        {
          what: 'cdktf, CDK for Terraform of HashiCorp',
          endsOn: '2025-12-10',
          moveTo:
            'cdktn, its successor, with the package cdktn-azure-lakehouse: the same code, addresses and states',
          source: 'the archived repository hashicorp/terraform-cdk',
        },
      ]
    : []),
  {
    what: 'Node.js 20',
    endsOn: '2026-04-30',
    moveTo: 'Node.js 22 or 24; this library runs on all three',
    source: 'nodejs/Release, schedule.json',
  },
  { what: 'Node.js 22', endsOn: '2027-04-30', moveTo: 'Node.js 24', source: 'nodejs/Release, schedule.json' },
  { what: 'Node.js 24', endsOn: '2028-04-30', moveTo: 'Node.js 26', source: 'nodejs/Release, schedule.json' },
]);

/** The same day of a month so many months later; of a day that the month does not have, a text that sorts as if it had. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  const text = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return `${text(Math.floor(index / 12), 4)}-${text((index % 12) + 1, 2)}-${day.slice(8)}`;
}

function machines(what: string, endsOn: string, value: RegExp, moveTo: string): EndOfLife {
  return {
    what,
    decidedBy: 'settings.modelCompute.vmSize',
    matches: [{ type: CLUSTER, attribute: 'vm_size', value }],
    endsOn,
    effect: STOPS,
    moveTo,
    source: `${AZURE_LIST}, Virtual Machines; "What are compute targets in Azure Machine Learning?"`,
  };
}
