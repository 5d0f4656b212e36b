/**
 * Owns a process that takes the lock of the folder it is given and holds it until it is killed.
 * Starting and killing it is left to the test of the lock.
 */
import { lockDataFolder } from '../../src/db/lock.ts';

lockDataFolder(process.argv[2] ?? '');
process.stdout.write('locked\n');
setInterval(() => undefined, 60_000);
