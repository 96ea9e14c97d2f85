import { type PageContext } from '../context';
import { counted, formatCount } from '../format';
import { brokenRules, type BrokenRule } from '../health/broken-rules';
import { type Freshness, freshnessOf } from '../health/freshness';
import { type Html, markup } from '../html';
import { type PageSection } from '../section';
import { total } from '../../preview/report';

const ID = 'health';
/** Most rules that are listed. */
const MOST_RULES = 40;

/** What became of the rows, how new they are, and how long each step took. */
export async function healthSection(context: PageContext): Promise<readonly PageSection[]> {
  const { company, graph, run, showPersonal } = context;
  const rules = await brokenRules(run, graph, showPersonal);
  const fresh = await freshnessOf(company, run);
  const { tables } = run.report;
  const body = markup`${overview(context, fresh)}
    <h3>Rows by table</h3>
    <p>
      From bronze to gold, each after what it reads. Of every row read is said what became of it;
      deduplicated, filtered and grouped rows are left out on purpose. Milliseconds (ms) are measured, and differ
      from run to run.
    </p>
    <div class="rows" data-table="${ID}-rows"></div>
    <h3>Freshness</h3>
    <p>
      The newest event of each source, beside what its contract allows. A preview has no clock: the middle one of these events stands for now. Of a
      source whose rows have no time of an event, none can be told: it is as new as its delivery.
    </p>
    <div class="rows" data-table="${ID}-freshness"></div>
    <h3>Quarantine</h3>
    ${quarantine(context, rules)} ${alerts(context)}`;
  return [
    {
      id: ID,
      title: 'Health',
      group: 'run',
      body,
      assets: ['tables.js', 'health.css'],
      data: [
        {
          id: `${ID}-rows`,
          name: 'what became of the rows',
          columns: [
            ...['zone', 'department', 'table'].map((name) => ({ name, kind: 'string' })),
            ...['read', 'written', 'deduplicated', 'filtered', 'grouped', 'quarantined', 'ms'].map(
              (name) => ({ name, kind: 'number' }),
            ),
          ],
          rows: tables.map((table) => [
            table.zone,
            table.department,
            table.table,
            ...[table.read, table.written, table.deduplicated, table.filtered, table.aggregated].map(String),
            String(total(table.quarantined)),
            String(Math.round(run.milliseconds.get(`${table.zone}/${table.table}`) ?? 0)),
          ]),
        },
        {
          id: `${ID}-freshness`,
          name: 'freshness',
          columns: [
            ...['department', 'source', 'newest event', 'verdict'].map((name) => ({ name, kind: 'string' })),
            ...['behind', 'allowed'].map((name) => ({ name, kind: 'number', unit: 'minutes' })),
          ],
          rows: fresh.map((each) => [
            each.department,
            each.source,
            each.newest ?? null,
            verdictOf(each),
            each.behind === undefined ? null : String(each.behind),
            String(each.allowed),
          ]),
        },
      ],
    },
  ];
}

function verdictOf({ timed, behind, allowed }: Freshness): string {
  if (!timed) return 'no event time';
  if (behind === undefined) return 'no rows';
  return behind <= allowed ? 'in time' : 'late';
}

/** The figures that tell whether to look further. */
function overview({ run }: PageContext, fresh: readonly Freshness[]): Html {
  const { tables, input } = run.report;
  const bronze = tables.filter(({ zone }) => zone === 'bronze');
  const delivered = bronze.reduce((sum, { read }) => sum + read, 0);
  const bad = tables.reduce((sum, { quarantined }) => sum + total(quarantined), 0);
  const late = fresh.filter((each) => verdictOf(each) === 'late');
  const none = fresh.filter((each) => verdictOf(each) === 'no rows');
  const seconds = [...run.milliseconds.values()].reduce((sum, each) => sum + each, 0) / 1000;
  const fallbacks = tables.filter(({ fallback }) => fallback).map(({ table }) => table);
  const failing = tables.filter(({ failsWindow = [] }) => failsWindow.length > 0).map(({ table }) => table);
  const unread = input.kind === 'files' ? input.skippedFiles.length : 0;
  const broken = input.kind === 'files' ? input.quarantinedFiles.length : 0;
  const items: readonly (readonly [Html | string, Html | string])[] = [
    ['rows delivered', markup`${formatCount(delivered)} from ${counted(bronze.length, 'source')}`],
    ['rows in quarantine', formatCount(bad)],
    ['sources late', late.length === 0 ? 'none' : late.map(({ source }) => source).join(', ')],
    ...(none.length > 0
      ? ([['sources without rows', none.map(({ source }) => source).join(', ')]] as const)
      : []),
    ...(broken > 0 ? ([['files in quarantine', formatCount(broken)]] as const) : []),
    ...(unread > 0
      ? ([['files not read', markup`${formatCount(unread)}, listed in <code>run.json</code>`]] as const)
      : []),
    ...(failing.length > 0 ? ([['would fail their window in Azure', failing.join(', ')]] as const) : []),
    ...(fallbacks.length > 0
      ? ([['computed by a fallback, not by a model', fallbacks.join(', ')]] as const)
      : []),
    ['time of all steps', `${seconds.toFixed(1)} s`],
  ];
  return markup`<dl class="overview">
    ${items.map(
      ([name, value]) =>
        markup`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function quarantine({ showPersonal }: PageContext, rules: readonly BrokenRule[]): Html {
  if (rules.length === 0) return markup`<p class="nothing">No row broke a rule.</p>`;
  const shown = rules.slice(0, MOST_RULES);
  const rest =
    rules.length > shown.length
      ? markup`<p class="status">
          The ${shown.length} rules that most rows broke, of ${rules.length}; all are in
          <code>run.json</code>, and the rows in <code>quarantine/</code>.
        </p>`
      : '';
  const masking = showPersonal
    ? 'Personal values are shown, because that was asked for.'
    : 'Personal values are masked; of raw rows about persons the others are shown by their form, with x for letters and 0 for digits.';
  return markup`<p>
      Rows by the first rule they broke, with the first of them: the key, and the columns that the rule looks
      at. ${masking}
    </p>
    <div class="scroller" tabindex="0" role="region" aria-label="Rules that rows broke">
      <table class="quarantine">
        <caption class="unseen">
          Rules that rows broke
        </caption>
        <thead>
          <tr>
            <th scope="col">table</th>
            <th scope="col">rule</th>
            <th scope="col" class="number">rows</th>
            <th scope="col">examples</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(ruleLine)}
        </tbody>
      </table>
    </div>
    ${rest}`;
}

function ruleLine({ table, rule, rows, examples }: BrokenRule): Html {
  const lines = examples.map(
    (cells) =>
      markup`<p>
        ${cells.map(({ column, value }, index) => markup`${index === 0 ? '' : ', '}<code>${column}</code> ${value === null ? markup`<span class="missing">no value</span>` : value === '' ? markup`<span class="missing">empty</span>` : value}`)}
      </p>`,
  );
  return markup`<tr>
    <td>${table}</td>
    <td><code>${rule}</code></td>
    <td class="number">${formatCount(rows)}</td>
    <td>${lines.length === 0 ? markup`<span class="missing">could not be read as a row</span>` : lines}</td>
  </tr>`;
}

function alerts({ run }: PageContext): Html {
  const { alerts: rules } = run.report;
  if (rules.length === 0) return markup``;
  return markup`<h3>Alerts</h3>
    <p>How often each rule would have been raised.</p>
    <div class="scroller" tabindex="0" role="region" aria-label="Alerts">
      <table>
        <caption class="unseen">
          Alerts
        </caption>
        <thead>
          <tr>
            <th scope="col">rule</th>
            <th scope="col">department</th>
            <th scope="col">kind</th>
            <th scope="col">source</th>
            <th scope="col" class="number">times</th>
          </tr>
        </thead>
        <tbody>
          ${rules.map(
            ({ alert, department, kind, source, raised }) =>
              markup`<tr>
                <td>${alert}</td>
                <td>${department}</td>
                <td>${kind}</td>
                <td>${source}</td>
                <td class="number">${raised === null ? 'runs in Azure only' : formatCount(raised)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
