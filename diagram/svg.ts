import { groupBy } from '../model/collections';
import { BOLD, layoutOf, type PlacedBox, type PlacedEdge, type PlacedLane, SIZES } from './layout';
import { type Fact, type Host, type Picture } from './picture';
import { fitted, textWidth } from './text-width';

/** Colours of lanes in light and in dark surroundings; they repeat where there are more lanes. */
const LANE_COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ['#64748b', '#94a3b8'],
  ['#0f766e', '#2dd4bf'],
  ['#1d4ed8', '#7aa2ff'],
  ['#b45309', '#fbbf24'],
  ['#7e22ce', '#c89bff'],
  ['#be123c', '#fb7185'],
  ['#4d7c0f', '#a3e635'],
  ['#0369a1', '#38bdf8'],
];

const STYLE = [
  'svg{--ink:#1b2430;--soft:#5b6775;--page:#fff;--lane:#f6f7f9;--edge:#dfe3e8;--box:#fff;--silver:#eef1f5;--gold:#fdf4d9;--alert:#fdecec;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}',
  `svg{${LANE_COLOURS.map(([light], index) => `--l${index}:${light}`).join(';')}}`,
  `@media (prefers-color-scheme:dark){svg{--ink:#e6eaf0;--soft:#9aa6b4;--page:#12161c;--lane:#1a2028;--edge:#2e3742;--box:#222a34;--silver:#28323e;--gold:#3a3320;--alert:#3b2427;${LANE_COLOURS.map(([, dark], index) => `--l${index}:${dark}`).join(';')}}}`,
  '.page{fill:var(--page)}.lane{fill:var(--lane);stroke:var(--edge)}',
  '.box{fill:var(--box);stroke:var(--edge)}.silver{fill:var(--silver)}.gold{fill:var(--gold)}.alerts{fill:var(--alert)}',
  'text{fill:var(--ink);font-size:11px}.h{font-size:19px;font-weight:650}.t{font-size:13px;font-weight:600}.s{fill:var(--soft)}.c{fill:var(--soft);font-size:11px;font-weight:600;letter-spacing:.04em}',
  '.e{fill:none;stroke:var(--soft);stroke-width:1.1;opacity:.55}.x{stroke-width:1.6;opacity:.9}',
  '.k{fill:none;stroke:var(--soft);stroke-width:1.2}.a{fill:var(--soft)}',
  LANE_COLOURS.map((_, index) => `.f${index}{fill:var(--l${index})}.k${index}{stroke:var(--l${index})}`).join(
    '',
  ),
].join('');

/** How a picture stands in a page, which brings the colours and shows what is known of boxes. */
export interface EmbeddedSvg {
  /** Begins the ids of the picture: different for each in the page. */
  readonly id: string;
}

/**
 * A picture as an SVG file: it reads by itself, in light and in dark surroundings, and boxes show what is known of them.
 *
 * @param picture what is drawn.
 * @param embedded for a page: without rules of style, and with boxes that can be chosen by pointer and keyboard (`data-box`). @default a file
 */
export function svgOf(picture: Picture, embedded?: EmbeddedSvg): string {
  const id = embedded?.id ?? 'picture';
  const layout = layoutOf(picture);
  const { width, height, columns, lanes, boxes, edges } = layout;
  const colours = new Map(picture.lanes.map(({ id, colour: index }) => [id, index % LANE_COLOURS.length]));
  const colour = (lane: string): number => colours.get(lane) ?? 0;
  const crossing = new Set(edges.filter(({ crosses }) => crosses).map(({ lane }) => lane));
  const titleWidth = width - 2 * SIZES.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="${embedded ? 'group' : 'img'}" aria-labelledby="${id}-title ${id}-text">`,
    `<title id="${id}-title">${escaped(picture.title)}</title>`,
    `<desc id="${id}-text">${escaped(described(picture))}</desc>`,
    embedded ? '' : `<style>${STYLE}</style>`,
    `<defs>${[...new Set(['', ...crossing])].map((lane) => arrow(id, lane, colour)).join('')}</defs>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text({ x: SIZES.margin, y: 28, className: 'h' }, fitted(picture.title, 19, titleWidth)),
    text({ x: SIZES.margin, y: 47, className: 's' }, fitted(picture.subtitle, 11, titleWidth)),
    ...columns.map((x, index) =>
      text({ x, y: SIZES.heading + 14, className: 'c' }, (picture.columns[index] ?? '').toUpperCase()),
    ),
    ...lanes.map((lane) => laneSvg(lane, width, colour(lane.lane.id))),
    ...edges.map((edge) => edgeSvg(edge, { id, colour, titled: !embedded })),
    ...lanes.map(({ lane, y }) =>
      hostsSvg(lane.hosts, { x: SIZES.margin + 12, y: y + SIZES.laneHeading - 3, titled: !embedded }),
    ),
    ...boxes.map((placed) => boxSvg(placed, colour(placed.box.lane), embedded !== undefined)),
    ...legendLines(picture, titleWidth).map((line, index) =>
      text({ x: SIZES.margin, y: height - 26 + 15 * index, className: 's' }, line),
    ),
    '</svg>',
    '',
  ]
    .filter((line, index, all) => line !== '' || index === all.length - 1)
    .join('\n');
}

function arrow(prefix: string, lane: string, colour: (lane: string) => number): string {
  const id = lane === '' ? `${prefix}-arrow` : `${prefix}-arrow-${colour(lane)}`;
  const fill = lane === '' ? 'a' : `f${colour(lane)}`;
  return `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" class="${fill}"/></marker>`;
}

function laneSvg({ lane, y, height }: PlacedLane, width: number, colour: number): string {
  const x = SIZES.margin;
  const titleWidth = textWidth(lane.title, SIZES.title) * BOLD;
  return [
    `<g><rect class="lane" x="${x}" y="${y}" width="${width - 2 * x}" height="${height}" rx="6"/>`,
    `<rect x="${x}" y="${y}" width="4" height="${height}" rx="2" class="f${colour}"/>`,
    text({ x: x + 12, y: y + 20, className: 't' }, lane.title),
    text({ x: Math.round(x + 24 + titleWidth), y: y + 20, className: 's' }, lane.notes.join(' · ')),
    '</g>',
  ].join('');
}

function hostsSvg(
  hosts: readonly Host[],
  at: { readonly x: number; readonly y: number; readonly titled: boolean },
): string {
  const { y, titled } = at;
  let { x } = at;
  return hosts
    .map((host) => {
      const [cost, doubts = ''] =
        host.facts.find(({ label }) => label === 'costs')?.value.split(' a month') ?? [];
      const label =
        cost === undefined ? host.title : `${host.title} ${doubts.includes('prices') ? '≈ ' : ''}${cost}`;
      const lock = host.private ? 14 : 0;
      const width = Math.round(textWidth(label, 11) + 16 + lock);
      const title = titled ? titleOf(host.title, host.facts) : '';
      const svg = `<g>${title}<rect class="box" x="${x}" y="${y}" width="${width}" height="20" rx="10"/>${host.private ? lockSvg(x + 9, y + 5) : ''}${text({ x: x + 8 + lock, y: y + 14, className: '' }, label)}</g>`;
      x += width + 6;
      return svg;
    })
    .join('');
}

function lockSvg(x: number, y: number): string {
  return `<path d="M${x} ${y + 4}h8v6h-8zM${x + 1.5} ${y + 4}v-1.5a2.5 2.5 0 0 1 5 0v1.5" class="k"/>`;
}

function boxSvg({ box, x, y, width, height }: PlacedBox, colour: number, chosen: boolean): string {
  const room = width - 18;
  const radius = box.kind === 'consumer' ? 12 : 4;
  const mark = box.product
    ? `<path d="M${x + width - 12} ${y + 6}l5 5l-5 5l-5 -5z" class="f${colour}"/>`
    : '';
  return [
    chosen
      ? `<g data-box="${escaped(box.id)}" tabindex="0" role="button">`
      : `<g data-box="${escaped(box.id)}">${titleOf(box.title, box.facts)}`,
    `<rect class="box ${box.kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`,
    box.kind === 'source' ? `<rect x="${x}" y="${y}" width="3" height="${height}" class="f${colour}"/>` : '',
    text(
      { x: x + 10, y: y + 18, className: 't' },
      fitted(box.title, SIZES.title * BOLD, room - (box.product ? 12 : 0)),
    ),
    ...box.lines.map((line, index) =>
      text(
        { x: x + 10, y: y + 18 + SIZES.lineHeight * (index + 1), className: 's' },
        fitted(line, SIZES.line, room + 6),
      ),
    ),
    mark,
    '</g>',
  ].join('');
}

function edgeSvg(
  { edge, path, lane, crosses }: PlacedEdge,
  at: { readonly id: string; readonly colour: (lane: string) => number; readonly titled: boolean },
): string {
  const { id, colour, titled } = at;
  const shown = crosses
    ? `class="e x k${colour(lane)}" marker-end="url(#${id}-arrow-${colour(lane)})"`
    : `class="e" marker-end="url(#${id}-arrow)"`;
  const ends = `data-from="${escaped(edge.from)}" data-to="${escaped(edge.to)}"`;
  return `<path ${ends} d="${path}" ${shown}>${titled ? `<title>${escaped(edge.label)}</title>` : ''}</path>`;
}

function text(
  at: { readonly x: number; readonly y: number; readonly className: string },
  content: string,
): string {
  if (content === '') return '';
  const style = at.className === '' ? '' : ` class="${at.className}"`;
  return `<text x="${at.x}" y="${at.y}"${style}>${escaped(content)}</text>`;
}

function legendLines(picture: Picture, room: number): string[] {
  const parts = legend(picture);
  const whole = parts.join('  ·  ');
  if (textWidth(whole, SIZES.line) <= room) return [whole];
  const half = Math.ceil(parts.length / 2);
  return [parts.slice(0, half), parts.slice(half)].map((line) =>
    fitted(line.join('  ·  '), SIZES.line, room),
  );
}

function legend({ boxes, lanes, edges }: Picture): string[] {
  const at = new Map(boxes.map((box) => [box.id, box.lane]));
  return [
    ...(boxes.some(({ product }) => product) ? ['◆ what other departments may read'] : []),
    ...(edges.some(({ from, to }) => at.get(from) !== at.get(to))
      ? ['coloured lines lead from one department to another']
      : []),
    ...(lanes.some(({ hosts }) => hosts.some((host) => host.private))
      ? ['lock: private endpoints only']
      : []),
    ...(lanes.some(({ notes }) => notes.some((note) => note.includes('a month')))
      ? ['cost: likely, of a month in which everything runs; ≈: some of its prices are uncertain']
      : []),
  ];
}

function described({ subtitle, lanes, boxes }: Picture): string {
  const byLane = groupBy(boxes, ({ lane }) => lane);
  const each = lanes.map(({ id, title, notes }) => {
    const own = (byLane.get(id) ?? []).map((box) => [box.title, ...box.lines].join(' '));
    return `${title}, ${notes.join(', ')}${own.length > 0 ? `: ${own.join('; ')}` : ''}.`;
  });
  return [`${subtitle}.`, ...each].join(' ');
}

function titleOf(title: string, facts: readonly Fact[]): string {
  const lines = [title, ...facts.map(({ label, value }) => `${label}: ${value}`)];
  return `<title>${escaped(lines.join('\n'))}</title>`;
}

/** Text as XML writes it; what XML cannot hold is left out. */
function escaped(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

// eslint-disable-next-line no-control-regex -- These are what XML does not allow.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const SPECIAL = new RegExp(`[&<>"]|${FORBIDDEN.source}`);
