// Generated from openapi/agent. Do not edit: change the YAML and run `npm run generate`.

export interface paths {
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status
         * @description Answers the identifier of the agent and the state of its connections to MCP servers and peer agents.
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
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status at its older path
         * @deprecated
         * @description The same as `GET /api/v1/status`, kept for older callers.
         */
        get: operations["getStatusLegacy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/card/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public URL
         * @description Answers the URL that the agent card publishes.
         */
        get: operations["getCardUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the public URL
         * @description Changes the URL that the agent card publishes, at once, and writes it to PUBLIC_AGENT_URL in the `.env` file of the folder the daemon was started in. A URL that is not http or https, or names a user, answers 400.
         */
        patch: operations["updateCardUrl"];
        trace?: never;
    };
    "/.well-known/agent-card.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the agent card
         * @description Answers the agent card as the A2A protocol wants it, without the envelope. Clients of version 1.0 read `supportedInterfaces`, those of 0.3 `url`, `preferredTransport` and `protocolVersion`. It needs no token.
         */
        get: operations["getAgentCard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/a2a": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak to the agent by the A2A protocol
         * @description Takes one JSON-RPC 2.0 call of the A2A protocol, version 1.0 where the header `A2A-Version` says so and 0.3 without it. A message becomes a task: a turn in the session that is the context. The streaming methods answer with `text/event-stream`. What the protocol refuses is an error of JSON-RPC with status 200; the other statuses are those of every operation of this API. Only text is read, and there are no push notifications.
         */
        post: operations["callA2a"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memory/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the memory settings
         * @description Answers the memory settings in force. A password in `postgres_dsn` is masked.
         */
        get: operations["getMemoryConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the memory settings
         * @description Changes `summarize`, `window_size` and `summarize_threshold` at once and answers the settings in force. A body that names `enabled`, `backend` or `postgres_dsn` changes nothing and answers 422.
         */
        patch: operations["updateMemoryConfig"];
        trace?: never;
    };
    "/api/v1/memory/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List threads
         * @description Lists the threads of this agent that have a message, newest first.
         */
        get: operations["listThreads"];
        put?: never;
        post?: never;
        /**
         * Delete all threads
         * @description Deletes every thread of this agent with its checkpoints and long-term memory, and nothing of other agents.
         */
        delete: operations["deleteThreads"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memory/threads/{thread_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the thread.
                 * @example session-001
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a thread
         * @description Deletes one thread of this agent with its checkpoints and long-term memory, all or nothing.
         */
        delete: operations["deleteThread"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memory/threads/{thread_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the thread.
                 * @example session-001
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        /**
         * List messages of a thread
         * @description Lists the messages of the user and the agent in one thread of this agent, oldest first.
         */
        get: operations["listThreadMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/memory/migrate-agent-id": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand threads over to another agent id
         * @description Gives every thread and all memory of `old_id` to `new_id`, beside what that one owns already. Neither has to be the agent that answers: with its own id as `old_id` it hands its threads over and has none from then on. Two equal identifiers answer 400.
         */
        post: operations["migrateAgentId"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/runtime-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the running components
         * @description Answers every component of the running agent with its revision and state, and the generation of the whole.
         */
        get: operations["getRuntimeMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/runtime-metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the running components at the older path
         * @deprecated
         * @description The same as `GET /api/v1/registry/runtime-metadata`, kept for older callers.
         */
        get: operations["getRuntimeMetadataLegacy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registry/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reload changed components
         * @description Reads the configuration file again and rebuilds the components whose configuration or files changed. A component whose new revision does not start keeps its old one and is named under `failed`; turns in flight end on the old ones. With a configuration file that cannot be used nothing is reloaded, and the answer is 409. Reloads run one after the other; with more than 16 of them waiting the answer is 409.
         */
        post: operations["reloadRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reload changed components at the older path
         * @deprecated
         * @description The same as `POST /api/v1/registry/reload`, kept for older callers.
         */
        post: operations["reloadRegistryLegacy"];
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
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The identifier of one request, found again in the access log.
         * @example req_01JPWXYZ3T8M6V0C5K2N9B7Q4R
         */
        RequestId: string;
        /** @description The connection to one MCP server. */
        McpConnection: {
            /**
             * @description Whether its tools can be used now.
             * @enum {string}
             */
            status: "connected" | "disconnected" | "reconnecting";
            /** @description The names of its tools; empty while it is not connected. */
            tools: string[];
            /** @description Why it is not connected; present when that is known. */
            error?: string;
        };
        /** @description The connection to one peer agent. */
        A2aConnection: {
            /**
             * @description Whether the peer answers.
             * @enum {string}
             */
            status: "connected" | "disconnected";
            /** @description Where the peer is. */
            url: string;
            /** @description Why it is not connected; present when that is known. */
            error?: string;
        };
        /** @description The model provider that is asked first. An addition of Gatehouse, which the page does not have. */
        ProviderConnection: {
            /** @description The name of the provider. */
            name: string;
            /** @description The model it is asked for. */
            model: string;
            /**
             * @description Whether it gave its latest answer.
             * @enum {string}
             */
            status: "connected" | "disconnected";
            /** @description Why it did not; present when it did not. */
            error?: string;
        };
        /** @description The agent and its connections. */
        Status: {
            /** @description The identifier of this agent, or null while none is set. */
            agent_id: string | null;
            /** @description MCP servers by name. */
            mcp: {
                [key: string]: components["schemas"]["McpConnection"];
            };
            /** @description Peer agents by name. */
            a2a: {
                [key: string]: components["schemas"]["A2aConnection"];
            };
            provider?: components["schemas"]["ProviderConnection"];
        };
        /** @description The agent and its connections. */
        StatusEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["Status"];
            /** @description Always null. */
            error: null;
        };
        /** @description Every error of the agent API has this shape. */
        Error: {
            /**
             * @description Always false.
             * @constant
             */
            success: false;
            /** @description Always null. */
            data: null;
            /** @description What went wrong. */
            error: {
                /**
                 * @description A stable word for programs. The first nine are printed on the page; the others follow its style.
                 * @enum {string}
                 */
                code: "MEMORY_DISABLED" | "AGENT_ID_REQUIRED" | "IMMUTABLE_FIELD" | "INVALID_BODY" | "INVALID_PARAM" | "MISSING_THREAD_ID" | "THREAD_NOT_FOUND" | "FORBIDDEN" | "RUNTIME_UNAVAILABLE" | "UNAUTHORIZED" | "SCOPE_REQUIRED" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "CONFLICT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "EXPECTATION_FAILED" | "RATE_LIMITED" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "UNAVAILABLE";
                /** @description One sentence for people. */
                message: string;
                /** @description Facts about this error; absent when there are none. */
                details?: {
                    [key: string]: unknown;
                };
            };
        };
        /** @description Where the agent card says the agent is. */
        CardUrl: {
            /** @description The public URL; the daemon's own address until one is set. */
            url: string;
        };
        /** @description The public URL. */
        CardUrlEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["CardUrl"];
            /** @description Always null. */
            error: null;
        };
        /**
         * Format: uri
         * @description An absolute http or https URL.
         * @example https://example.com/webhook
         */
        Uri: string;
        /** @description A new public URL. */
        CardUrlUpdate: {
            /** @description The new public URL, http or https. */
            url: components["schemas"]["Uri"];
        };
        /** @description The change that was made. */
        CardUrlUpdated: {
            /** @description The public URL from now on. */
            url: string;
            /** @description The public URL until now. */
            previous_url: string;
            /** @description Whether PUBLIC_AGENT_URL was kept in step; when false the old URL is back after a restart. */
            persisted: boolean;
        };
        /** @description The change that was made. */
        CardUrlUpdatedEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["CardUrlUpdated"];
            /** @description Always null. */
            error: null;
        };
        /** @description One way to speak to the agent. */
        AgentCardInterface: {
            /** @description Where the agent is. */
            url: string;
            /**
             * @description The transport that is spoken there.
             * @constant
             */
            protocolBinding: "JSONRPC";
            /**
             * @description The version of the protocol.
             * @enum {string}
             */
            protocolVersion: "1.0" | "0.3";
        };
        /** @description One thing the agent can do. */
        AgentCardSkill: {
            /** @description The identifier of the skill. */
            id: string;
            /** @description The name of the skill. */
            name: string;
            /** @description What it is for. */
            description: string;
            /** @description Words to find it by. */
            tags: string[];
            /** @description Messages that call for it. */
            examples: string[];
        };
        /** @description The agent card of the A2A protocol, readable by clients of version 1.0 and of version 0.3. */
        AgentCard: {
            /** @description The name of the agent. */
            name: string;
            /** @description What the agent is for. */
            description: string;
            /** @description The version of the daemon. */
            version: string;
            /** @description Where the agent is and how to speak to it there, the best way first. */
            supportedInterfaces: components["schemas"]["AgentCardInterface"][];
            /**
             * @description The version of the protocol, for clients of 0.3.
             * @constant
             */
            protocolVersion: "0.3.0";
            /** @description Where the agent is, for clients of 0.3. */
            url: string;
            /**
             * @description How to speak to it there, for clients of 0.3.
             * @constant
             */
            preferredTransport: "JSONRPC";
            /** @description What of the protocol the agent does. */
            capabilities: {
                /** @description Whether it streams. */
                streaming: boolean;
                /** @description Whether it calls back. */
                pushNotifications: boolean;
            };
            /** @description Media types it reads. */
            defaultInputModes: string[];
            /** @description Media types it writes. */
            defaultOutputModes: string[];
            /** @description What it can do. */
            skills: components["schemas"]["AgentCardSkill"][];
        };
        /** @description A JSON-RPC 2.0 request of the A2A protocol. It may be any JSON here: what is wrong with it is answered in the protocol's own words. */
        A2aRequest: unknown;
        /** @description Why the call was refused. */
        A2aError: {
            /** @description The code of JSON-RPC or of the A2A protocol. */
            code: number;
            /** @description One sentence for people. */
            message: string;
            /** @description Facts about the error, as the protocol has them. */
            data?: {
                [key: string]: unknown;
            }[];
        };
        /** @description A JSON-RPC 2.0 response, with either a result or an error. */
        A2aResponse: {
            /**
             * @description The version of JSON-RPC.
             * @constant
             */
            jsonrpc: "2.0";
            /** @description The identifier of the request; null where it has none. */
            id: string | number | null;
            /** @description What the method answers. */
            result?: {
                [key: string]: unknown;
            };
            error?: components["schemas"]["A2aError"];
        };
        /** @description One server-sent event of a streamed call; its data is a response, all with the identifier of the request. */
        A2aEvent: {
            /**
             * @description The event name, which is the default one of event streams.
             * @constant
             */
            event: "message";
            data: components["schemas"]["A2aResponse"];
        };
        /** @description The memory settings in force. */
        MemoryConfig: {
            /** @description Whether the agent keeps threads. */
            enabled: boolean;
            /** @description Where memory is kept. */
            backend: string;
            /** @description The address of a PostgreSQL store with its password masked, or null. */
            postgres_dsn: string | null;
            /** @description Whether older messages are summarized into long-term memory. */
            summarize: boolean;
            /** @description Newest messages given to the model. */
            window_size: number;
            /** @description Messages that trigger a summary. */
            summarize_threshold: number;
        };
        /** @description The memory settings in force. */
        MemoryConfigEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["MemoryConfig"];
            /** @description Always null. */
            error: null;
        };
        /** @description Settings to change. Those that cannot change while the daemon runs are taken only to answer 422. */
        MemoryConfigUpdate: {
            /** @description Whether older messages are summarized into long-term memory. */
            summarize?: boolean;
            /** @description Newest messages given to the model. */
            window_size?: number;
            /** @description Messages that trigger a summary. */
            summarize_threshold?: number;
            /** @description Cannot change while the daemon runs. */
            enabled?: boolean;
            /** @description Cannot change while the daemon runs. */
            backend?: string;
            /** @description Cannot change while the daemon runs. */
            postgres_dsn?: string | null;
        };
        /**
         * @description The identifier of an agent.
         * @example my-agent
         */
        AgentId: string;
        /**
         * @description The identifier of a thread; the same as that of the session.
         * @example session-001
         */
        ThreadId: string;
        /** @description Threads of this agent, newest first. */
        ThreadList: {
            agent_id: components["schemas"]["AgentId"];
            /** @description The identifiers of the threads. */
            threads: components["schemas"]["ThreadId"][];
        };
        /** @description Threads of this agent. */
        ThreadListEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["ThreadList"];
            /** @description Always null. */
            error: null;
        };
        /**
         * @description A number of things.
         * @example 1
         */
        Count: number;
        /** @description How much was deleted. */
        DeletedCounts: {
            /** @description Saved states. */
            checkpoints: components["schemas"]["Count"];
            /** @description Large values of saved states. */
            checkpoint_blobs: components["schemas"]["Count"];
            /** @description Entries of long-term memory. */
            persistent_memory: components["schemas"]["Count"];
        };
        /** @description What was deleted of all threads of this agent. */
        ThreadsDeleted: {
            agent_id: components["schemas"]["AgentId"];
            deleted: components["schemas"]["DeletedCounts"];
        };
        /** @description What was deleted of all threads. */
        ThreadsDeletedEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["ThreadsDeleted"];
            /** @description Always null. */
            error: null;
        };
        /** @description What was deleted of one thread. */
        ThreadDeleted: {
            thread_id: components["schemas"]["ThreadId"];
            deleted: components["schemas"]["DeletedCounts"];
        };
        /** @description What was deleted of one thread. */
        ThreadDeletedEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["ThreadDeleted"];
            /** @description Always null. */
            error: null;
        };
        /** @description One message of a thread. */
        ThreadMessage: {
            /**
             * @description Who wrote it.
             * @enum {string}
             */
            role: "human" | "ai";
            /** @description The text. */
            content: string;
        };
        /** @description The conversation of a thread, oldest message first. */
        ThreadMessages: {
            thread_id: components["schemas"]["ThreadId"];
            /** @description The messages of the user and the agent. */
            messages: components["schemas"]["ThreadMessage"][];
        };
        /** @description The conversation of a thread. */
        ThreadMessagesEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["ThreadMessages"];
            /** @description Always null. */
            error: null;
        };
        /** @description The old and the new owner. */
        AgentIdMigrate: {
            old_id: components["schemas"]["AgentId"];
            new_id: components["schemas"]["AgentId"];
        };
        /** @description The change of owner that was made. */
        AgentIdMigrated: {
            old_id: components["schemas"]["AgentId"];
            new_id: components["schemas"]["AgentId"];
            /** @description Threads that have the new owner now. */
            migrated_threads: components["schemas"]["Count"];
        };
        /** @description The change of owner that was made. */
        AgentIdMigratedEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["AgentIdMigrated"];
            /** @description Always null. */
            error: null;
        };
        /**
         * @description The identifier of a component, its kind and its name.
         * @example mcp_server:filesystem
         */
        ComponentId: string;
        /**
         * @description What sort of component it is.
         * @example mcp_server
         * @enum {string}
         */
        ComponentKind: "provider" | "system_prompt" | "mcp_server" | "plugin" | "skill" | "channel";
        /** @description One component of the running agent. */
        Component: {
            id: components["schemas"]["ComponentId"];
            kind: components["schemas"]["ComponentKind"];
            /** @description Stands for everything the running component is made from: its settings, its files. It changes when one of them does, and can be compared until the daemon stops. */
            revision: string;
            /**
             * @description running works; starting is being started for the first time; stopped is switched off; failed could not be started, or has broken and is being started again.
             * @enum {string}
             */
            state: "running" | "starting" | "stopped" | "failed";
            /** @description Why it failed, or null. */
            error: string | null;
        };
        /** @description The components that run now. */
        RuntimeMetadata: {
            /** @description 1 after the start of the daemon; one more with every reload that reloaded something, and with nothing else. */
            generation: components["schemas"]["Count"];
            /** @description The components, by id. */
            components: components["schemas"]["Component"][];
        };
        /** @description The components that run now. */
        RuntimeMetadataEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["RuntimeMetadata"];
            /** @description Always null. */
            error: null;
        };
        /** @description A component whose new revision did not start. Where an old one runs, it goes on. */
        ComponentFailure: {
            id: components["schemas"]["ComponentId"];
            kind: components["schemas"]["ComponentKind"];
            /** @description Why it did not start. */
            error: string;
        };
        /** @description What a reload did. */
        RegistryReload: {
            /** @description The generation from now on. */
            generation: components["schemas"]["Count"];
            /** @description The generation until now. */
            previous_generation: components["schemas"]["Count"];
            /** @description Components that were added, rebuilt or removed since the generation before: by this reload, or because a change of the settings or files took effect by itself. */
            reloaded: components["schemas"]["ComponentId"][];
            /** @description Components that had not changed and were left alone, also those that are broken: they are started again by themselves. */
            unchanged: components["schemas"]["ComponentId"][];
            /** @description Components that have changed and whose new revision did not start; the next reload tells of them again. */
            failed: components["schemas"]["ComponentFailure"][];
        };
        /** @description What a reload did. */
        RegistryReloadEnvelope: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            data: components["schemas"]["RegistryReload"];
            /** @description Always null. */
            error: null;
        };
    };
    responses: {
        /** @description The path exists, but not with this verb; `Allow` lists those it has. */
        MethodNotAllowed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
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
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The agent and its connections. */
        Status: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["StatusEnvelope"];
            };
        };
        /** @description A parameter or the body is missing or wrong; `details.issues` names each fault. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
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
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too many wrong tokens; `Retry-After` says when to come back. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
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
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Memory is not enabled. */
        MemoryNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The daemon has no agent id, which owns the memory. */
        AgentIdRequired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The daemon has no agent id, or the environment sets one of the settings and always wins; nothing was changed. */
        MemoryConfigConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body names a setting that cannot change while the daemon runs; nothing was changed. */
        ImmutableField: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The thread belongs to another agent, or the token lacks a scope. */
        ThreadForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The thread is not named, or a parameter is wrong; `details.issues` names each fault. */
        BadThreadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description There is no data of this thread, or memory is not enabled. */
        ThreadNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The components. */
        RuntimeMetadata: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RuntimeMetadataEnvelope"];
            };
        };
        /** @description There is no such resource; registry operations answer this while runtime control is off. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The registry runtime cannot be used now. */
        RuntimeUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The reload is done. */
        RegistryReload: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegistryReloadEnvelope"];
            };
        };
    };
    parameters: {
        /**
         * @description How many results to return at most; without it all are returned.
         * @example 50
         */
        Limit: number;
        /**
         * @description How many results to skip before the first one returned.
         * @example 0
         */
        Offset: number;
        /**
         * @description The identifier of the thread.
         * @example session-001
         */
        ThreadId: components["schemas"]["ThreadId"];
        /**
         * @description The languages the reader understands, by preference. English is answered when none of them is there.
         * @example ko, en;q=0.8
         */
        AcceptLanguage: string;
    };
    requestBodies: never;
    headers: {
        /** @description The identifier of this request, found again in the access log and in the details of a 500. */
        "X-Request-Id": components["schemas"]["RequestId"];
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
         * @example GET, PATCH
         */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Status"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatusLegacy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Status"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCardUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public URL. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardUrlEnvelope"];
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
    updateCardUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The new public URL. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardUrlUpdate"];
            };
        };
        responses: {
            /** @description The URL is changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardUrlUpdatedEnvelope"];
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
    getAgentCard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The card. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentCard"];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    callA2a: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The version of the protocol that the caller speaks; 0.3 where it is absent.
                 * @example 1.0
                 */
                "A2A-Version"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The call. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["A2aRequest"];
            };
        };
        responses: {
            /** @description The answer of the protocol, or a stream of them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["A2aResponse"];
                    "text/event-stream": components["schemas"]["A2aEvent"];
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
    getMemoryConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemoryConfigEnvelope"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MemoryNotFound"];
            409: components["responses"]["AgentIdRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMemoryConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The settings to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemoryConfigUpdate"];
            };
        };
        responses: {
            /** @description The settings are changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemoryConfigEnvelope"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MemoryNotFound"];
            409: components["responses"]["MemoryConfigConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ImmutableField"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listThreads: {
        parameters: {
            query?: {
                /**
                 * @description How many results to return at most; without it all are returned.
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
            /** @description The threads. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadListEnvelope"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ThreadForbidden"];
            404: components["responses"]["MemoryNotFound"];
            409: components["responses"]["AgentIdRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteThreads: {
        parameters: {
            query: {
                /**
                 * @description Must be `true`, so that nobody deletes all by a slip; anything else answers 400.
                 * @example true
                 */
                all: "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The threads are deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadsDeletedEnvelope"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ThreadForbidden"];
            404: components["responses"]["MemoryNotFound"];
            409: components["responses"]["AgentIdRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the thread.
                 * @example session-001
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The thread is deleted. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadDeletedEnvelope"];
                };
            };
            400: components["responses"]["BadThreadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ThreadForbidden"];
            404: components["responses"]["ThreadNotFound"];
            409: components["responses"]["AgentIdRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listThreadMessages: {
        parameters: {
            query?: {
                /**
                 * @description How many results to return at most; without it all are returned.
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
                 * @description The identifier of the thread.
                 * @example session-001
                 */
                thread_id: components["parameters"]["ThreadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadMessagesEnvelope"];
                };
            };
            400: components["responses"]["BadThreadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ThreadForbidden"];
            404: components["responses"]["ThreadNotFound"];
            409: components["responses"]["AgentIdRequired"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    migrateAgentId: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The old and the new identifier. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentIdMigrate"];
            };
        };
        responses: {
            /** @description The threads are handed over. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentIdMigratedEnvelope"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MemoryNotFound"];
            409: components["responses"]["AgentIdRequired"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRuntimeMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RuntimeMetadata"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RuntimeUnavailable"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRuntimeMetadataLegacy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RuntimeMetadata"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RuntimeUnavailable"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reloadRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RegistryReload"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RuntimeUnavailable"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reloadRegistryLegacy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["RegistryReload"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["RuntimeUnavailable"];
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
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
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            400: components["responses"]["BadRequest"];
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
                    "Content-Language": components["headers"]["Content-Language"];
                    Vary: components["headers"]["Vary"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}

import type { Binder } from '../methods.ts';

/** The operations of the agent contract, by operationId. */
export const createMethods = (to: Binder) => ({
  /** Get the status: GET /api/v1/status. */
  getStatus: to.call<operations["getStatus"]>("get", "/api/v1/status"),
  /** Get the status at its older path: GET /status. */
  getStatusLegacy: to.call<operations["getStatusLegacy"]>("get", "/status"),
  /** Get the public URL: GET /api/v1/card/url. */
  getCardUrl: to.call<operations["getCardUrl"]>("get", "/api/v1/card/url"),
  /** Change the public URL: PATCH /api/v1/card/url. */
  updateCardUrl: to.call<operations["updateCardUrl"]>("patch", "/api/v1/card/url"),
  /** Get the agent card: GET /.well-known/agent-card.json. */
  getAgentCard: to.call<operations["getAgentCard"]>("get", "/.well-known/agent-card.json"),
  /** Speak to the agent by the A2A protocol: POST /a2a. */
  callA2a: to.both<operations["callA2a"]>("post", "/a2a", {}),
  /** Get the memory settings: GET /api/v1/memory/config. */
  getMemoryConfig: to.call<operations["getMemoryConfig"]>("get", "/api/v1/memory/config"),
  /** Change the memory settings: PATCH /api/v1/memory/config. */
  updateMemoryConfig: to.call<operations["updateMemoryConfig"]>("patch", "/api/v1/memory/config"),
  /** List threads: GET /api/v1/memory/threads. */
  listThreads: to.list<operations["listThreads"], ["data","threads"]>("get", "/api/v1/memory/threads", ["data","threads"]),
  /** Delete all threads: DELETE /api/v1/memory/threads. */
  deleteThreads: to.call<operations["deleteThreads"]>("delete", "/api/v1/memory/threads"),
  /** Delete a thread: DELETE /api/v1/memory/threads/{thread_id}. */
  deleteThread: to.call<operations["deleteThread"]>("delete", "/api/v1/memory/threads/{thread_id}"),
  /** List messages of a thread: GET /api/v1/memory/threads/{thread_id}/messages. */
  listThreadMessages: to.list<operations["listThreadMessages"], ["data","messages"]>("get", "/api/v1/memory/threads/{thread_id}/messages", ["data","messages"]),
  /** Hand threads over to another agent id: POST /api/v1/memory/migrate-agent-id. */
  migrateAgentId: to.call<operations["migrateAgentId"]>("post", "/api/v1/memory/migrate-agent-id"),
  /** Get the running components: GET /api/v1/registry/runtime-metadata. */
  getRuntimeMetadata: to.call<operations["getRuntimeMetadata"]>("get", "/api/v1/registry/runtime-metadata"),
  /** Get the running components at the older path: GET /internal/runtime-metadata. */
  getRuntimeMetadataLegacy: to.call<operations["getRuntimeMetadataLegacy"]>("get", "/internal/runtime-metadata"),
  /** Reload changed components: POST /api/v1/registry/reload. */
  reloadRegistry: to.call<operations["reloadRegistry"]>("post", "/api/v1/registry/reload"),
  /** Reload changed components at the older path: POST /internal/reload. */
  reloadRegistryLegacy: to.call<operations["reloadRegistryLegacy"]>("post", "/internal/reload"),
  /** Get this contract: GET /openapi.json. */
  getOpenapi: to.call<operations["getOpenapi"]>("get", "/openapi.json"),
  /** Get the contract as YAML: GET /openapi.yaml. */
  getOpenapiYaml: to.call<operations["getOpenapiYaml"]>("get", "/openapi.yaml", "application/yaml"),
  /** Read the documentation: GET /docs. */
  getDocs: to.call<operations["getDocs"]>("get", "/docs", "text/html"),
});

/** The codes of the agent contract's errors. */
export type ErrorCode = "MEMORY_DISABLED" | "AGENT_ID_REQUIRED" | "IMMUTABLE_FIELD" | "INVALID_BODY" | "INVALID_PARAM" | "MISSING_THREAD_ID" | "THREAD_NOT_FOUND" | "FORBIDDEN" | "RUNTIME_UNAVAILABLE" | "UNAUTHORIZED" | "SCOPE_REQUIRED" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "CONFLICT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "EXPECTATION_FAILED" | "RATE_LIMITED" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "UNAVAILABLE";
