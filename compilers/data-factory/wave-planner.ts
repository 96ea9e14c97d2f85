import { describeInterval, type Interval, type Table, zoneOf } from '../../model';
import { DEFAULT_UPKEEP } from '../data-flow-script/delta-upkeep';
import { compileDataFlow, type FlowOfTable } from '../data-flow-script/flow';
import { WINDOW_PARAMETER } from '../data-flow-script/script-writer';
import { markComplete } from './completion';
import { type DepartmentPlan, type PlannedPipeline, type TriggeredPipeline } from './department-plan';
import { repairWindow, repairWindows } from './failure-marks';
import { firstDay } from './first-day';
import { ONE_TABLE_PARAMETERS } from './one-table';
import { landingOf, landsByPipeline } from './landing';
import { FALLBACK_LABEL, placedModel, scoresFolder, usesFallback } from './scoring';
import { fits, type StoredTable, triggerOf } from './stored-table';
import { TableFills } from './table-fills';
import { DAY, windowsAwaited } from './upstream';
import { wavePipeline, type WaveFill } from './wave-pipeline';
import { copyOf, subjectOf, type Wave, type WaveTable } from './waves';

/** Plans what fills the silver tables of a department, and what says that they are complete. */
export class WavePlanner {
  private readonly placed = new Map<Table, Omit<WaveTable, 'table'> & { readonly wave: Wave }>();
  private readonly gates = new Set<string>();
  private readonly gated = new Set<Table>();
  private readonly alone: TableFills;
  private readonly fills = new Map<Wave, readonly WaveFill[]>();

  /**
   * @param plan the plan of the department.
   * @param waves its waves, in order.
   */
  constructor(
    private readonly plan: DepartmentPlan,
    waves: readonly Wave[],
  ) {
    this.alone = new TableFills(plan);
    for (const wave of waves)
      for (const { table, ...placed } of wave.tables) this.placed.set(table, { ...placed, wave });
  }

  /** The first day of what a wave runs. */
  firstDayOf(wave: Wave): string | undefined {
    return firstDay(this.plan.target, wave.name, ...this.firstSubject(wave));
  }

  /** The wave that fills a table of the department. */
  waveOf(table: Table): Wave | undefined {
    return this.placed.get(table)?.wave;
  }

  /** Plans the data flows of a wave's tables. */
  prepare(wave: Wave): void {
    this.fills.set(
      wave,
      wave.tables.map((table) => this.fill(table, wave)),
    );
  }

  /** Plans what fills tables alone, after all waves are prepared. */
  addFills(): void {
    this.alone.addPipelines();
  }

  /** Plans a wave, after those it waits for and what it runs. */
  add(wave: Wave): void {
    const { plan } = this;
    const { target, datasets } = plan;
    const { department, integrationRuntime } = target;
    const { name, interval, tables } = wave;
    const fills = this.fills.get(wave) ?? [];
    const copies = wave.copies.map((source) => ({
      name: source.name,
      pipeline: copyOf(department, source),
      isLanded: landsByPipeline(target.graph, { sources: [source] }),
    }));
    const landing = copies.some(({ isLanded }) => isLanded) ? [landingOf(department)] : [];
    const { activities, dataFlows } = wavePipeline({ wave, fills, copies, datasets, integrationRuntime });
    plan.dataFlows.push(...dataFlows);
    wave.others.forEach((length, other) => plan.otherTriggers.set(other, length));
    const subjects = tables.map(({ table }) => subjectOf(department, table));
    plan.add({
      name,
      description: `Fills silver ${tables.map(({ table }) => table.name).join(', ')}`,
      parameters: ONE_TABLE_PARAMETERS,
      activities,
      interval,
      upstream: {
        triggers: [...wave.triggers, ...wave.gates.map((stored) => this.gate(stored, interval))],
        awaited: wave.awaited,
      },
      awaiting: 'all',
      delayMinutes: wave.delayMinutes,
      comesAfter: landing,
      ...this.about(wave),
      fills: subjects,
      copies: copies.map(({ pipeline, name: source }) => ({
        pipeline,
        subject: subjectOf(department, { name: source }),
      })),
      // Where a time range begins depends on the day alone.
      windowed: copies.length > 0 || fills.some(({ flow }) => flow.parameters.includes(WINDOW_PARAMETER)),
    });
  }

  /** Plans the gates of a wave's tables for which other departments wait. */
  addGates({ tables, interval }: Wave): void {
    const { target } = this.plan;
    for (const { table } of tables) {
      const stored = { department: target.department, table, interval };
      const { near, far } = windowsAwaited(target, stored);
      for (const own of [...near, ...far]) this.gate(stored, own);
    }
  }

  /**
   * Plans a gate for each table of a wave that has none, after all others are planned: a day long where days are made of its windows.
   *
   * Nobody waits for them. But a table that failed because its source did would otherwise be left out for good once a gate of another
   * table has brought the source: the alert about the source ends then.
   */
  addOwnGates({ tables, interval }: Wave): void {
    const { department } = this.plan.target;
    const own = fits({ interval }, DAY) ? DAY : interval;
    for (const { table } of tables)
      if (!this.gated.has(table)) this.gate({ department, table, interval }, own);
  }

  /** Plans the gate of a table of the department for windows of some length, once. Returns the name of its trigger. */
  gate(stored: StoredTable, own: Interval): string {
    const name = triggerOf(stored, own);
    if (this.gates.has(name)) return name;
    this.gates.add(name);
    this.gated.add(stored.table);
    const place = this.placed.get(stored.table);
    if (place === undefined) throw new Error(`no wave fills "${stored.table.name}"`);
    const { wave, upstream, sources } = place;
    // The wave does not wait for landing, and what it marks is repaired once that is done.
    const { department, graph } = this.plan.target;
    const landing = landsByPipeline(graph, { sources }) ? [landingOf(department)] : [];
    // A table is not repaired from one that is not.
    const before = upstream.map((table) => this.gate({ ...stored, table }, own));
    this.plan.add({
      ...this.gatePipeline(stored, own, wave),
      upstream: { triggers: [wave.name, ...landing, ...before], awaited: this.awaitedBy(stored, own) },
      ...this.about(wave, wave.name),
    });
    return name;
  }

  /** The pipeline of a gate; a longer window's goes through the table's own ones. */
  private gatePipeline(stored: StoredTable, own: Interval, wave: Wave): PlannedPipeline {
    const { datasets, target, pipelines } = this.plan;
    const { table, interval } = stored;
    const name = triggerOf(stored, own);
    const repair = triggerOf(stored, interval);
    const isOwn = own.minutes === interval.minutes;
    if (!isOwn && !pipelines.some((pipeline) => pipeline.name === repair))
      this.plan.addPipeline(this.gatePipeline(stored, interval, wave));
    const steps = isOwn
      ? repairWindow(table, wave.name, datasets)
      : repairWindows(stored, own, { repair, datasets });
    const isFar = windowsAwaited(target, stored).far.some(({ minutes }) => minutes === own.minutes);
    const [last] = steps.slice(-1).map((step) => step.name);
    return {
      name,
      description: `Says that silver ${table.name} is complete for ${describeInterval(own)}, and fills it where it is not`,
      activities: isFar
        ? [...steps, markComplete(stored, datasets, { own, ...(last !== undefined && { after: last }) })]
        : steps,
      interval: own,
      upstream: { awaited: this.awaitedBy(stored, own) },
    };
  }

  /** What the gate of a table waits for in other factories: its wave may have gone on without. */
  private awaitedBy({ table, interval }: StoredTable, own: Interval): readonly StoredTable[] {
    return own.minutes === interval.minutes ? (this.placed.get(table)?.awaited ?? []) : [];
  }

  /** What a wave runs for, where that is one table, and whose first day its triggers have. */
  private about(wave: Wave, ...before: readonly string[]): Pick<TriggeredPipeline, 'of' | 'since'> {
    const [first, second] = wave.tables.map(({ table }) => table);
    return {
      since: [...before, ...this.firstSubject(wave)],
      ...(first !== undefined && second === undefined && { of: first }),
    };
  }

  private firstSubject({ tables }: Wave): string[] {
    return tables.slice(0, 1).map(({ table }) => subjectOf(this.plan.target.department, table));
  }

  private fill(placed: WaveTable, wave: Wave): WaveFill {
    const { plan } = this;
    const { target } = plan;
    const { table, sources } = placed;
    const { interval } = wave;
    const model = placedModel(table, target.scoring);
    const description = usesFallback(table, model)
      ? `${table.description} (${FALLBACK_LABEL})`
      : table.description;
    const source = this.flowOf(table, interval);
    const flow = compileDataFlow(table, source.locations, source.upkeep);
    const flowName = plan.named('flow', table.name);
    plan.dataFlows.push({ name: flowName, description, flow });
    const pipeline = this.alone.add({ table, sources, interval, flowName, flow });
    return { ...placed, flowName, flow, source, pipeline };
  }

  private flowOf(table: Table, interval: Interval): FlowOfTable {
    const { plan } = this;
    const { department, scoring, timeTravelDays } = plan.target;
    const model = placedModel(table, scoring);
    return {
      table,
      locations: {
        read: (readable) => plan.locate(readable),
        write: (written) => plan.location(department, zoneOf(written), written.name),
        quarantine: (written, check) => plan.location(department, 'quarantine', `${written.name}/${check}`),
        ...(model && { scores: () => plan.location(department, 'bronze', scoresFolder(table)) }),
      },
      upkeep: {
        every: interval,
        timeTravelDays: table.timeTravelDays ?? timeTravelDays ?? DEFAULT_UPKEEP.timeTravelDays,
      },
    };
  }
}
