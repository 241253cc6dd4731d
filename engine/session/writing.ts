/** What a write needs and a read does not: everything that knows documents. Loaded at the first write. */
export { Documents } from './documents.js';
export { Transaction } from './transaction.js';
