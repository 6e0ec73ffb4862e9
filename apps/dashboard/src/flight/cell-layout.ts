/** Where the cells of a picture are; all in CSS pixels. */
export interface CellLayout {
  readonly columns: number;
  /** From one cell to the next. */
  readonly pitch: number;
  readonly height: number;
  readonly count: number;
}

const GAP = 2;

/** Large enough to point at while there are few, small enough to be seen together when there are many. */
function cellSize(count: number): number {
  if (count <= 60) return 20;
  if (count <= 250) return 15;
  return count <= 1200 ? 11 : 8;
}

export function cellLayout(count: number, width: number): CellLayout {
  const pitch = cellSize(count) + GAP;
  const columns = Math.max(1, Math.floor((width + GAP) / pitch));
  return { columns, pitch, count, height: Math.max(1, Math.ceil(count / columns)) * pitch - GAP };
}

/** Number of the cell at a point; -1 where there is none. */
export function placeAt({ columns, pitch, count }: CellLayout, x: number, y: number): number {
  const column = Math.floor(x / pitch);
  const place = Math.floor(y / pitch) * columns + column;
  const inside = x >= 0 && y >= 0 && x % pitch < pitch - GAP && y % pitch < pitch - GAP;
  return inside && column < columns && place < count ? place : -1;
}
