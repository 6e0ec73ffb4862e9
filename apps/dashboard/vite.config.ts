import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { compression } from "vite-plugin-compression2";

const SERVICE = process.env.ASCENT_URL ?? "http://127.0.0.1:7070";

/** Builds the page into dist/site, from the packages' sources: no package has to be compiled before. */
export default defineConfig({
  plugins: [react(), compression({ algorithms: ["gzip", "brotliCompress"], threshold: 1024 })],
  resolve: { conditions: ["source", ...defaultClientConditions] },
  build: {
    outDir: "dist/site",
    emptyOutDir: true,
    target: "es2023",
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] } } },
  },
  worker: { format: "es" },
  server: { proxy: { "/v1": SERVICE, "/healthz": SERVICE } },
});
