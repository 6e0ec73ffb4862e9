/** Of a build's box, in pixels of the picture. */
export const NODE = { width: 150, height: 34 } as const;
