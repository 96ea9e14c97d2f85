import { groupBy } from '../model/collections';
import { type Box, type Picture } from './picture';

/** A place in a column that lines pass through on their way to a lane further on. */
export interface Waypoint {
  /** Id of the box that the lines come from. */
  readonly from: string;
  /** Id of the lane that they lead to. */
  readonly lane: string;
  /** Index of the column. */
  readonly column: number;
}

/** What stands in a cell. */
export type CellItem = { readonly box: Box } | Waypoint;

/** Rounds of sorting, to the right and back. */
const ROUNDS = 6;

/**
 * What stands in each cell, by `lane column`, from top to bottom: boxes and the places between them that lines pass through, sorted so that lines
 * cross little (by the mean place of what they come from and lead to; Sugiyama's method).
 */
export function ordered({ columns, lanes, boxes, edges }: Picture): Map<string, CellItem[]> {
  const at = new Map(boxes.map((box) => [box.id, box]));
  const items = new Map<string, CellItem>(boxes.map((box) => [box.id, { box }]));
  const links: [string, string][] = [];
  for (const { from, to } of edges) {
    const [start, end] = [at.get(from), at.get(to)];
    if (!start || !end) continue;
    let before = from;
    for (let column = start.column + 1; column < end.column; column++) {
      const id = `${from} > ${end.lane} ${column}`;
      if (!items.has(id)) items.set(id, { from, lane: end.lane, column });
      links.push([before, id]);
      before = id;
    }
    links.push([before, to]);
  }
  const cells = new Map<string, string[]>();
  const byCell = groupBy([...items], ([, item]) => cellOf(item));
  for (const lane of lanes)
    columns.forEach((_, column) => {
      // Where nothing else decides, lines pass above boxes.
      const own = [...(byCell.get(`${lane.id} ${column}`) ?? [])].sort(
        ([, a], [, b]) => Number('box' in a) - Number('box' in b),
      );
      if (own.length > 0)
        cells.set(
          `${lane.id} ${column}`,
          own.map(([id]) => id),
        );
    });
  sort(cells, { links, lanes: lanes.map(({ id }) => id), columns: columns.length });
  return new Map(
    [...cells].map(([cell, ids]) => [
      cell,
      ids.flatMap((id) => {
        const item = items.get(id);
        return item ? [item] : [];
      }),
    ]),
  );
}

interface Grid {
  readonly links: readonly (readonly [string, string])[];
  readonly lanes: readonly string[];
  readonly columns: number;
}

function sort(cells: Map<string, string[]>, { links, lanes, columns }: Grid): void {
  const [before, after] = [groupBy(links, ([, to]) => to), groupBy(links, ([from]) => from)];
  const places = new Map<string, number>();
  const rows = Array.from({ length: columns }, (_, column) =>
    lanes.map((lane) => cells.get(`${lane} ${column}`) ?? []),
  );
  const number = (column: number): void => {
    rows[column]?.forEach((ids, index) => {
      ids.forEach((id, place) => places.set(id, index * 1000 + ((place + 0.5) / ids.length) * 900));
    });
  };
  for (let column = 0; column < columns; column++) number(column);
  for (let round = 0; round < ROUNDS; round++) {
    const [neighbours, end] = round % 2 === 0 ? ([before, 0] as const) : ([after, 1] as const);
    for (let step = 0; step < columns; step++) {
      const column = round % 2 === 0 ? step : columns - 1 - step;
      rows[column]?.forEach((ids, lanePlace) => {
        if (ids.length < 2) return;
        const mean = (id: string): number => {
          const linked = (neighbours.get(id) ?? []).map((link) => places.get(link[end]) ?? 0);
          // Lines of other lanes come from above or below whatever stands where: only those of the own lane tell the order.
          const own = linked.filter((place) => Math.floor(place / 1000) === lanePlace);
          const all = own.length > 0 ? own : linked;
          return all.length === 0
            ? (places.get(id) ?? 0)
            : all.reduce((sum, each) => sum + each, 0) / all.length;
        };
        const means = new Map(ids.map((id, index) => [id, [mean(id), index] as const]));
        ids.sort((a, b) => {
          const [[left = 0, first = 0], [right = 0, second = 0]] = [means.get(a) ?? [], means.get(b) ?? []];
          return left - right || first - second;
        });
      });
      number(column);
    }
  }
}

function cellOf(item: CellItem): string {
  return 'box' in item ? `${item.box.lane} ${item.box.column}` : `${item.lane} ${item.column}`;
}
