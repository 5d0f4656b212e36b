/**
 * Owns the list of operations that are in a contract and not built yet; each answers 501 in its API's own words.
 * It may only shrink: an operation without a handler that is not listed here does not compile.
 */
export const pending = {
  prx: ['getDocs'],
  agent: ['getDocs'],
  nanoclaw: [
    'getRuntime',
    'buildImage',
    'getImageStatus',
    'validateMount',
    'getMountAllowlist',
    'setMountAllowlist',
    'getProxyStatus',
    'startProxy',
    'stopProxy',
    'createProxyMapping',
    'deleteProxyMapping',
    'setProxyPort',
    'createIpcDirectories',
    'sendFollowUp',
    'sendClose',
    'listQueueGroups',
    'getQueueCounts',
    'getQueueGroup',
    'getMaxConcurrent',
    'setMaxConcurrent',
    'listNamespaces',
    'createNamespace',
    'getNamespace',
    'setNamespace',
    'deleteNamespace',
    'getNamespaceInstructions',
    'setNamespaceInstructions',
    'getGlobalInstructions',
    'setGlobalInstructions',
    'mergeInstructions',
    'listSchedules',
    'createSchedule',
    'getSchedule',
    'setSchedule',
    'deleteSchedule',
    'listScheduleLogs',
    'getAuditLog',
    'getRunHistory',
    'getMetrics',
    'getAnalytics',
    'getDocs',
  ],
} as const;

/** The operationIds of one API that are not built yet. */
export type Pending<Api extends keyof typeof pending> = (typeof pending)[Api][number];
