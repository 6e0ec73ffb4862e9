import { Center, Loader, Stack, Text } from "@mantine/core";

/** Before anything is known; says so when nobody answers. */
export function Waiting({ silent }: { readonly silent: boolean }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack align="center" role="status" aria-label="Loading">
        <Loader />
        {silent && <Text ta="center">The service does not answer. It goes on by itself as soon as it does.</Text>}
      </Stack>
    </Center>
  );
}
