/** The stair of stages; decoration beside the name. */
export function Logo({ size }: { readonly size: number }) {
  return <img src="/favicon.svg" alt="" width={size} height={size} />;
}
