/**
 * Owns the tables of containers: namespaces and their chats, the credential proxy's mappings, runs of containers, and what each queue
 * remembers over a restart. Queries live in the db modules namespaces.ts, proxy-mappings.ts, container-runs.ts and queue.ts.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** A directory of the host that containers of a namespace ask for. */
export interface StoredMount {
  readonly hostPath: string;
  readonly containerPath?: string;
  readonly readOnly?: boolean;
}

/** How containers of a namespace run; what is absent is the default of the configuration. */
export interface StoredContainerConfig {
  readonly image?: string;
  readonly timeoutSecs?: number;
  readonly network?: 'none' | 'bridge';
  readonly additionalMounts?: readonly StoredMount[];
}

/** Contexts of agents in containers. Times are epoch milliseconds. */
export const namespaces = sqliteTable(
  'namespaces',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull().unique(),
    /** The name in lower case: on some machines folders do not differ by case. */
    folded: text('folded').notNull().unique(),
    description: text('description').notNull(),
    /** Null stands for the assistant's name. */
    trigger: text('trigger'),
    requiresTrigger: integer('requires_trigger', { mode: 'boolean' }).notNull(),
    isMain: integer('is_main', { mode: 'boolean' }).notNull(),
    containerConfig: text('container_config', { mode: 'json' })
      .$type<StoredContainerConfig>()
      .notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [uniqueIndex('namespaces_main').on(t.isMain).where(sql`${t.isMain} = 1`)],
);

/** Which namespace answers in which chat; the chat need not have been seen yet. */
export const namespaceChats = sqliteTable(
  'namespace_chats',
  {
    jid: text('jid').primaryKey(),
    namespace: text('namespace')
      .notNull()
      .references(() => namespaces.name, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (t) => [index('namespace_chats_by_namespace').on(t.namespace, t.position)],
);

/** How a credential is sent. */
export type CredentialType = 'api_key' | 'bearer' | 'oauth_token';

/** Upstreams of the credential proxy, each with its sealed credential. */
export const proxyMappings = sqliteTable('proxy_mappings', {
  id: text('id').primaryKey(),
  name: text('name').notNull().unique(),
  upstreamUrl: text('upstream_url').notNull(),
  credentialType: text('credential_type').$type<CredentialType>().notNull(),
  /** Null stands for the header of the type. */
  headerName: text('header_name'),
  sealed: text('sealed').notNull(),
  placeholder: text('placeholder').notNull().unique(),
  createdAt: integer('created_at').notNull(),
  requestCount: integer('request_count').notNull().default(0),
  lastUsedAt: integer('last_used_at'),
});

/** Where a run of a container stands, or how it ended. */
export type ContainerRunStatus = 'running' | 'success' | 'error' | 'timeout' | 'cancelled';
/** What caused a run. */
export type RunTrigger = 'message' | 'schedule' | 'api';

/** Runs of containers; one may answer several messages of its chat. */
export const containerRuns = sqliteTable(
  'container_runs',
  {
    id: text('id').primaryKey(),
    namespace: text('namespace').notNull(),
    jid: text('jid'),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    scheduleId: text('schedule_id'),
    containerName: text('container_name').notNull(),
    image: text('image').notNull(),
    sessionId: text('session_id'),
    status: text('status').$type<ContainerRunStatus>().notNull(),
    exitCode: integer('exit_code'),
    outputCount: integer('output_count').notNull().default(0),
    error: text('error'),
    logPath: text('log_path'),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (t) => [
    index('container_runs_by_time').on(sql`${t.startedAt} desc`, sql`${t.id} desc`),
    index('container_runs_by_namespace').on(
      t.namespace,
      sql`${t.startedAt} desc`,
      sql`${t.id} desc`,
    ),
    index('container_runs_running').on(t.id).where(sql`${t.status} = 'running'`),
    check(
      'container_runs_status',
      sql`${t.status} in ('running', 'success', 'error', 'timeout', 'cancelled')`,
    ),
  ],
);

/** What the queue of a chat, or of a namespace without one, remembers over a restart. */
export const queueGroups = sqliteTable('queue_groups', {
  /** The address of the chat, or `ns:<name>`. */
  key: text('key').primaryKey(),
  namespace: text('namespace').notNull(),
  /** Failures in a row. */
  retryCount: integer('retry_count').notNull(),
  nextRetryAt: integer('next_retry_at'),
  lastActivityAt: integer('last_activity_at').notNull(),
});

/** Messages that came and went over a channel in one hour; `hour` is its beginning. */
export const trafficHours = sqliteTable(
  'traffic_hours',
  {
    /** `<hour in epoch milliseconds>:<channel>` */
    key: text('key').primaryKey(),
    hour: integer('hour').notNull(),
    channel: text('channel').notNull(),
    received: integer('received').notNull(),
    sent: integer('sent').notNull(),
  },
  (t) => [index('traffic_hours_by_hour').on(t.hour)],
);
