import { type ActorView, ApiFault, type Client, type SignInMethods } from "@ascent/client";
import { Alert, Anchor, Button, Center, Code, Divider, Paper, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { Logo } from "../shell/logo.tsx";

interface LoginProps {
  readonly client: Client;
  /** Why one has to sign in again. */
  readonly why: string | undefined;
  readonly onSignedIn: (me: ActorView) => void;
}

/** Asks for a token, and gives it to the service for a cookie that scripts cannot read: no page keeps it. */
export function Login({ client, why, onSignedIn }: LoginProps) {
  const [token, setToken] = useState("");
  const [trying, setTrying] = useState(false);
  const [refusal, setRefusal] = useState(why);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTrying(true);
    try {
      onSignedIn(await client.signIn(token.trim()));
    } catch (error) {
      setTrying(false);
      setRefusal(refusalOf(error));
    }
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={440} shadow="sm">
        <form onSubmit={(event) => void submit(event)}>
          <Stack>
            <Logo size={44} />
            <Title order={1} size="h2">
              Sign in to Ascent
            </Title>
            {refusal !== undefined && (
              <Alert color="red" icon={<IconAlertTriangle />} role="alert">
                {refusal}
              </Alert>
            )}
            <PasswordInput
              label="Token"
              description={<TokenPlace />}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              autoComplete="current-password"
              data-autofocus
              required
            />
            <Button type="submit" loading={trying} disabled={token.trim() === ""} fullWidth>
              Sign in
            </Button>
            <Provider client={client} />
            <Text size="sm" c="dimmed">
              The API is described at <Anchor href="/docs">/docs</Anchor>.
            </Text>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

/** People whom an identity provider knows need no token. They come back to the page that they wanted to see. */
function Provider({ client }: Pick<LoginProps, "client">) {
  const [methods, setMethods] = useState<SignInMethods>();
  useEffect(() => {
    client.signInMethods().then(setMethods, () => undefined);
  }, [client]);
  if (methods?.oidc === undefined) return null;
  const { name, url } = methods.oidc;
  const { pathname, search, hash } = window.location;
  return (
    <>
      <Divider label="or" />
      <Button
        component="a"
        href={`${url}?return=${encodeURIComponent(pathname + search + hash)}`}
        variant="default"
        fullWidth
      >
        Sign in with {name}
      </Button>
    </>
  );
}

function TokenPlace() {
  return (
    <>
      It is in the file <Code>token</Code> of the service's data directory: <Code>/var/lib/ascent</Code> for root, else{" "}
      <Code>~/.local/share/ascent</Code>, unless <Code>ASCENT_HOME</Code> names another.
    </>
  );
}

/** What the service says to a token, as a sentence. */
function refusalOf(error: unknown): string {
  if (!(error instanceof ApiFault)) return String(error);
  if (error.status === 401) return `This token is not accepted: ${error.message}.`;
  return error.code === "service-unreachable" ? "The service does not answer. Is it running?" : error.message;
}
