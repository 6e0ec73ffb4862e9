import { Alert, Loader } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { tellReach, useReach } from "../session/connection.ts";

const ASK_AGAIN_MS = 1500;

/** Says that the service does not answer, asks until it does, and then brings everything up to date. */
export function Connection() {
  const reach = useReach();
  const queries = useQueryClient();
  useEffect(() => {
    if (reach === "reached") return;
    const timer = setInterval(() => void ask(), ASK_AGAIN_MS);
    const ask = async () => {
      const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => undefined);
      if (answer?.ok !== true) return;
      tellReach("reached");
      await queries.invalidateQueries();
    };
    return () => clearInterval(timer);
  }, [reach, queries]);
  if (reach === "reached") return null;
  return (
    <Alert
      color="yellow"
      icon={<Loader size={18} color="yellow" />}
      title="The service does not answer"
      mb="md"
      role="status"
    >
      What is shown is what was last known. It goes on by itself as soon as the service is back.
    </Alert>
  );
}
