/**
 * Owns the command `audit verify`. Walking the chain belongs to the daemon, or to the one that stands in for it.
 */
import type { Schemas } from '../generated/prx/bindings.ts';
import { connectAdmin } from './admin-client.ts';
import { CommandError } from './errors.ts';
import { type CommonOptions, loadFor } from './load.ts';

/** Walks the chain of the audit log and prints what was found. @throws CommandError naming the entry that does not hold */
export async function verifyAudit(
  options: CommonOptions & { readonly json?: boolean },
): Promise<void> {
  const admin = await connectAdmin(loadFor(options));
  try {
    const found = (await admin.call('GET', '/api/v1/audit/verify')) as Schemas['AuditVerification'];
    const { entries, broken_at: brokenAt, head } = found;
    if (options.json === true) process.stdout.write(`${JSON.stringify(found)}\n`);
    if (brokenAt !== null)
      throw new CommandError(
        `The audit log is broken at entry ${brokenAt}; entries that hold before it: ${entries}`,
      );
    if (options.json !== true)
      process.stdout.write(`entries that hold: ${entries}\nhead: ${head}\n`);
  } finally {
    await admin.close();
  }
}
