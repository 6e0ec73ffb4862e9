/**
 * Whether somebody was signed in when this browser was last here. It opens nothing, the cookie does: it only lets a page be
 * shown while the service is still asked who looks.
 */
const KEY = "ascent-signed-in";

export function wasSignedIn(): boolean {
  return localStorage.getItem(KEY) !== null;
}

export function noteSignedIn(signedIn: boolean): void {
  if (signedIn) localStorage.setItem(KEY, "yes");
  else localStorage.removeItem(KEY);
}
