import { layoutStage, type StageShape } from "./layout-stage.ts";

/** Lays stages out beside the page, which stays free to answer: shapes in, layouts out. */
self.addEventListener("message", ({ data }: MessageEvent<readonly StageShape[]>) => {
  self.postMessage(data.map(layoutStage));
});
