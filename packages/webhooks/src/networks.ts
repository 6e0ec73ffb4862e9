import { Fault } from "@ascent/core";
import ipaddr from "ipaddr.js";

type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Which addresses messages may go to. */
export interface Networks {
  /** To any that is public (IANA's special-purpose registries say what is not) or listed; in the clear to listed ones alone. */
  permits(address: string, secure: boolean): boolean;
}

/** `cidrs`: networks that are not public and may be called all the same. Throws Fault "bad-configuration". */
export function readNetworks(cidrs: readonly string[]): Networks {
  const listed = cidrs.map(networkOf);
  return {
    permits(address, secure) {
      if (!ipaddr.isValid(address)) return false;
      // Also of an IPv4 address that is written as IPv6.
      const parsed = ipaddr.process(address);
      if (listed.some((network) => isIn(parsed, network))) return true;
      return secure && parsed.range() === "unicast";
    },
  };
}

function isIn(address: ReturnType<typeof ipaddr.process>, [network, bits]: Network): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}

function networkOf(cidr: string): Network {
  try {
    return ipaddr.parseCIDR(cidr);
  } catch (cause) {
    throw new Fault("bad-configuration", `"${cidr}" is no network`, {
      wayOut: "Write networks in ASCENT_WEBHOOK_NETWORKS as 10.0.0.0/8 or fd00::/8, separated by commas.",
      cause,
    });
  }
}
