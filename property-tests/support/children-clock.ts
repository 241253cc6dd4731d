/** Nanoseconds since boot: one clock for every process of the machine. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint());
}
