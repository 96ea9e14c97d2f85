import { groupBy } from '../model/collections';
import { ordered, type Waypoint } from './order';
import { type Box, type Edge, type Lane, type Picture } from './picture';
import { textWidth } from './text-width';

/** Sizes in pixels. */
export const SIZES = Object.freeze({
  margin: 16,
  heading: 62,
  columnHeading: 22,
  laneHeading: 30,
  hosts: 26,
  lanePadding: 10,
  laneGap: 8,
  boxGap: 8,
  title: 13,
  line: 11,
  lineHeight: 15,
  legend: 40,
});

/** A box with its place. */
export interface PlacedBox {
  /** The box. */
  readonly box: Box;
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** A lane with its place; it is as wide as the picture. */
export interface PlacedLane {
  /** The lane. */
  readonly lane: Lane;
  /** Upper edge. */
  readonly y: number;
  /** In pixels. */
  readonly height: number;
}

/** An edge with its way. */
export interface PlacedEdge {
  /** The edge. */
  readonly edge: Edge;
  /** The way, as SVG writes paths. */
  readonly path: string;
  /** Id of the lane that it comes from. */
  readonly lane: string;
  /** Whether it leads to another lane. */
  readonly crosses: boolean;
}

/** A picture with places. */
export interface Layout {
  /** The picture. */
  readonly picture: Picture;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Left edges of the columns. */
  readonly columns: readonly number[];
  /** From top to bottom. */
  readonly lanes: readonly PlacedLane[];
  /** All boxes. */
  readonly boxes: readonly PlacedBox[];
  /** All edges. */
  readonly edges: readonly PlacedEdge[];
}

/** How much wider bold letters are. */
export const BOLD = 1.12;

/** Room between columns, more where lines turn. */
const GUTTER = 34;
const TURN = 8;

/** Places boxes in columns and lanes, so that lines cross little and run behind no box. */
export function layoutOf(picture: Picture): Layout {
  const cells = ordered(picture);
  const turns = turnsOf(picture);
  const widths = picture.columns.map((_, column) => columnWidth(picture, column));
  const columns: number[] = [];
  let x = SIZES.margin + 6;
  widths.forEach((width, column) => {
    columns.push(x);
    x += width + GUTTER + TURN * (turns.get(column)?.length ?? 0);
  });
  const right = x - GUTTER + SIZES.margin + 6;
  const width = Math.max(right, 640);

  const boxes: PlacedBox[] = [];
  const waypoints = new Map<Waypoint, number>();
  const lanes: PlacedLane[] = [];
  let y = SIZES.heading + SIZES.columnHeading;
  for (const lane of picture.lanes) {
    const top = y + SIZES.laneHeading + (lane.hosts.length > 0 ? SIZES.hosts : 0);
    let bottom = top;
    picture.columns.forEach((_, column) => {
      let at = top;
      for (const item of cells.get(`${lane.id} ${column}`) ?? []) {
        const height = 'box' in item ? boxHeight(item.box) : 10;
        if ('box' in item)
          boxes.push({ box: item.box, x: columns[column] ?? 0, y: at, width: widths[column] ?? 0, height });
        else waypoints.set(item, at + height / 2);
        at += height + SIZES.boxGap;
      }
      bottom = Math.max(bottom, at - SIZES.boxGap);
    });
    const height = bottom - y + SIZES.lanePadding;
    lanes.push({ lane, y, height });
    y += height + SIZES.laneGap;
  }
  const placed = new Map(boxes.map((each) => [each.box.id, each]));
  return {
    picture,
    width,
    height: y + SIZES.legend,
    columns,
    lanes,
    boxes,
    edges: routes(picture, {
      placed,
      waypoints: groupBy([...waypoints], ([{ from }]) => from),
      columns,
      widths,
      turns,
      cells,
    }),
  };
}

/** The height of a box with its lines. */
function boxHeight({ lines }: Box): number {
  return 12 + SIZES.lineHeight * (1 + lines.length);
}

/** As wide as its widest text, within limits. */
function columnWidth({ boxes }: Picture, column: number): number {
  const own = boxes.filter((box) => box.column === column);
  const texts = own.flatMap(({ title, lines, product }) => [
    textWidth(title, SIZES.title) * BOLD + (product ? 14 : 0),
    ...lines.map((line) => textWidth(line, SIZES.line)),
  ]);
  return Math.round(Math.min(220, Math.max(64, ...texts.map((text) => text + 22))));
}

/** The lanes whose lines turn in the gutter behind a column, because they lead no column further on. */
function turnsOf({ boxes, edges }: Picture): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const at = new Map(boxes.map((box) => [box.id, box]));
  for (const { from, to } of edges) {
    const [start, end] = [at.get(from), at.get(to)];
    if (!start || !end || start.lane === end.lane || end.column > start.column + 1) continue;
    const lanes = found.get(start.column) ?? [];
    if (!lanes.includes(start.lane)) found.set(start.column, [...lanes, start.lane]);
  }
  // Where nothing turns back, lines go straight.
  for (const [column] of found) {
    const turnsBack = edges.some(({ from, to }) => {
      const [start, end] = [at.get(from), at.get(to)];
      return start?.column === column && end !== undefined && end.column <= column;
    });
    if (!turnsBack) found.delete(column);
  }
  return found;
}

interface Places {
  readonly placed: ReadonlyMap<string, PlacedBox>;
  /** The heights of the places that lines of each box pass through. */
  readonly waypoints: ReadonlyMap<string, readonly (readonly [Waypoint, number])[]>;
  readonly columns: readonly number[];
  readonly widths: readonly number[];
  readonly turns: ReadonlyMap<number, readonly string[]>;
  readonly cells: ReadonlyMap<string, readonly ({ readonly box: Box } | Waypoint)[]>;
}

function routes(picture: Picture, places: Places): PlacedEdge[] {
  const { placed, turns } = places;
  const entries = new Map<string, number>();
  return picture.edges.flatMap((edge): PlacedEdge[] => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
    if (!from || !to) return [];
    const { lane } = from.box;
    const crosses = lane !== to.box.lane;
    const turning =
      crosses && (turns.get(from.box.column) ?? []).includes(lane) && to.box.column <= from.box.column + 1;
    const entry = entries.get(edge.to) ?? 0;
    if (turning) entries.set(edge.to, entry + 1);
    const path = turning ? turned(from, to, places, entry) : straight(from, to, places);
    return [{ edge, path, lane, crosses }];
  });
}

/** Out of a box, up or down in the gutter, and into the other from the side that lies there. */
function turned(from: PlacedBox, to: PlacedBox, { turns, columns, widths }: Places, entry: number): string {
  const lanes = turns.get(from.box.column) ?? [];
  const index = lanes.indexOf(from.box.lane);
  const { column } = from.box;
  const x = (columns[column] ?? 0) + (widths[column] ?? 0) + GUTTER / 2 + TURN * index;
  const start = { x: from.x + from.width, y: from.y + from.height - 8 };
  const isBack = to.box.column <= column;
  const room = Math.max(1, Math.floor((to.height - 16) / 7));
  const end = { x: isBack ? to.x + to.width : to.x, y: to.y + 10 + 7 * (entry % room) };
  const down = end.y > start.y ? 1 : -1;
  const r = Math.min(6, Math.abs(end.y - start.y) / 2);
  const back = isBack ? -1 : 1;
  return [
    `M${start.x} ${start.y}`,
    `H${x - r}`,
    `Q${x} ${start.y} ${x} ${start.y + down * r}`,
    `V${end.y - down * r}`,
    `Q${x} ${end.y} ${x + back * r} ${end.y}`,
    `H${end.x}`,
  ].join(' ');
}

/** From column to column, through the places that are kept free for lines that lead further. */
function straight(from: PlacedBox, to: PlacedBox, { waypoints, columns, widths }: Places): string {
  const passed = (waypoints.get(from.box.id) ?? []).filter(
    ([{ lane, column }]) => lane === to.box.lane && column > from.box.column && column < to.box.column,
  );
  const stops = passed.sort(([a], [b]) => a.column - b.column);
  const parts = [`M${from.x + from.width} ${middle(from)}`];
  let at = { x: from.x + from.width, y: middle(from) };
  for (const [{ column }, y] of stops) {
    const left = columns[column] ?? 0;
    parts.push(curve(at, { x: left, y }), `H${left + (widths[column] ?? 0)}`);
    at = { x: left + (widths[column] ?? 0), y };
  }
  parts.push(curve(at, { x: to.x, y: middle(to) }));
  return parts.join(' ');
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function curve(from: Point, to: Point): string {
  const bend = (to.x - from.x) / 2;
  return `C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
}

function middle({ y, height }: PlacedBox): number {
  return y + height / 2;
}
