/** Opaque types: a value that only its own `parse`/`make` may produce. */
declare const brand: unique symbol;

/** `Base` that carries the compile-time mark `Name`; at run time it is just `Base`. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
