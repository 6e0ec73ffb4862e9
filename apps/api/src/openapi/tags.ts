/** What there is to ask for, in the order in which a reader needs it. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: "runs", description: "Start, follow, cancel and retry bootstraps; what they came to" },
  { name: "builds", description: "One build: what it uses, runs and makes, with its log" },
  { name: "proof", description: "Rebuilds, comparisons and everything that was looked at" },
  { name: "seeds", description: "What the bootstrap begins with, pinned" },
  { name: "artifacts", description: "Bytes by their digest" },
  { name: "repositories", description: "Packages for stock apk clients" },
  { name: "schedules", description: "Runs that start by themselves" },
  { name: "webhooks", description: "Who is told of what happens, and what they were sent" },
  { name: "access", description: "Who may: tokens and their roles, signing in, and who did what" },
  { name: "service", description: "The service itself: health, workers, metrics, its records" },
];
