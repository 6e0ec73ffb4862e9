/** Upper bounds of the histograms of durations, in seconds: from a cached build to a compiler under emulation. */
export const DURATION_BOUNDS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200] as const;
