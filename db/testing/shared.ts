import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Folder with test vectors and sample data that lie beside the project and are not part of it. */
export const SHARED_DIR = path.resolve(projectRoot, '../shared');

/** Tests that need the folder are skipped, loudly, where it is absent. */
export const hasShared = fs.existsSync(SHARED_DIR);
