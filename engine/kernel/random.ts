/** Port: chance comes in through this door only. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

/** A fraction in [0, 1) with 32 bits of chance, e.g. for jitter. */
export function fraction(random: Random): number {
  const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
  return (a * 0x1000000 + b * 0x10000 + c * 0x100 + d) / 0x100000000;
}

/** `length` characters drawn evenly from `alphabet` (at most 256 characters, power-of-two size). */
export function randomText(random: Random, length: number, alphabet: string): string {
  let text = '';
  for (const byte of random.bytes(length)) text += alphabet[byte % alphabet.length] ?? '';
  return text;
}
