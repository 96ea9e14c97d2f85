import { computedOnce } from '../../model/collections';
import { type Assumed } from '../assumptions';
import { type MeterId, isMeter, MONTH_DAYS } from '../prices/meters';
import { combined, exactly, product, type Range, sumOf } from '../range';
import { pathOf, textOf, type WrittenResource } from '../synthesized-stacks';
import { GIGABYTE, type Volume, volumesIn } from '../volumes';
import { jobHours } from './streams';
import { type Usage, type UsageContext, type UsageOf } from './usage';

/** What logs of requests ask again, of every container and twice. */
const KNOWN = new WeakMap<UsageContext, Map<WrittenResource, Usage[]>>();

/** What a container of a lake costs by what is in it; reading and writing are counted with the bronze one. */
export const containerUsage: UsageOf = (resource, context) => {
  const containers = computedOnce(KNOWN, context, () => new Map());
  return computedOnce(containers, resource, () => usageOf(resource, context));
};

const usageOf: UsageOf = (resource, context) => {
  const [, zone] = /Container-([\w-]+)$/.exec(pathOf(resource)) ?? [];
  const department = context.stacks.departmentOf(resource.stack);
  const volumes = volumesIn(context.volumes, department);
  if (zone === undefined) return [];
  const stored = storedIn(zone, volumes, context.assumed).map(([tier, gigabytes]): Usage => ({
    resource,
    what: `${zone}${tier === 'cool' ? ', cool' : ''}`,
    meter: storageMeter(tier, resource, context),
    quantity: gigabytes,
    assumptions: assumptionsOf(zone),
  }));
  return [
    ...stored,
    ...copied(zone, resource, context),
    ...(zone === 'bronze' ? operations(resource, context) : []),
  ];
};

/** What is written in a month to a container whose account keeps a copy in another region. What merges write again comes on top. */
function copied(zone: string, resource: WrittenResource, context: UsageContext): Usage[] {
  if (!isCopied(resource, context)) return [];
  const volumes = volumesIn(context.volumes, context.stacks.departmentOf(resource.stack));
  const month = computedOnce(MONTHS, volumes, () => volumes.map(keptForAMonth));
  const written = storedIn(zone, month, context.assumed).map(([, gigabytes]) => gigabytes);
  if (written.length === 0) return [];
  return [
    {
      resource,
      what: `${zone}, copied to the other region`,
      meter: 'storage/geo-transfer',
      quantity: sumOf(written),
      assumptions: assumptionsOf(zone),
    },
  ];
}

/** Volumes as if all were kept for a month: what a month writes. */
const MONTHS = new WeakMap<readonly Volume[], readonly Volume[]>();

function keptForAMonth(volume: Volume): Volume {
  return {
    ...volume,
    landingDays: MONTH_DAYS,
    bronzeDays: MONTH_DAYS,
    coolAfterDays: MONTH_DAYS,
    quarantineDays: MONTH_DAYS,
  };
}

/** Whether the account of a container keeps a copy in another region. */
function isCopied({ stack, block }: WrittenResource, { stacks }: UsageContext): boolean {
  const account = stacks.placeOf(stack, block.storage_account_id).resource?.block ?? {};
  return /GZ?RS$/.test(textOf(account, 'account_replication_type'));
}

/** What lies in a zone, by how often it is read. */
type Stored = readonly (readonly ['hot' | 'cool', Range])[];

/** What lies in the zones of a department: most alternatives leave that as it is. */
const STORED = new WeakMap<readonly Volume[], WeakMap<Assumed, Readonly<Record<string, Stored>>>>();

function storedIn(zone: string, volumes: readonly Volume[], assumed: Assumed): Stored {
  const known = computedOnce(STORED, volumes, () => new WeakMap());
  // Published silver is counted with silver; a pepper is a few bytes.
  return computedOnce(known, assumed, () => storedByZone(volumes, assumed))[zone] ?? [];
}

function storedByZone(volumes: readonly Volume[], assumed: Assumed): Readonly<Record<string, Stored>> {
  const total = (bytes: (volume: Volume) => Range, days: (volume: Volume) => number): Range =>
    sumOf(volumes.map((volume) => product(bytes(volume), (volume.rowsPerDay * days(volume)) / GIGABYTE)));
  const text = ({ textBytes }: Volume): Range => textBytes;
  const parquet = ({ parquetBytes }: Volume): Range => parquetBytes;
  const silver = product(
    total(parquet, ({ bronzeDays }) => bronzeDays),
    assumed.silverPerBronze,
  );
  const quarantined = total(parquet, ({ quarantineDays }) => quarantineDays);
  return {
    landing: [['hot', total(text, ({ landingDays }) => landingDays)]],
    bronze: [
      ['hot', total(parquet, ({ bronzeDays, coolAfterDays }) => Math.min(bronzeDays, coolAfterDays))],
      ['cool', total(parquet, ({ bronzeDays, coolAfterDays }) => Math.max(0, bronzeDays - coolAfterDays))],
    ],
    silver: [['hot', silver]],
    gold: [['hot', product(silver, assumed.goldPerSilver)]],
    quarantine: [['hot', product(quarantined, assumed.quarantineShare)]],
  };
}

function assumptionsOf(zone: string): Usage['assumptions'] {
  const rows = ['rowTextFill', ...(zone === 'landing' ? [] : (['parquetShare'] as const))] as const;
  if (zone === 'silver') return [...rows, 'silverPerBronze'];
  if (zone === 'gold') return [...rows, 'silverPerBronze', 'goldPerSilver'];
  return zone === 'quarantine' ? [...rows, 'quarantineShare'] : rows;
}

function storageMeter(
  tier: 'hot' | 'cool',
  { stack, block }: WrittenResource,
  { stacks }: UsageContext,
): Usage['meter'] {
  const account = stacks.placeOf(stack, block.storage_account_id).resource?.block ?? {};
  const redundancy = textOf(account, 'account_replication_type').replace(/^RA/, '') || 'ZRS';
  const meter = `storage/${tier}-${redundancy}`;
  return isMeter(meter) ? meter : { unknown: `storage ${tier} ${redundancy}, by the GB and month` };
}

/** Reading and writing by pipelines and streaming jobs. */
function operations(resource: WrittenResource, context: UsageContext): Usage[] {
  const { assumed, runs, stacks } = context;
  const month = runs.monthOf(resource.stack);
  const copies = month.amount('copies');
  const tables = month.amount('tableRuns');
  const jobs = stacks.ofTypeIn('azurerm_stream_analytics_job', resource.stack);
  const byJobs = sumOf(
    jobs.map((job) => {
      const outputs = stacks
        .ofTypeIn('azurerm_stream_analytics_output_blob', resource.stack)
        .filter(
          ({ stack, block }) =>
            stacks.placeOf(stack, jobReference(block)).resource?.block.name === job.block.name,
        );
      return product(assumed.writesPerJobHour, jobHours(job, context), outputs.length);
    }),
  );
  const writes = sumOf([
    product(copies, assumed.writesPerCopy),
    product(tables, assumed.writesPerTable),
    byJobs,
  ]);
  // Each geo-redundant write is one in two regions, and costs twice as much.
  const times = isCopied(resource, context) ? 2 : 1;
  const line = (what: string, meter: MeterId, quantity: Range, assumptions: Usage['assumptions']): Usage => ({
    resource,
    what,
    meter,
    quantity,
    assumptions,
  });
  return [
    line('writes to the lake', 'storage/writes', product(writes, times), [
      'writesPerCopy',
      'writesPerTable',
      'writesPerJobHour',
    ]),
    line(
      'reads of the lake',
      'storage/reads',
      product(
        combined([copies, tables], (a, b) => a + b),
        assumed.readsPerRun,
      ),
      ['readsPerRun'],
    ),
  ];
}

/** The job of an output, which names it; any of its attributes leads to it. */
function jobReference(block: Readonly<Record<string, unknown>>): unknown {
  return block.stream_analytics_job_name;
}

/** New rows of a month, in GB as text. */
export function monthlyGigabytes(volumes: readonly Volume[]): Range {
  if (volumes.length === 0) return exactly(0);
  return sumOf(
    volumes.map(({ textBytes, rowsPerDay }) => product(textBytes, (rowsPerDay * MONTH_DAYS) / GIGABYTE)),
  );
}
