import { SHOWN_STATES, type ShownState, shownState } from "../state/build-states.ts";
import type { CellLayout } from "./cell-layout.ts";
import type { FlightBuild } from "./flight-model.ts";

/** Draws a cell per build: its state's colour, and a mark where something is wrong, for who cannot tell colours apart. */
export function drawCells(canvas: HTMLCanvasElement, builds: readonly FlightBuild[], layout: CellLayout): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(layout.height * scale);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(scale, scale);
  const colors = stateColors(canvas);
  const size = layout.pitch - 2;
  for (const [place, build] of builds.entries()) {
    const x = (place % layout.columns) * layout.pitch;
    const y = Math.floor(place / layout.columns) * layout.pitch;
    const state = shownState(build);
    context.fillStyle = colors[state];
    if (state === "waiting" || state === "ready") drawHollow(context, { x, y, size });
    else context.fillRect(x, y, size, size);
    drawMark(context, state, { x, y, size });
  }
}

function stateColors(canvas: HTMLCanvasElement): Readonly<Record<ShownState, string>> {
  const style = getComputedStyle(canvas);
  const entries = SHOWN_STATES.map((state) => [state, style.getPropertyValue(`--state-${state}`).trim()]);
  return Object.fromEntries(entries) as Record<ShownState, string>;
}

interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** What has not begun is an outline. */
function drawHollow(context: CanvasRenderingContext2D, { x, y, size }: Cell): void {
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1.5;
  context.strokeRect(x + 0.75, y + 0.75, size - 1.5, size - 1.5);
}

/** A cross for what failed, a bar for what is blocked, a dot for what builds. */
function drawMark(context: CanvasRenderingContext2D, state: ShownState, { x, y, size }: Cell): void {
  const inset = Math.max(2, size * 0.25);
  const [left, top, right, bottom] = [x + inset, y + inset, x + size - inset, y + size - inset];
  context.strokeStyle = "#fff";
  context.fillStyle = "#fff";
  context.lineWidth = Math.max(1.5, size / 8);
  context.beginPath();
  if (state === "failed") {
    context.moveTo(left, top);
    context.lineTo(right, bottom);
    context.moveTo(right, top);
    context.lineTo(left, bottom);
  } else if (state === "blocked") {
    context.moveTo(left, y + size / 2);
    context.lineTo(right, y + size / 2);
  } else if (state === "building") {
    context.arc(x + size / 2, y + size / 2, size / 6, 0, 2 * Math.PI);
    context.fill();
  }
  context.stroke();
}
