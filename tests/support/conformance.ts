/**
 * Owns a run of the checker as tests want it: one of our contracts, short waits, nothing left out by default but the long ones.
 */
import { Contract } from '../../src/conformance/contract.ts';
import { type Outcome, type RunOptions, runConformance } from '../../src/conformance/index.ts';
import { makeToken } from '../contract/read.ts';
import { type Api, contracts } from './contract-check.ts';
import { createClient } from './contract-client.ts';
import { ADMIN_TOKEN } from './daemon.ts';

/** The contract of an API. */
export const contractOf = (api: Api) => new Contract(api, contracts[api].document);

/** Checks a server. */
export function check(api: Api, url: string, options: Partial<RunOptions> = {}): Promise<Outcome> {
  return runConformance({
    contract: contractOf(api),
    url: new URL(url),
    token: ADMIN_TOKEN,
    limitedToken: null,
    seed: 20_261_122,
    requests: 0,
    path: null,
    only: null,
    rateLimit: false,
    webhookHost: null,
    heartbeatMs: 0,
    timeoutMs: 60_000,
    requestTimeoutMs: 5000,
    ...options,
  });
}

/** The checks that failed. */
export const failedChecks = ({ record }: Outcome): string[] => [
  ...new Set(record.violations.map((one) => one.check)),
];

/** A token that may verify the audit log and nothing else. */
export async function limitedToken(prxUrl: string): Promise<{ token: string; scopes: string[] }> {
  const scopes = ['audit:read'];
  const prx = createClient({ api: 'prx', url: prxUrl, token: ADMIN_TOKEN, note: () => undefined });
  const { token } = await makeToken(prx, scopes);
  return { token, scopes };
}
