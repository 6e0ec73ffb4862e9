import { Anchor, type CSSVariablesResolver, createTheme, type MantineColorsTuple, Table } from "@mantine/core";

const slate: MantineColorsTuple = [
  "#eef5fb",
  "#dce7f1",
  "#b6cfe3",
  "#8cb5d6",
  "#6a9fcb",
  "#5591c4",
  "#2f6ea5",
  "#265d8d",
  "#1c4c75",
  "#133b5d",
];

export const theme = createTheme({
  primaryColor: "slate",
  primaryShade: { light: 7, dark: 6 },
  colors: { slate },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "650" },
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: "always" } }),
    // On a phone a table scrolls, which the keyboard can do only where it can get to.
    TableScrollContainer: Table.ScrollContainer.extend({
      defaultProps: { scrollAreaProps: { viewportProps: { tabIndex: 0 } } },
    }),
  },
});

/** Mantine's own dimmed text and its placeholders have too little contrast on either background for WCAG AA. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5a6570",
    "--mantine-color-placeholder": "#6b7580",
    "--mantine-color-anchor": "#1f5f99",
    "--mantine-color-error": "#c92a2a",
  },
  dark: {
    "--mantine-color-dimmed": "#a3adb8",
    "--mantine-color-placeholder": "#939ca6",
    "--mantine-color-anchor": "#7cb8ea",
    "--mantine-color-error": "#ff8787",
  },
});
