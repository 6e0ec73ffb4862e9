const hadParent = process.connected === true;

/**
 * Calls `stop`, once: at SIGTERM or SIGINT, or when the command that started this app has ended, however that was. One that is
 * killed can stop nobody, and what it leaves would be taken for a whole service. A second signal of a kind ends the app at once.
 */
export function onStop(stop: () => void): void {
  let asked = false;
  const stopOnce = () => {
    if (asked) return;
    asked = true;
    stop();
  };
  for (const event of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(event, stopOnce);
  // It may have ended while this app was starting.
  if (hadParent && !process.connected) stopOnce();
}
