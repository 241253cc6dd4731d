#!/usr/bin/env node
import { processIo } from './process-io.js';
import { run } from './run.js';

// Exits by itself rather than waiting for handles: whatever was written is out, and every write is durable.
void run(process.argv.slice(2), processIo()).then((code) => process.exit(code));
