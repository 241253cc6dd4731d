import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

/**
 * The slow proofs (`npm run proof`), not part of `npm test`. They take their budget from PROOF_SECONDS and their
 * seed from PROOF_SEED; one file at a time, so that what they measure is theirs.
 */
const config = mergeConfig(
  base,
  defineConfig({ test: { fileParallelism: false, testTimeout: 3_600_000 } }),
);
config.test.include = ['property-tests/proofs/**/*.proof.ts'];

export default config;
