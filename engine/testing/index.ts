/** Tools for testing what is built on the engine: a clock and chance under control, and a replica in memory. */
export { MemoryKeyValue, MemoryPlace } from './memory-place.js';
export { memoryWorld, type MemoryWorld } from './memory-engine.js';
export { seededRandom } from './seeded-random.js';
export { SimClock } from './sim-clock.js';
