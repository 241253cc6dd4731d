import { join } from 'node:path';
import { chunkLoader } from './launch.js';

chunkLoader(join(__dirname, 'lib'))('./program.cjs');
