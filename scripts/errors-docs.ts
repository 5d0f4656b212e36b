/**
 * Owns docs/errors.md, written from the three error tables and one sentence per reason.
 * What each API answers for a reason is left to src/http/envelopes, when a reason is raised to the domain and the edge.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Reason } from '../src/domain/shared/index.ts';
import { agentEnvelope } from '../src/http/envelopes/agent.ts';
import { nanoclawEnvelope } from '../src/http/envelopes/nanoclaw.ts';
import { prxEnvelope } from '../src/http/envelopes/prx.ts';
import { markdownTable } from './markdown-table.ts';

/** Absolute path of the page. */
export const errorsPagePath = fileURLToPath(new URL('../docs/errors.md', import.meta.url));

/** What each reason means to a caller; a new reason does not compile until it has its sentence. */
const meanings: Readonly<Record<Reason, string>> = {
  invalid_json:
    'The body is not well-formed JSON, is nested too deep, or has a key such as `__proto__`.',
  validation_failed:
    'A parameter or the body does not fit the contract; the details name each fault.',
  bad_request:
    'The request is not valid HTTP, lacks a Host, says a header twice, or has a path with dots.',
  unauthenticated: 'The credential is missing, wrong, expired or revoked.',
  scope_missing: 'The credential is good but lacks the scope that the operation asks for.',
  host_not_allowed: 'The listener is on loopback and the Host header names something else.',
  route_not_found: 'No operation has this path.',
  path_parameter_missing: 'A part of the path that names something is empty.',
  method_not_allowed: 'The path exists, but not with this verb; `Allow` lists those it has.',
  request_timeout: 'The request did not arrive whole in time; the connection is closed.',
  payload_too_large: 'The body is larger than the daemon reads; the connection is closed.',
  unsupported_media_type: 'The body is compressed or not of a media type the operation reads.',
  expectation_failed: 'The Expect header asks for something other than `100-continue`.',
  headers_too_large: 'There are more or larger headers than the daemon reads.',
  rate_limited: 'The caller has used up its requests of this second in this group.',
  credentials_locked: 'The address has shown too many wrong credentials; a right one still passes.',
  stopping: 'The daemon is stopping and takes no new requests.',
  internal: 'A fault of the daemon; `request_id` in the details leads to the log.',
  store_unavailable: 'The database takes no work now: it is locked, full, overloaded or closing.',
  session_not_found: 'No session has this identifier.',
  session_terminated: 'The session is terminated, which is for good.',
  session_busy: 'Too many messages wait for their turn in this session already.',
  thread_not_found: 'No thread has this identifier, or nothing was said in it.',
  thread_owned_by_other: 'The thread belongs to another agent, or was made while there was none.',
  agent_id_required: 'The daemon has no agent identity, so nobody owns threads.',
  memory_disabled: 'The agent does not remember, so there are no threads to ask for.',
  confirmation_missing: 'Deleting everything was not confirmed with `all=true`.',
  immutable_field: 'The field cannot be changed while the daemon runs; nothing was changed.',
  provider_unavailable:
    'No model provider gave an answer; the message is kept, and `Retry-After` says when another try may help.',
  turn_timed_out: 'The answer took longer than a message may take; the message is kept.',
  message_blocked:
    'A plugin that looks at messages has stopped this one; the details say which and why.',
  registry_disabled: 'Control over the running components is switched off.',
  runtime_unavailable: 'The running components cannot be told or reloaded now.',
  token_not_found: 'No token has this identifier.',
  token_exceeds_caller: 'A token cannot make one that may do more than itself.',
  scope_unknown: 'No operation asks for the scope that the new token was to have.',
  setting_invalid:
    'A setting does not exist, cannot be changed or does not take the value; the details name each one, and none was changed.',
  setting_pinned: 'A setting is set by the environment, which always wins; none was changed.',
  hook_not_found: 'No hook has this identifier.',
  hook_url_refused:
    'The URL of the new hook is not http(s), has a user in it, or leads to an address that is not public.',
  hook_disabled: 'The hook is disabled, so nothing is delivered to it; enable it first.',
  hook_delivery_not_found: 'No delivery of this hook has this identifier.',
  hook_delivery_pending: 'The delivery is still on its way; only one that has ended is replayed.',
  channel_not_found: 'No channel of this name is configured.',
  channel_not_connected: 'The channel is not connected, so nothing can be sent over it.',
  channel_credentials_rejected: 'The platform does not take the credentials; nothing was stored.',
  channel_intents_disallowed:
    'The platform does not let this bot read messages until that is switched on in its portal.',
  channel_refused: 'The platform cannot be reached or did not take what was sent.',
  channel_timed_out: 'The platform did not answer in time.',
  jid_invalid: 'The address is not that of a chat on any channel.',
  chat_not_found: 'Nothing has come from a chat of this address.',
  webhook_forbidden: 'The post does not prove that it comes from the platform.',
  webhook_closed: 'The channel does not take posts now.',
  webhook_unsigned: 'No secret is set with which posts could be checked.',
  mcp_server_not_found: 'No MCP server of this name is configured and enabled.',
  plugin_not_found: 'No plugin of this name is in the folder of the plugins.',
  plugin_not_loadable:
    'The plugin cannot be loaded; `reason` in the details says why, and the version that ran goes on.',
  container_engine_unavailable: 'No container engine answers; `reason` in the details says why.',
  container_engine_failed: 'The container engine answered that it could not do it.',
  container_engine_timed_out: 'The container engine did not answer in time.',
  container_failed: 'The container that was to answer ended without an answer.',
  container_timed_out: 'The container that was to answer took too long, and was ended.',
  container_not_running: 'The namespace has no running container to speak to.',
  task_container_active:
    'The container of the namespace runs a scheduled task, which takes no messages.',
  image_tag_invalid: 'The text is not the name of an image.',
  build_running: 'An image is being built; one build runs at a time.',
  namespace_not_found: 'No namespace has this name.',
  namespace_exists: 'A namespace of this name exists, in this or another case.',
  namespace_name_invalid: 'The text cannot be the name of a namespace, or is reserved.',
  namespace_in_use: 'A container of the namespace runs.',
  namespace_conflict: 'A chat belongs to another namespace, or there is a main namespace already.',
  proxy_mapping_not_found: 'No mapping has this identifier.',
  proxy_mapping_exists: 'A mapping of this name exists.',
  proxy_port_taken: 'The port of the credential proxy is in use by another program.',
  proxy_port_reserved: 'The port belongs to one of the management APIs.',
  schedule_not_found: 'No schedule has this identifier.',
  cron_invalid: 'The text is not a cron expression of five fields that ever comes due.',
  timezone_invalid: 'There is no time zone of this name.',
  once_in_past: 'The moment is over.',
};

const shapes = markdownTable(
  ['API', 'Body', 'Faults of a request'],
  [
    ['prx', '`{"error": {"code", "message", "details"}}`', '`error.details.issues`'],
    [
      'agent',
      '`{"success": false, "data": null, "error": {"code", "message", "details"?}}`',
      '`error.details.issues`',
    ],
    ['nanoclaw', '`{"success": false, "error", "message", "details"?}`', '`details.fields`'],
  ],
);

const introduction = `# Errors

<!-- Generated by scripts/errors-docs.ts from src/http/envelopes. Edit those, then run \`npx tsx scripts/errors-docs.ts\`. -->

Every refusal has one reason inside the daemon. Each API says it in its own words: a status and a code, in the shape its published page prints. The code is stable and meant for programs; the message is for people and may change.

## Shapes

${shapes}

Without facts to tell, \`details\` is null in prx and absent in the others. The code of nanoclaw is its \`error\`. A fault is an object of \`in\` (path, query, header or body), \`path\` (dotted, such as \`metadata.source\`) and \`message\`.

Every answer carries \`X-Request-Id\`; the access log has the same identifier. Beside it:

- 401 of an operation with a bearer token carries \`WWW-Authenticate: Bearer\`.
- 405 carries \`Allow\`.
- 429 and 503 carry \`Retry-After\` in seconds.
- 408 and 413 close the connection.
- Every answer of prx carries \`X-RateLimit-Limit\`, \`X-RateLimit-Remaining\` and \`X-RateLimit-Reset\`, and where there is a limit also \`RateLimit-Policy\` and \`RateLimit\`.

A stream that breaks off after its first byte cannot change its status: its last event is \`error\`, with the same body.

\`GET /api/v1/status/health\` answers 503 with \`{"healthy": false}\`, also while the daemon is stopping. That is its report, not an error of this page.

## Reasons

`;

/** The whole page. */
export function errorsPage(): string {
  const tables = [prxEnvelope.table, agentEnvelope.table, nanoclawEnvelope.table];
  const rows = Object.entries(meanings).map(([name, meaning]) => {
    const spoken = tables.map((table) => {
      const { status, code } = table[name as Reason];
      return `${status} \`${code}\``;
    });
    return [`\`${name}\``, ...spoken, meaning];
  });
  const head = ['Reason', 'prx', 'agent', 'nanoclaw', 'Meaning'];
  return `${introduction}${markdownTable(head, rows)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(errorsPagePath, errorsPage());
}
