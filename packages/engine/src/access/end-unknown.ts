/** `reason` of an action whose end nobody wrote down: its process died, or could not write. It may have come about. */
export const END_UNKNOWN = "end-unknown";
