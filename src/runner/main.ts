/**
 * Owns the program that runs in a container of Gatehouse: from the order on standard input over one turn after the other to its end.
 * How a turn runs is left to agent.ts, what the daemon and the agent say to each other to domain/runtime/protocol.ts.
 */
import { join } from 'node:path';
import type { ContainerInput } from '../domain/runtime/protocol.ts';
import { Agent } from './agent.ts';
import { InputFolder } from './input-folder.ts';
import { ipcTools } from './ipc-tools.ts';
import { OrderError, readOrder } from './order.ts';
import { placesOf } from './places.ts';
import { startRelay } from './relay.ts';
import { noteTo, speakTo } from './speech.ts';
import { workspaceTools } from './workspace-tools.ts';

/** The order cannot be used. */
const BAD_ORDER = 2;

const stop = new AbortController();
process.once('SIGTERM', () => {
  // Commands of a turn under way end with their signal; nobody reads what else would come.
  stop.abort(new Error('The container is stopped'));
  process.exit(0);
});

const places = placesOf(process.env);
const note = noteTo(process.stderr);
const inbox = new InputFolder(join(places.ipc, 'input'), note);
await inbox.open();
try {
  await work(await readOrder(process.stdin));
  process.exit(0);
} catch (error) {
  if (!(error instanceof OrderError)) throw error;
  note(`the order on standard input cannot be used: ${error.message}`);
  process.exit(BAD_ORDER);
}

/** Runs turns until the agent is to end; a scheduled task is one turn. */
async function work(input: ContainerInput): Promise<void> {
  try {
    await startRelay(places.proxyPort, places.proxySocket);
  } catch (error) {
    // A model that needs no proxy can still be asked.
    note(`nothing is passed on to the credential proxy: ${error}`);
  }
  const folder = places.ipc;
  const sources = [ipcTools({ input, folder, inbox }), workspaceTools(places)];
  const agent = new Agent({ input, sources, say: speakTo(process.stdout), note });
  await agent.run(input.turn, stop.signal);
  if (input.isScheduledTask === true) return;
  for (let turn = await inbox.next(); turn !== null; turn = await inbox.next())
    await agent.run(turn, stop.signal);
}
