// Generated from openapi/prx. Do not edit: change the YAML and run `npm run generate`.

export interface paths {
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Lists sessions of one status, newest first. Without `status` only active ones are listed.
         */
        get: operations["listSessions"];
        put?: never;
        /**
         * Create a session
         * @description Creates an active session. It is durable before the answer is sent.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * Get a session
         * @description Answers one session in full, whatever its status.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        /**
         * Terminate a session
         * @description Ends the session for good. It stays readable until its retention is over; a second call answers 409.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        /**
         * List messages of a session
         * @description Lists the messages of a session, oldest first.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message
         * @description Stores the message, lets the agent answer and returns the finished turn. With `Accept: text/event-stream` the turn is streamed: `token`, `tool_call` and `tool_result` events, then one `done` or `error`. Turns of one session run one after the other; a terminated session answers 409.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List channels
         * @description Lists every configured channel with the state of its connection, by name.
         */
        get: operations["listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{name}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the channel.
                 * @example telegram
                 */
                name: components["schemas"]["ChannelName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restart a channel
         * @description Closes the connection of the channel and opens it again with the current configuration. The answer comes at once; a channel that is already reconnecting answers the same.
         */
        post: operations["restartChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{name}/health": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the channel.
                 * @example telegram
                 */
                name: components["schemas"]["ChannelName"];
            };
            cookie?: never;
        };
        /**
         * Check a channel
         * @description Asks the vendor whether the connection works. An unhealthy channel is 200 with `healthy` false.
         */
        get: operations["getChannelHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List hooks
         * @description Lists every hook, newest first. Secrets are never shown.
         */
        get: operations["listHooks"];
        put?: never;
        /**
         * Create a hook
         * @description Registers an endpoint. From then on every event named is delivered to it at least once, signed with the secret, and tried again for about three days when the endpoint does not answer 2xx.
         */
        post: operations["createHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a hook
         * @description Removes the hook with its deliveries; what still waits is not sent.
         */
        delete: operations["deleteHook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a hook
         * @description Delivers to a disabled hook again, from new events on. An active hook answers the same.
         */
        post: operations["enableHook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a hook
         * @description Makes a new secret and shows it once. For a day `webhook-signature` carries a signature by each of the two, so that no delivery is refused meanwhile; `X-PRX-Signature` is by the new one.
         */
        post: operations["rotateHookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        /**
         * List deliveries of a hook
         * @description Lists what was, is being or could not be delivered to the hook, newest first.
         */
        get: operations["listHookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{id}/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
                /**
                 * @description The identifier of the delivery.
                 * @example dlv_001
                 */
                delivery_id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a delivery
         * @description Delivers the same event once more under the same `webhook-id`, with all attempts anew. A delivery that is still pending, and one of a disabled hook, answers 409.
         */
        post: operations["replayHookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List MCP servers
         * @description Lists every enabled MCP server with the state of its connection and its tools, by name.
         */
        get: operations["listMcpServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/{name}/reconnect": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the server.
                 * @example filesystem
                 */
                name: components["schemas"]["McpServerName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reconnect an MCP server
         * @description Closes the connection to the server and opens it again. The answer comes at once; a server that is already reconnecting answers the same.
         */
        post: operations["reconnectMcpServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plugins
         * @description Lists every installed plugin with its status, by name.
         */
        get: operations["listPlugins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{name}/reload": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reload a plugin
         * @description Unloads the plugin and loads it again from its folder; a disabled plugin is enabled by it. Calls in flight end on the old version. When the new version does not load, the answer is 409 and the old one stays.
         */
        post: operations["reloadPlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{name}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a plugin
         * @description Stops calling the plugin without unloading it. A plugin disabled before answers the same.
         */
        post: operations["disablePlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{name}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a plugin
         * @description Calls a disabled plugin again. A plugin enabled before answers the same; one that cannot be loaded answers 409.
         */
        post: operations["enablePlugin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List skills
         * @description Lists every available skill, by name.
         */
        get: operations["listSkills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status
         * @description Answers the daemon at a glance. When it is not healthy, `reasons` names the parts at fault.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the daemon
         * @description A light check for load balancers that needs no token. It tries a real write into the store.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the configuration
         * @description Answers the configuration in force as a tree of sections. Secrets are `***REDACTED***`.
         */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the configuration
         * @description Changes all the keys given or none of them, and keeps the values over restarts. An unknown or read-only key, a value of the wrong type and the placeholder `***REDACTED***` answer 400 naming the key; a key that the environment pins answers 409. With `reload_required` true the daemon must be restarted for at least one key.
         */
        patch: operations["updateConfig"];
        trace?: never;
    };
    "/api/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List log entries
         * @description Answers the newest `limit` matching entries, oldest first. With `stream=true` the answer is a stream of server-sent events: first those entries, then each new one as it is written.
         */
        get: operations["listLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream log entries
         * @description Streams new entries as server-sent events named `log`, each with an id to resume from, and a comment every 15 seconds. Where entries are missing, an event named `gap` says so.
         */
        get: operations["streamLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tokens
         * @description Lists tokens, newest first, with the revoked and expired ones. The tokens themselves are never shown.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create a token
         * @description Makes a token and shows it once; it works on all three APIs. An unknown scope answers 400, a scope that the calling token does not have answers 403.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the token.
                 * @example tok_001
                 */
                id: components["schemas"]["TokenId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description Revokes the token at once and for good; it stays in the list. A token revoked before answers the same.
         */
        delete: operations["deleteToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a backup
         * @description Copies the database as of now into a new file of the daemon's own folder while requests go on, and checks the copy. The caller chooses neither folder nor name.
         */
        post: operations["createBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the audit log
         * @description Walks the chain of hashes from its first entry and answers how many entries hold. An entry that was changed, removed or put in shows as `broken_at`. Removing the newest entries leaves a chain that holds: keep `head` elsewhere and compare.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics
         * @description Answers the metrics of the daemon in the Prometheus text format.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this contract
         * @description Answers the OpenAPI document of this API. It needs no token.
         */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the contract as YAML
         * @description Answers the same document as `/openapi.json`, written as YAML. It needs no token.
         */
        get: operations["getOpenapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the documentation
         * @description Answers the reference of this API as one page, in the language asked for as far as it is there. The guides and everything else of the documentation are under `/docs/`. It needs no token.
         */
        get: operations["getDocs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "session.created": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A session was made
         * @description Sent when a session was made by this API, by a channel or by an agent.
         */
        post: operations["receiveSessionCreated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.idle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A session went quiet
         * @description Sent when a session has been quiet for `agent.idle_after_secs`.
         */
        post: operations["receiveSessionIdle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.terminated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A session is over
         * @description Sent when a session was deleted or has been quiet for `agent.session_timeout_secs`. A hook that named `session.completed` gets this event.
         */
        post: operations["receiveSessionTerminated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A user wrote to the agent
         * @description Sent when a message of a user is stored, before the agent answers.
         */
        post: operations["receiveMessageReceived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The agent answered
         * @description Sent when an answer of the agent is stored.
         */
        post: operations["receiveMessageSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "tool.executed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The agent ran a tool
         * @description Sent after each tool the agent ran. What the tool was given and answered is not part of it.
         */
        post: operations["receiveToolExecuted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "channel.connected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A channel is connected
         * @description Sent when a channel can take and send messages.
         */
        post: operations["receiveChannelConnected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "channel.disconnected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A channel is not connected any more
         * @description Sent when the connection of a channel ended.
         */
        post: operations["receiveChannelDisconnected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "channel.error": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A channel has a fault
         * @description Sent when the vendor refuses the channel or cannot be reached.
         */
        post: operations["receiveChannelError"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "config.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The configuration was changed
         * @description Sent when settings were changed. It names the keys, never the values.
         */
        post: operations["receiveConfigUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "plugin.loaded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A plugin was loaded
         * @description Sent when a plugin was loaded, reloaded or enabled.
         */
        post: operations["receivePluginLoaded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "plugin.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A plugin was disabled
         * @description Sent when a plugin was disabled.
         */
        post: operations["receivePluginDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "mcp.connected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An MCP server is connected
         * @description Sent when an MCP server is connected and its tools are known.
         */
        post: operations["receiveMcpConnected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "mcp.disconnected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An MCP server is not connected any more
         * @description Sent when the connection to an MCP server ended.
         */
        post: operations["receiveMcpDisconnected"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "hook.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A hook was disabled
         * @description Sent to the other hooks when one was disabled, because its endpoint answered 410 or failed for 5 days.
         */
        post: operations["receiveHookDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "error.occurred": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Something went wrong
         * @description Sent when a turn or a part of the daemon failed. Details are in the log only.
         */
        post: operations["receiveErrorOccurred"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description The name of a messaging channel; `api` for sessions made through this API.
         * @example api
         */
        ChannelName: string;
        /**
         * @description The identifier of one request, found again in the access log.
         * @example req_01JPWXYZ3T8M6V0C5K2N9B7Q4R
         */
        RequestId: string;
        /**
         * @description A number of things.
         * @example 1
         */
        Count: number;
        /**
         * @description The identifier of a session.
         * @example sess_abc123
         */
        SessionId: string;
        /**
         * @description Who the session is with, in the caller's own words.
         * @example user_123
         */
        UserId: string;
        /**
         * @description active takes messages; idle has been quiet for a while and wakes on a message; terminated is over for good.
         * @example active
         * @enum {string}
         */
        SessionStatus: "active" | "idle" | "terminated";
        /**
         * Format: date-time
         * @description A moment in UTC, RFC 3339 with a trailing Z.
         * @example 2026-03-21T10:00:00Z
         */
        Timestamp: string;
        /** @description A session as lists show it. */
        SessionSummary: {
            id: components["schemas"]["SessionId"];
            channel: components["schemas"]["ChannelName"];
            user_id: components["schemas"]["UserId"];
            status: components["schemas"]["SessionStatus"];
            created_at: components["schemas"]["Timestamp"];
            last_activity: components["schemas"]["Timestamp"];
        };
        /** @description One page of sessions, newest first. */
        SessionList: {
            /** @description The sessions of this page. */
            sessions: components["schemas"]["SessionSummary"][];
            /** @description How many sessions match before paging. */
            total: components["schemas"]["Count"];
        };
        /** @description Every error of the PRX API has this shape. */
        Error: {
            /** @description What went wrong. */
            error: {
                /**
                 * @description A stable word for programs. The first seven are printed on the page; the others follow its style.
                 * @enum {string}
                 */
                code: "bad_request" | "unauthorized" | "forbidden" | "not_found" | "conflict" | "rate_limited" | "internal_error" | "method_not_allowed" | "request_timeout" | "payload_too_large" | "unsupported_media_type" | "expectation_failed" | "headers_too_large" | "unavailable";
                /** @description One sentence for people. */
                message: string;
                /** @description Facts about this error, or null. */
                details: {
                    [key: string]: unknown;
                } | null;
            };
        };
        /** @description What a new session is made from. */
        SessionCreate: {
            /**
             * @description The channel the session belongs to.
             * @default api
             */
            channel: string;
            user_id: components["schemas"]["UserId"];
            /**
             * @description Free facts about the session.
             * @default {}
             */
            metadata: {
                [key: string]: unknown;
            };
        };
        /**
         * @description Free facts about the session, at most 16 KiB as JSON; kept and returned unchanged.
         * @example {
         *       "source": "web-app"
         *     }
         */
        Metadata: {
            [key: string]: unknown;
        };
        /** @description A session just made. */
        SessionCreated: {
            id: components["schemas"]["SessionId"];
            channel: components["schemas"]["ChannelName"];
            user_id: components["schemas"]["UserId"];
            status: components["schemas"]["SessionStatus"];
            created_at: components["schemas"]["Timestamp"];
            metadata: components["schemas"]["Metadata"];
        };
        /** @description Model tokens spent so far. */
        TokenUsage: {
            input: components["schemas"]["Count"];
            output: components["schemas"]["Count"];
        };
        /** @description A session in full. */
        Session: {
            id: components["schemas"]["SessionId"];
            channel: components["schemas"]["ChannelName"];
            user_id: components["schemas"]["UserId"];
            status: components["schemas"]["SessionStatus"];
            created_at: components["schemas"]["Timestamp"];
            last_activity: components["schemas"]["Timestamp"];
            /** @description Finished turns of the agent. */
            turn_count: components["schemas"]["Count"];
            token_usage: components["schemas"]["TokenUsage"];
            metadata: components["schemas"]["Metadata"];
        };
        /** @description One stored message. */
        Message: {
            /** @description The identifier of the message. */
            id: string;
            /**
             * @description Who wrote it.
             * @enum {string}
             */
            role: "human" | "ai" | "tool";
            /** @description The text. */
            content: string;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description One page of a session's messages, oldest first. */
        MessageList: {
            /** @description The messages of this page. */
            messages: components["schemas"]["Message"][];
            total: components["schemas"]["Count"];
        };
        /** @description A message to the agent. */
        MessageSend: {
            /** @description The text, at most 256 Ki characters; blank text is refused. */
            content: string;
        };
        /** @description A tool that the agent ran in this turn. */
        ToolCall: {
            /** @description The identifier of the call. */
            id: string;
            /** @description The name of the tool. */
            name: string;
            /** @description What the tool was given. */
            input: {
                [key: string]: unknown;
            };
            /** @description What the tool answered. */
            output: string | null;
        };
        /** @description The agent's finished turn. */
        Turn: {
            /** @description The identifier of the agent's message. */
            id: string;
            session_id: components["schemas"]["SessionId"];
            /**
             * @description Always `ai`.
             * @constant
             */
            role: "ai";
            /** @description The answer. */
            content: string;
            /** @description Tools run on the way to the answer, in order. */
            tool_calls: components["schemas"]["ToolCall"][];
            token_usage: components["schemas"]["TokenUsage"];
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description A piece of what the agent says; the pieces after the last `tool_result`, in order, are the answer. */
        TokenEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "token";
            /** @description The piece. */
            data: {
                /** @description The text of the piece. */
                content: string;
            };
        };
        /** @description The agent runs a tool. */
        ToolCallEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "tool_call";
            /** @description The call. */
            data: {
                /** @description The identifier of the call. */
                id: string;
                /** @description The name of the tool. */
                name: string;
                /** @description What the tool is given. */
                input: {
                    [key: string]: unknown;
                };
            };
        };
        /** @description A tool has answered. */
        ToolResultEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "tool_result";
            /** @description The result. */
            data: {
                /** @description The identifier of the call. */
                id: string;
                /** @description The name of the tool. */
                name: string;
                /** @description What the tool answered. */
                output: string;
            };
        };
        /** @description The turn is finished and durable; the last event of a good stream. */
        DoneEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "done";
            data: components["schemas"]["Turn"];
        };
        /** @description The turn failed; the last event of a failed stream. */
        ErrorEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "error";
            data: components["schemas"]["Error"];
        };
        /** @description One server-sent event of a streamed turn; `event` is the SSE event name and `data` its JSON data. */
        TurnEvent: components["schemas"]["TokenEvent"] | components["schemas"]["ToolCallEvent"] | components["schemas"]["ToolResultEvent"] | components["schemas"]["DoneEvent"] | components["schemas"]["ErrorEvent"];
        /**
         * @description Whether the channel can take and send messages now.
         * @example connected
         * @enum {string}
         */
        ChannelStatus: "connected" | "disconnected" | "reconnecting";
        /** @description A configured channel and the state of its connection. */
        Channel: {
            name: components["schemas"]["ChannelName"];
            status: components["schemas"]["ChannelStatus"];
            /** @description Since when the channel is connected; present while it is. */
            connected_at?: components["schemas"]["Timestamp"];
            /** @description Active sessions of this channel; present while it is connected. */
            active_sessions?: components["schemas"]["Count"];
            /** @description Why the channel is not connected; present when that is known. */
            error?: string;
        };
        /** @description Every configured channel, by name. */
        ChannelList: {
            /** @description The channels. */
            channels: components["schemas"]["Channel"][];
        };
        /** @description The answer to a restart, given before the channel is back. */
        ChannelRestart: {
            name: components["schemas"]["ChannelName"];
            /**
             * @description Always `reconnecting`.
             * @constant
             */
            status: "reconnecting";
        };
        /** @description The result of one live check of a channel. */
        ChannelHealth: {
            name: components["schemas"]["ChannelName"];
            /** @description Whether the vendor answered and the connection works. */
            healthy: boolean;
            /** @description How long the check took in milliseconds; null when there was no answer. */
            latency_ms: number | null;
            /**
             * Format: date-time
             * @description When the last message came in or went out, or null if there was none.
             */
            last_message_at: string | null;
            /** @description Why the channel is not healthy; present when it is not. */
            error?: string;
        };
        /**
         * @description The identifier of a hook.
         * @example hook_001
         */
        HookId: string;
        /**
         * @description The name of an event that can be delivered.
         * @example session.created
         * @enum {string}
         */
        HookEvent: "session.created" | "session.idle" | "session.terminated" | "message.received" | "message.sent" | "tool.executed" | "channel.connected" | "channel.disconnected" | "channel.error" | "config.updated" | "plugin.loaded" | "plugin.disabled" | "mcp.connected" | "mcp.disconnected" | "hook.disabled" | "error.occurred";
        /** @description A webhook endpoint. Its secret is never shown. */
        Hook: {
            id: components["schemas"]["HookId"];
            /** @description Where events are delivered. */
            url: string;
            /** @description Which events are delivered. */
            events: components["schemas"]["HookEvent"][];
            /** @description Whether events are delivered. It turns false when the endpoint answers 410 or fails for 5 days. */
            active: boolean;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description Every hook, newest first. */
        HookList: {
            /** @description The hooks. */
            hooks: components["schemas"]["Hook"][];
        };
        /**
         * Format: uri
         * @description An absolute http or https URL.
         * @example https://example.com/webhook
         */
        Uri: string;
        /** @description What a new hook is made from. */
        HookCreate: {
            /** @description Where to deliver. Addresses of this machine and of private networks are refused unless allowed. */
            url: components["schemas"]["Uri"];
            /** @description Which events to deliver. `session.completed` is taken as another name of `session.terminated`. */
            events: (components["schemas"]["HookEvent"] | "session.completed")[];
            /** @description The key that signs deliveries; without one they are not signed. For `webhook-signature` what follows `whsec_` is read as base64, and any other text, or one that is no base64, is used as it is. For `X-PRX-Signature` the whole text is used as it is. */
            secret?: string;
        };
        /** @description A new secret, shown this once. */
        HookSecretRotated: {
            id: components["schemas"]["HookId"];
            /** @description The new secret, `whsec_` and base64. */
            secret: string;
            /**
             * Format: date-time
             * @description Until when deliveries are signed with the old secret too; null when there was none.
             */
            previous_valid_until: string | null;
        };
        /**
         * @description The identifier of a delivery.
         * @example dlv_001
         */
        DeliveryId: string;
        /** @description One attempt of a delivery, as it went. */
        DeliveryAttempt: {
            at: components["schemas"]["Timestamp"];
            /** @description How long it took, in milliseconds. */
            duration_ms: components["schemas"]["Count"];
            /** @description The HTTP status of the answer, or null if there was none. */
            response_status: number | null;
            /** @description Why it failed, or null. */
            error: string | null;
        };
        /** @description One event on its way to one hook. */
        Delivery: {
            id: components["schemas"]["DeliveryId"];
            hook_id: components["schemas"]["HookId"];
            /** @description The identifier of the event, the same at every attempt and after a replay; sent as `webhook-id`. */
            event_id: string;
            event: components["schemas"]["HookEvent"];
            /**
             * @description pending waits for its next attempt; delivered was answered 2xx; failed is given up.
             * @enum {string}
             */
            status: "pending" | "delivered" | "failed";
            /** @description Attempts made since the event or the last replay. */
            attempt_count: components["schemas"]["Count"];
            /** @description Every attempt, oldest first, those before a replay too; of more than 100 the newest. */
            attempts: components["schemas"]["DeliveryAttempt"][];
            /** @description The HTTP status of the last answer, or null if there was none. */
            response_status: number | null;
            /** @description Why the last attempt failed, or null. */
            error: string | null;
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When the next attempt is due; null unless pending.
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @description When it was delivered, or null.
             */
            delivered_at: string | null;
        };
        /** @description One page of deliveries, newest first. */
        DeliveryList: {
            /** @description The deliveries of this page. */
            deliveries: components["schemas"]["Delivery"][];
            /** @description How many deliveries match before paging. */
            total: components["schemas"]["Count"];
        };
        /**
         * @description The name of an MCP server in the configuration.
         * @example filesystem
         */
        McpServerName: string;
        /** @description An enabled MCP server and the state of its connection. */
        McpServer: {
            name: components["schemas"]["McpServerName"];
            /**
             * @description How the server is reached; `http` and `streamable_http` are the same protocol under two names, `sse` is the one before it.
             * @enum {string}
             */
            transport: "stdio" | "http" | "streamable_http" | "sse";
            /**
             * @description Whether the tools of the server can be used now.
             * @enum {string}
             */
            status: "connected" | "disconnected" | "reconnecting";
            /** @description The names of the tools it offers, as the server gives them; empty while it is not connected. */
            tools: string[];
            /** @description Since when the server is connected; present while it is. */
            connected_at?: components["schemas"]["Timestamp"];
            /** @description Why the server is not connected; present when that is known. */
            error?: string;
        };
        /** @description Every enabled MCP server, by name. */
        McpServerList: {
            /** @description The servers. */
            servers: components["schemas"]["McpServer"][];
        };
        /** @description The answer to a reconnect, given before the server is back. */
        McpReconnect: {
            name: components["schemas"]["McpServerName"];
            /**
             * @description Always `reconnecting`.
             * @constant
             */
            status: "reconnecting";
        };
        /**
         * @description The name of a plugin, from its manifest.
         * @example weather
         */
        PluginName: string;
        /**
         * @description The version of the plugin, from its manifest.
         * @example 1.2.0
         */
        PluginVersion: string;
        /** @description An installed plugin. */
        Plugin: {
            name: components["schemas"]["PluginName"];
            version: components["schemas"]["PluginVersion"];
            /**
             * @description loaded runs; disabled is kept in memory but not called; error could not be loaded, or was stopped at its last call.
             * @enum {string}
             */
            status: "loaded" | "disabled" | "error";
            /** @description What the plugin adds, each as `type:name`. */
            capabilities: string[];
            /** @description Bytes of the plugin's linear memory and of the heap of its thread, as of its last call; 0 when it does not run. */
            memory_usage_bytes: components["schemas"]["Count"];
            /** @description Why the plugin could not be loaded or was stopped; present with the status error. */
            error?: string;
        };
        /** @description Every installed plugin, by name. */
        PluginList: {
            /** @description The plugins. */
            plugins: components["schemas"]["Plugin"][];
        };
        /** @description A plugin that is loaded and called. */
        PluginLoaded: {
            name: components["schemas"]["PluginName"];
            /**
             * @description Always `loaded`.
             * @constant
             */
            status: "loaded";
            version: components["schemas"]["PluginVersion"];
        };
        /** @description A plugin that is no longer called. */
        PluginDisabled: {
            name: components["schemas"]["PluginName"];
            /**
             * @description Always `disabled`.
             * @constant
             */
            status: "disabled";
        };
        /** @description A skill the agent can use. */
        Skill: {
            /** @description The name of the skill. */
            name: string;
            /** @description Where it comes from, `builtin`, `workspace` or `plugin:` and the name of a plugin. */
            source: string;
            /** @description What the skill is for. */
            description: string;
            /** @description Slash commands and phrases that call for it. */
            triggers: string[];
        };
        /** @description Every available skill, by name. */
        SkillList: {
            /** @description The skills. */
            skills: components["schemas"]["Skill"][];
        };
        /** @description One part that does not work. */
        StatusReason: {
            /** @description The part, for example `channel:discord`. */
            component: string;
            /** @description What is wrong with it. */
            reason: string;
        };
        /** @description The daemon at a glance. */
        Status: {
            /**
             * @description healthy is all well; degraded works with parts missing; unhealthy cannot do its work.
             * @enum {string}
             */
            status: "healthy" | "degraded" | "unhealthy";
            /** @description The version of the daemon. */
            version: string;
            /** @description Whole seconds since the start. */
            uptime_secs: components["schemas"]["Count"];
            /** @description Sessions in the status active. */
            active_sessions: components["schemas"]["Count"];
            /** @description Channels that are connected, of all configured ones. */
            channels: {
                connected: components["schemas"]["Count"];
                total: components["schemas"]["Count"];
            };
            /** @description Plugins that are loaded and enabled, of all installed ones. */
            plugins: {
                loaded: components["schemas"]["Count"];
                total: components["schemas"]["Count"];
            };
            /** @description What the agent remembers. */
            memory: {
                /** @description Where memory is kept. */
                backend: string;
                /** @description Entries remembered. */
                entries: components["schemas"]["Count"];
            };
            /** @description The model provider in use. */
            provider: {
                /** @description The name of the provider. */
                name: string;
                /** @description The model it is asked for. */
                model: string;
            };
            /** @description Why the daemon is not healthy; present when it is not. */
            reasons?: components["schemas"]["StatusReason"][];
        };
        /** @description The daemon serves, and its store takes writes. */
        Healthy: {
            /**
             * @description Always true.
             * @constant
             */
            healthy: true;
        };
        /** @description The daemon is stopping, or its store takes no writes. */
        Unhealthy: {
            /**
             * @description Always false.
             * @constant
             */
            healthy: false;
        };
        /** @description The configuration in force, by section. Every secret is `***REDACTED***`. */
        Config: {
            [key: string]: {
                [key: string]: unknown;
            };
        };
        /** @description The value of one key; a list replaces the old one, null takes the key back. Objects are not values, as their keys are written dotted. */
        ConfigValue: string | number | boolean | (string | number | boolean)[] | null;
        /** @description New values by dotted key, for example `agent.max_turns`. Null takes a key back to the value of the file or to the default. */
        ConfigPatch: {
            [key: string]: components["schemas"]["ConfigValue"];
        };
        /** @description What was changed. */
        ConfigUpdated: {
            /** @description The keys of the request, in its order. */
            updated: string[];
            /** @description Whether a changed key needs a restart of the daemon. */
            reload_required: boolean;
        };
        /**
         * @description The part of the daemon that writes, as a path with `::`.
         * @example agent::loop
         */
        LogModule: string;
        /**
         * @description How grave an entry is, from trace up to error.
         * @example info
         * @enum {string}
         */
        LogLevel: "trace" | "debug" | "info" | "warn" | "error";
        /** @description One log entry. Secrets are masked in it. */
        LogEntry: {
            /** @description When it was written, with milliseconds. */
            timestamp: components["schemas"]["Timestamp"];
            level: components["schemas"]["LogLevel"];
            module: components["schemas"]["LogModule"];
            /** @description What happened. */
            message: string;
            /** @description The session it is about; absent when it is about none. */
            session_id?: components["schemas"]["SessionId"];
        };
        /** @description The newest matching entries, oldest first. */
        LogList: {
            /** @description The entries. */
            entries: components["schemas"]["LogEntry"][];
            /** @description How many entries match before `limit`. */
            total: components["schemas"]["Count"];
        };
        /** @description A new entry. */
        LogEntryEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "log";
            /** @description The SSE id to resume from. */
            id: string;
            data: components["schemas"]["LogEntry"];
        };
        /** @description Entries are missing at this place of the stream. */
        LogGapEvent: {
            /**
             * @description The event name.
             * @constant
             */
            event: "gap";
            /** @description What is missing, and why. */
            data: {
                /**
                 * @description history_gone when the entries after `Last-Event-ID` are no longer kept; slow_reader when the reader fell behind.
                 * @enum {string}
                 */
                reason: "history_gone" | "slow_reader";
                /** @description How many entries are missing, or null when that is not known. */
                missed: number | null;
            };
        };
        /** @description One server-sent event of a log stream; `event` is the SSE event name and `data` its JSON data. */
        LogEvent: components["schemas"]["LogEntryEvent"] | components["schemas"]["LogGapEvent"];
        /**
         * @description The identifier of a token; it is not the token.
         * @example tok_001
         */
        TokenId: string;
        /**
         * @description What the token is for, in words of its maker.
         * @example ci
         */
        TokenName: string;
        /**
         * @description A part of an API and what may be done with it; `admin` holds every scope.
         * @example sessions:read
         */
        TokenScope: string;
        /** @description An access token without its secret. */
        Token: {
            id: components["schemas"]["TokenId"];
            name: components["schemas"]["TokenName"];
            /** @description The first characters of the token, to recognise it by. */
            prefix: string;
            /** @description What the token may do. */
            scopes: components["schemas"]["TokenScope"][];
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it expires, or null if it does not.
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description About when it was last used, or null if never.
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @description When it was revoked, or null.
             */
            revoked_at: string | null;
        };
        /** @description One page of tokens, newest first. */
        TokenList: {
            /** @description The tokens of this page. */
            tokens: components["schemas"]["Token"][];
            /** @description How many tokens there are before paging. */
            total: components["schemas"]["Count"];
        };
        /** @description What a new token is made from. */
        TokenCreate: {
            name: components["schemas"]["TokenName"];
            /** @description What the token may do; never more than the token that makes it. */
            scopes: components["schemas"]["TokenScope"][];
            /** @description Seconds until it expires; without it the token does not expire. */
            expires_in_secs?: number;
        };
        /** @description A token just made, with its secret. */
        TokenCreated: {
            id: components["schemas"]["TokenId"];
            name: components["schemas"]["TokenName"];
            /** @description The first characters of the token, to recognise it by. */
            prefix: string;
            /** @description What the token may do. */
            scopes: components["schemas"]["TokenScope"][];
            created_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it expires, or null if it does not.
             */
            expires_at: string | null;
            /** @description Always null. */
            last_used_at: null;
            /** @description Always null. */
            revoked_at: null;
            /** @description The token to send. It is shown this once and cannot be had again. */
            token: string;
        };
        /** @description A backup that was made and found whole. */
        Backup: {
            /** @description The file on the daemon's machine, in the folder `backups` of its data folder. */
            file: string;
            bytes: components["schemas"]["Count"];
            /** @description The SHA-256 of the file in hex. */
            sha256: string;
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description What walking the chain of the audit log has found. */
        AuditVerification: {
            /** @description Entries that hold, from the first one on. */
            entries: components["schemas"]["Count"];
            /** @description The number of the first entry that does not hold; null when all do. */
            broken_at: number | null;
            /** @description The hash of the last entry that holds; zeros while there is none. */
            head: string;
        };
        /**
         * @description The identifier of the event; receivers drop those they know. The same as `webhook-id`.
         * @example evt_001
         */
        EventId: string;
        /** @description A session was made. */
        SessionCreatedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "session.created";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                channel: components["schemas"]["ChannelName"];
                user_id: components["schemas"]["UserId"];
            };
        };
        /** @description A session went quiet. */
        SessionIdleEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "session.idle";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                channel: components["schemas"]["ChannelName"];
                user_id: components["schemas"]["UserId"];
                last_activity: components["schemas"]["Timestamp"];
            };
        };
        /** @description A session is over. */
        SessionTerminatedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "session.terminated";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                channel: components["schemas"]["ChannelName"];
                user_id: components["schemas"]["UserId"];
                /**
                 * @description Whether it was deleted or quiet for too long.
                 * @enum {string}
                 */
                reason: "deleted" | "timeout";
            };
        };
        /** @description A user wrote to the agent. */
        MessageReceivedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "message.received";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                /** @description The identifier of the message. */
                message_id: string;
                channel: components["schemas"]["ChannelName"];
                user_id: components["schemas"]["UserId"];
                /** @description The text. */
                content: string;
            };
        };
        /** @description The agent answered. */
        MessageSentEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "message.sent";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                /** @description The identifier of the message. */
                message_id: string;
                channel: components["schemas"]["ChannelName"];
                user_id: components["schemas"]["UserId"];
                /** @description The text. */
                content: string;
                token_usage: components["schemas"]["TokenUsage"];
            };
        };
        /** @description The agent ran a tool. */
        ToolExecutedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "tool.executed";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                session_id: components["schemas"]["SessionId"];
                /** @description The identifier of the call. */
                tool_call_id: string;
                /** @description The name of the tool. */
                tool_name: string;
                duration_ms: components["schemas"]["Count"];
                /** @description Whether the tool succeeded. */
                success: boolean;
            };
        };
        /** @description A channel is connected. */
        ChannelConnectedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "channel.connected";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["ChannelName"];
            };
        };
        /** @description A channel is not connected any more. */
        ChannelDisconnectedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "channel.disconnected";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["ChannelName"];
                /** @description Why, or null when it was asked for. */
                error: string | null;
            };
        };
        /** @description A channel has a fault. */
        ChannelErrorEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "channel.error";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["ChannelName"];
                /** @description What is wrong. */
                error: string;
            };
        };
        /** @description The configuration was changed. */
        ConfigUpdatedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "config.updated";
            timestamp: components["schemas"]["Timestamp"];
            data: components["schemas"]["ConfigUpdated"];
        };
        /** @description A plugin was loaded. */
        PluginLoadedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "plugin.loaded";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["PluginName"];
                version: components["schemas"]["PluginVersion"];
            };
        };
        /** @description A plugin was disabled. */
        PluginDisabledEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "plugin.disabled";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["PluginName"];
            };
        };
        /** @description An MCP server is connected. */
        McpConnectedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "mcp.connected";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["McpServerName"];
                /** @description The names of its tools. */
                tools: string[];
            };
        };
        /** @description An MCP server is not connected any more. */
        McpDisconnectedEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "mcp.disconnected";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                name: components["schemas"]["McpServerName"];
                /** @description Why, or null when it was asked for. */
                error: string | null;
            };
        };
        /** @description A hook was disabled. */
        HookDisabledEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "hook.disabled";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                hook_id: components["schemas"]["HookId"];
                /** @description Its endpoint. */
                url: string;
                /**
                 * @description gone when the endpoint answered 410; failing when it failed for 5 days.
                 * @enum {string}
                 */
                reason: "gone" | "failing";
            };
        };
        /** @description Something went wrong. */
        ErrorOccurredEvent: {
            id?: components["schemas"]["EventId"];
            /**
             * @description The name of the event.
             * @constant
             */
            event: "error.occurred";
            timestamp: components["schemas"]["Timestamp"];
            /** @description What happened. */
            data: {
                /** @description The part at fault. */
                component: string;
                /** @description What went wrong. */
                message: string;
                /** @description The session it happened in, or null. */
                session_id: string | null;
            };
        };
    };
    responses: {
        /** @description The path exists, but not with this verb; `Allow` lists those it has. */
        MethodNotAllowed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request did not arrive completely in time. */
        RequestTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The Expect header asks for something this server does not do. */
        ExpectationFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request headers are larger than the daemon accepts. */
        HeadersTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request is malformed; `details.issues` names each fault. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The bearer token is missing, wrong, expired or revoked. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The token is good, but lacks a scope this operation asks for. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too many requests, or too many wrong tokens; `Retry-After` says when to come back. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something unexpected went wrong; `details.request_id` leads to the log. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The daemon cannot do this now, because it is stopping or its store takes no writes. */
        Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request body is larger than the daemon accepts. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request body is not of a media type this operation reads. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no such resource. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The resource is in a state that does not allow this. */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The event is taken. Anything else is tried again, except 410, which disables the hook. */
        Received: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /**
         * @description How many results to return at most.
         * @example 50
         */
        Limit: number;
        /**
         * @description How many results to skip before the first one returned.
         * @example 0
         */
        Offset: number;
        /**
         * @description The identifier of the hook.
         * @example hook_001
         */
        HookId: components["schemas"]["HookId"];
        /**
         * @description The lowest level to answer.
         * @example info
         */
        Level: "trace" | "debug" | "info" | "warn" | "error";
        /**
         * @description Answer this module only; `agent` also matches `agent::loop`, but not `agents`.
         * @example channel::telegram
         */
        Module: components["schemas"]["LogModule"];
        /**
         * @description The id of the last event received. The stream goes on after it; without a stream it means nothing.
         * @example log_1042
         */
        LastEventId: string;
        /**
         * @description The languages the reader understands, by preference. English is answered when none of them is there.
         * @example ko, en;q=0.8
         */
        AcceptLanguage: string;
        /**
         * @description The identifier of the event, the same at every attempt; receivers drop what they know.
         * @example evt_001
         */
        WebhookId: string;
        /**
         * @description Unix time in seconds of this attempt; it is part of what is signed.
         * @example 1774087200
         */
        WebhookTimestamp: string;
        /**
         * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
         * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
         */
        WebhookSignature: string;
        /**
         * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
         * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
         */
        PrxSignature: string;
    };
    requestBodies: {
        /** @description The event. */
        SessionCreated: {
            content: {
                "application/json": components["schemas"]["SessionCreatedEvent"];
            };
        };
        /** @description The event. */
        SessionIdle: {
            content: {
                "application/json": components["schemas"]["SessionIdleEvent"];
            };
        };
        /** @description The event. */
        SessionTerminated: {
            content: {
                "application/json": components["schemas"]["SessionTerminatedEvent"];
            };
        };
        /** @description The event. */
        MessageReceived: {
            content: {
                "application/json": components["schemas"]["MessageReceivedEvent"];
            };
        };
        /** @description The event. */
        MessageSent: {
            content: {
                "application/json": components["schemas"]["MessageSentEvent"];
            };
        };
        /** @description The event. */
        ToolExecuted: {
            content: {
                "application/json": components["schemas"]["ToolExecutedEvent"];
            };
        };
        /** @description The event. */
        ChannelConnected: {
            content: {
                "application/json": components["schemas"]["ChannelConnectedEvent"];
            };
        };
        /** @description The event. */
        ChannelDisconnected: {
            content: {
                "application/json": components["schemas"]["ChannelDisconnectedEvent"];
            };
        };
        /** @description The event. */
        ChannelError: {
            content: {
                "application/json": components["schemas"]["ChannelErrorEvent"];
            };
        };
        /** @description The event. */
        ConfigUpdated: {
            content: {
                "application/json": components["schemas"]["ConfigUpdatedEvent"];
            };
        };
        /** @description The event. */
        PluginLoaded: {
            content: {
                "application/json": components["schemas"]["PluginLoadedEvent"];
            };
        };
        /** @description The event. */
        PluginDisabled: {
            content: {
                "application/json": components["schemas"]["PluginDisabledEvent"];
            };
        };
        /** @description The event. */
        McpConnected: {
            content: {
                "application/json": components["schemas"]["McpConnectedEvent"];
            };
        };
        /** @description The event. */
        McpDisconnected: {
            content: {
                "application/json": components["schemas"]["McpDisconnectedEvent"];
            };
        };
        /** @description The event. */
        HookDisabled: {
            content: {
                "application/json": components["schemas"]["HookDisabledEvent"];
            };
        };
        /** @description The event. */
        ErrorOccurred: {
            content: {
                "application/json": components["schemas"]["ErrorOccurredEvent"];
            };
        };
    };
    headers: {
        /** @description The identifier of this request, found again in the access log and in the details of a 500. */
        "X-Request-Id": components["schemas"]["RequestId"];
        /**
         * @description Requests per second that the caller may make in this operation's group; 0 means no limit.
         * @example 50
         */
        "X-RateLimit-Limit": components["schemas"]["Count"];
        /**
         * @description Requests the caller has left in the current window.
         * @example 47
         */
        "X-RateLimit-Remaining": components["schemas"]["Count"];
        /**
         * @description Unix time in seconds at which the current window has ended.
         * @example 1711015230
         */
        "X-RateLimit-Reset": components["schemas"]["Count"];
        /**
         * @description The same limit as an IETF structured field. Absent when there is no limit.
         * @example "sessions-read";q=50;w=1
         */
        "RateLimit-Policy": string;
        /**
         * @description The same remaining quota as an IETF structured field. Absent when there is no limit.
         * @example "sessions-read";r=47;t=1
         */
        RateLimit: string;
        /**
         * @description Seconds to wait before the next try.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description The language of the page.
         * @example ko
         */
        "Content-Language": "en" | "ko" | "ja" | "fr";
        /**
         * @description What the answer depends on beside its address.
         * @example Accept-Language
         */
        Vary: string;
        /**
         * @description The verbs this path knows.
         * @example GET, POST
         */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSessions: {
        parameters: {
            query?: {
                /**
                 * @description List sessions in this status.
                 * @example active
                 */
                status?: "active" | "idle" | "terminated";
                /**
                 * @description List sessions of this channel only.
                 * @example api
                 */
                channel?: components["schemas"]["ChannelName"];
                /**
                 * @description How many results to return at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many results to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of sessions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The channel, the user and free metadata. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionCreate"];
            };
        };
        responses: {
            /** @description The session is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is terminated. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /**
                 * @description How many results to return at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many results to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of messages. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the session.
                 * @example sess_abc123
                 */
                id: components["schemas"]["SessionId"];
            };
            cookie?: never;
        };
        /** @description The message. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageSend"];
            };
        };
        responses: {
            /** @description The finished turn, or a stream of it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Turn"];
                    "text/event-stream": components["schemas"]["TurnEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channels. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    restartChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the channel.
                 * @example telegram
                 */
                name: components["schemas"]["ChannelName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel is reconnecting. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelRestart"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChannelHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the channel.
                 * @example telegram
                 */
                name: components["schemas"]["ChannelName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the check found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelHealth"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listHooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hooks. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createHook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The endpoint, the events and the secret. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["HookCreate"];
            };
        };
        responses: {
            /** @description The hook is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hook is gone. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enableHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hook is active. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateHookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookSecretRotated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listHookDeliveries: {
        parameters: {
            query?: {
                /**
                 * @description List deliveries in this status only.
                 * @example failed
                 */
                status?: "pending" | "delivered" | "failed";
                /**
                 * @description How many results to return at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many results to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of deliveries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayHookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the hook.
                 * @example hook_001
                 */
                id: components["parameters"]["HookId"];
                /**
                 * @description The identifier of the delivery.
                 * @example dlv_001
                 */
                delivery_id: components["schemas"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery is pending again. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMcpServers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The servers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpServerList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reconnectMcpServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the server.
                 * @example filesystem
                 */
                name: components["schemas"]["McpServerName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is reconnecting. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["McpReconnect"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPlugins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plugins. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reloadPlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plugin is loaded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginLoaded"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    disablePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plugin is disabled. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginDisabled"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    enablePlugin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the plugin.
                 * @example weather
                 */
                name: components["schemas"]["PluginName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plugin is enabled. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginLoaded"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSkills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The skills. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status, good or bad. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The daemon is healthy. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Healthy"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            /** @description The daemon is not healthy. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unhealthy"];
                };
            };
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The configuration. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description New values by dotted key. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfigPatch"];
            };
        };
        responses: {
            /** @description The values are stored; those that need no restart are in force. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigUpdated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLogs: {
        parameters: {
            query?: {
                /**
                 * @description The lowest level to answer.
                 * @example info
                 */
                level?: components["parameters"]["Level"];
                /**
                 * @description Answer this module only; `agent` also matches `agent::loop`, but not `agents`.
                 * @example channel::telegram
                 */
                module?: components["parameters"]["Module"];
                /**
                 * @description Answer entries from this moment on, given in ISO 8601 or as a time back from now.
                 * @example 30m
                 */
                since?: string;
                /**
                 * @description How many entries to answer at most.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description Whether to answer a stream of server-sent events.
                 * @example false
                 */
                stream?: boolean;
            };
            header?: {
                /**
                 * @description The id of the last event received. The stream goes on after it; without a stream it means nothing.
                 * @example log_1042
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, or a stream of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogList"];
                    "text/event-stream": components["schemas"]["LogEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamLogs: {
        parameters: {
            query?: {
                /**
                 * @description The lowest level to answer.
                 * @example info
                 */
                level?: components["parameters"]["Level"];
                /**
                 * @description Answer this module only; `agent` also matches `agent::loop`, but not `agents`.
                 * @example channel::telegram
                 */
                module?: components["parameters"]["Module"];
            };
            header?: {
                /**
                 * @description The id of the last event received. The stream goes on after it; without a stream it means nothing.
                 * @example log_1042
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LogEvent"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTokens: {
        parameters: {
            query?: {
                /**
                 * @description How many results to return at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many results to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of tokens. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The name, the scopes and the lifetime. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenCreate"];
            };
        };
        responses: {
            /** @description The token is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the token.
                 * @example tok_001
                 */
                id: components["schemas"]["TokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is revoked. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The backup is whole and on disk. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDocs: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The languages the reader understands, by preference. English is answered when none of them is there.
                 * @example ko, en;q=0.8
                 */
                "Accept-Language"?: components["parameters"]["AcceptLanguage"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-RateLimit-Limit": components["headers"]["X-RateLimit-Limit"];
                    "X-RateLimit-Remaining": components["headers"]["X-RateLimit-Remaining"];
                    "X-RateLimit-Reset": components["headers"]["X-RateLimit-Reset"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Content-Language": components["headers"]["Content-Language"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveSessionCreated: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SessionCreated"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveSessionIdle: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SessionIdle"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveSessionTerminated: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["SessionTerminated"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveMessageReceived: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MessageReceived"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveMessageSent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["MessageSent"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveToolExecuted: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ToolExecuted"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveChannelConnected: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ChannelConnected"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveChannelDisconnected: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ChannelDisconnected"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveChannelError: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ChannelError"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveConfigUpdated: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ConfigUpdated"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receivePluginLoaded: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PluginLoaded"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receivePluginDisabled: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["PluginDisabled"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveMcpConnected: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["McpConnected"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveMcpDisconnected: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["McpDisconnected"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveHookDisabled: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["HookDisabled"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
    receiveErrorOccurred: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The identifier of the event, the same at every attempt; receivers drop what they know.
                 * @example evt_001
                 */
                "webhook-id": components["parameters"]["WebhookId"];
                /**
                 * @description Unix time in seconds of this attempt; it is part of what is signed.
                 * @example 1774087200
                 */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /**
                 * @description Standard Webhooks 1.0: one or more of `v1,` and the base64 HMAC-SHA256 of `id.timestamp.body`, separated by spaces. Absent when the hook has no secret.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature"?: components["parameters"]["WebhookSignature"];
                /**
                 * @description The HMAC-SHA256 of the body's bytes under the secret's text as it was given, as `sha256=` and hex. Absent when the hook has no secret.
                 * @example sha256=52b582138706ac0c597c80cfe9d4ae7c4ac5c8f5b1b4b1d7a7f5d9a2c3b4e5f6
                 */
                "X-PRX-Signature"?: components["parameters"]["PrxSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: components["requestBodies"]["ErrorOccurred"];
        responses: {
            "2XX": components["responses"]["Received"];
        };
    };
}
