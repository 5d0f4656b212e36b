// Generated from openapi/nanoclaw. Do not edit: change the YAML and run `npm run generate`.

export interface paths {
    "/api/v1/container/runtime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the container runtime
         * @description Answers which container engine was found and how containers reach the host. No engine is an answer with `available: false`, not an error. A finding is kept for some seconds; `refresh` looks again.
         */
        get: operations["getRuntime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/image/build": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Build the agent image
         * @description Builds the agent image and answers when the build has ended; a build that fails is `success: false` with the end of its log. With `async` in the query or the body it answers 202 at once, and the image status tells how it goes. One build runs at a time; a second answers 409. What is built is fixed by the configuration.
         */
        post: operations["buildImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/image/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status of an image
         * @description Answers whether the image exists, and how its last build went. A missing image is `exists` false, not an error.
         */
        get: operations["getImageStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/mount/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a mount
         * @description Tells whether a host path could be mounted, and how. Links are followed before anything is compared, and without an allowlist everything is refused. A refused mount is `allowed` false, not an error; nothing is changed.
         */
        post: operations["validateMount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/mount/allowlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the mount allowlist
         * @description Answers the allowed roots and the blocked patterns, with the built-in patterns that always apply.
         */
        get: operations["getMountAllowlist"];
        /**
         * Replace the mount allowlist
         * @description Replaces the whole allowlist and answers the stored one. The built-in blocked patterns stay, whether they are sent or not. A root is absolute or begins with `~`, and is never `/`.
         */
        put: operations["setMountAllowlist"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the status of the credential proxy
         * @description Answers whether the proxy runs, where, and what its mappings have done. Credentials are never shown.
         */
        get: operations["getProxyStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the credential proxy
         * @description Starts the proxy. One that runs already is left as it is, and the answer says so; a taken port is 503.
         */
        post: operations["startProxy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop the credential proxy
         * @description Stops the proxy. Requests under way have 5 seconds to end. One that is stopped already is left as it is, and the answer says so.
         */
        post: operations["stopProxy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a credential mapping
         * @description Adds an upstream and the credential for it. Containers send the placeholder; the proxy puts the credential in its place. The credential is never shown again; a name that is taken answers 409.
         */
        post: operations["createProxyMapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/mappings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the mapping.
                 * @example map_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["schemas"]["MappingId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a credential mapping
         * @description Removes the mapping and its credential. Containers that use its placeholder are refused from now on.
         */
        delete: operations["deleteProxyMapping"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/credential-proxy/port": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the port of the credential proxy
         * @description Sets the port and keeps it. A running proxy moves to it, and stays where it is when the port cannot be had (503). A port of the management APIs answers 409. Containers that already run keep the old address.
         */
        put: operations["setProxyPort"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/ipc/directories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create the IPC directories
         * @description Creates the directories through which a namespace and its container speak. Those that exist are left as they are.
         */
        post: operations["createIpcDirectories"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/ipc/follow-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a follow-up message
         * @description Hands a message to the running container of a namespace; it is durable before the answer is sent. Without a running container, or when a scheduled task has it, the answer is 409.
         */
        post: operations["sendFollowUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/ipc/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a container
         * @description Asks the running container of a namespace to end. It is not killed: it ends its turn first. Without a running container the answer is 409.
         */
        post: operations["sendClose"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/queue/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the groups of the queue
         * @description Lists what every group is doing, the latest activity first.
         */
        get: operations["listQueueGroups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/queue/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what runs and what waits
         * @description Answers how many containers run, how much waits, and how many more may start.
         */
        get: operations["getQueueCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/queue/groups/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a namespace, or the address of one of its chats.
                 * @example telegram_dev-team
                 */
                group: components["schemas"]["GroupKey"];
            };
            cookie?: never;
        };
        /**
         * Get the state of a group
         * @description Answers what one group is doing. A namespace that never ran is idle; an unknown one is 404.
         */
        get: operations["getQueueGroup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/queue/max-concurrent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how many containers may run
         * @description Answers how many containers may run at the same time.
         */
        get: operations["getMaxConcurrent"];
        /**
         * Set how many containers may run
         * @description Sets and keeps the limit. A lower one stops nothing that runs; a higher one starts at once what waits. A limit that the environment sets answers 409.
         */
        put: operations["setMaxConcurrent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/namespaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List namespaces
         * @description Lists every namespace, newest first.
         */
        get: operations["listNamespaces"];
        put?: never;
        /**
         * Create a namespace
         * @description Creates a namespace with its folder. A name that is taken, whatever its case, a chat that belongs to another namespace and a second main namespace answer 409.
         */
        post: operations["createNamespace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/namespaces/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        /**
         * Get a namespace
         * @description Answers one namespace.
         */
        get: operations["getNamespace"];
        /**
         * Change a namespace
         * @description Changes what is sent and keeps the rest. The name cannot change; conflicts are those of creation.
         */
        put: operations["setNamespace"];
        post?: never;
        /**
         * Delete a namespace
         * @description Deletes the namespace and pauses its schedules. Its files stay unless `purge` is set. With a running container it answers 409 unless `force` is set, which closes the container.
         */
        delete: operations["deleteNamespace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/namespaces/{name}/instructions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        /**
         * Get the instructions of a namespace
         * @description Answers the instructions; of a namespace that has none, empty ones.
         */
        get: operations["getNamespaceInstructions"];
        /**
         * Set the instructions of a namespace
         * @description Replaces the instructions, at most 256 KiB (413). Empty ones clear them.
         */
        put: operations["setNamespaceInstructions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/namespaces/global/instructions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the global instructions
         * @description Answers the instructions of every namespace but the main one; without any, empty ones.
         */
        get: operations["getGlobalInstructions"];
        /**
         * Set the global instructions
         * @description Replaces the instructions of every namespace but the main one, at most 256 KiB (413). Empty ones clear them.
         */
        put: operations["setGlobalInstructions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/namespaces/merge-instructions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview merged instructions
         * @description Shows what an agent of the namespace is told: the global instructions, a blank line, its own. The main namespace has only its own. Drafts stand in for what is stored; nothing is changed.
         */
        post: operations["mergeInstructions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules
         * @description Lists schedules, newest first.
         */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Create a schedule
         * @description Creates a schedule. A cron expression has exactly five fields (400 invalid_cron); an interval is at least a minute and at most 365 days, in milliseconds; a moment that is past answers 400 with once_in_past. A namespace that does not exist answers 404.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * Get a schedule
         * @description Answers one schedule, with how its last run went.
         */
        get: operations["getSchedule"];
        /**
         * Change a schedule
         * @description Changes what is sent and keeps the rest. A new time, or enabling again, reckons the next run from now; runs missed while it was disabled are not made up for. A completed one becomes active again with a new moment to come.
         */
        put: operations["setSchedule"];
        post?: never;
        /**
         * Delete a schedule
         * @description Deletes the schedule and its logs. A run under way is left to end.
         */
        delete: operations["deleteSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/schedules/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /**
         * List the runs of a schedule
         * @description Lists the runs of one schedule, newest first. One that was due and was not run is listed as skipped.
         */
        get: operations["listScheduleLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit log
         * @description Lists what was done and what was refused, newest first. Secrets are never in it.
         */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/run-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs
         * @description Lists the runs of all containers, newest first, those under way among them.
         */
        get: operations["getRunHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/container/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get current metrics
         * @description Answers what runs at this moment, and what was counted since the daemon started; with `Accept: text/plain` in the text format of Prometheus.
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
    "/api/v1/container/analytics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get analytics
         * @description Adds up the runs and messages of a period. Without `from` the period ends at `to`, or now, and is as long as `period` says. Where there were no runs, counts are 0 and averages null. Runs belong to the period in which they began, messages by whole hours to the one in which their hour began.
         */
        get: operations["getAnalytics"];
        put?: never;
        post?: never;
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
         * @description Lists the four channels and how each is doing, connected or not.
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
    "/api/v1/channels/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a channel
         * @description Answers one channel; 404 for a name that is not a channel.
         */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to a chat
         * @description Sends text to a chat, in pieces when the platform takes no more at once, and stores it in the chat's history. An address that no channel owns is 404, a channel that is not connected 409, a refusal by the platform 502.
         */
        post: operations["sendChannelMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/chats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List chats
         * @description Lists the chats that the daemon has seen, the newest activity first. They are counted up to 100000; that number stands for more.
         */
        get: operations["listChats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/chats/{jid}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages of a chat
         * @description Lists the newest messages of a chat that match, in the order they were written.
         */
        get: operations["listChatMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/sender-allowlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the sender allowlist
         * @description Answers who may write to the agents. Until a list is set, everyone may.
         */
        get: operations["getSenderAllowlist"];
        /**
         * Set the sender allowlist
         * @description Replaces the whole list at once and holds from the next message on. One bad entry, such as an address that no channel could own, is 400 and the old list stays.
         */
        put: operations["setSenderAllowlist"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/telegram/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect Telegram
         * @description Checks the token, then starts to receive messages. Connecting again with the same token changes nothing; another token takes the old one's place once it is checked. A token that Telegram refuses is 422.
         */
        post: operations["connectTelegram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/telegram/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect Telegram
         * @description Stops receiving messages at once. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.
         */
        post: operations["disconnectTelegram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/telegram/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Telegram credentials
         * @description Asks Telegram about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Telegram cannot be reached or fails, the answer is 502 or 504.
         */
        post: operations["validateTelegram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/telegram/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an update
         * @description Telegram posts one update at a time here when the channel is connected with the mode `webhook`. The secret is checked before the body is read; a missing or wrong one is 403. Every genuine update is stored before the answer, and what is not known is ignored; an update that comes twice is kept once. It is 404 while Telegram is not connected. No API key is asked for.
         */
        post: operations["receiveTelegramWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/slack/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect Slack
         * @description Checks the tokens and opens a socket to Slack; the answer comes once Slack has greeted, or as 504 after 15 s. Connecting again with the same tokens changes nothing; other tokens take the old ones' place once they are checked. Tokens that Slack refuses are 422.
         */
        post: operations["connectSlack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/slack/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect Slack
         * @description Closes the socket. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.
         */
        post: operations["disconnectSlack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/slack/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Slack credentials
         * @description Asks Slack about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Slack cannot be reached or fails, the answer is 502 or 504.
         */
        post: operations["validateSlack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/slack/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event
         * @description Slack posts one event at a time here when `channels_config.slack.mode` is `events`, and asks once whether the address is the app's. The signature is checked over the raw bytes before they are read; a missing, wrong or old one is 403. Every genuine event is stored before the answer, and what is not known is ignored; an event that comes twice is kept once. It is 404 while Slack is not connected. No API key is asked for.
         */
        post: operations["receiveSlackEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/discord/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect Discord
         * @description Opens a gateway connection; the answer comes once Discord says that the bot is ready, or as 504 after 30 s. Connecting again with the same token changes nothing; another token takes the old one's place once it is checked. A token that Discord refuses is 422, and so is a bot that may not read message text (`disallowed_intents`).
         */
        post: operations["connectDiscord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/discord/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect Discord
         * @description Closes the gateway connection. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.
         */
        post: operations["disconnectDiscord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/discord/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Discord credentials
         * @description Asks Discord about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Discord cannot be reached or fails, the answer is 502 or 504.
         */
        post: operations["validateDiscord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/whatsapp/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect WhatsApp
         * @description Checks the access token for the number and stores the credentials. Messages arrive at `webhookPath`, which the operator gives to Meta together with the verify token. Connecting again replaces what was stored once it is checked. Credentials that Meta refuses are 422.
         */
        post: operations["connectWhatsapp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/whatsapp/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect WhatsApp
         * @description Refuses the webhook from now on. The credentials are kept for the next connect unless `forget` is true. Disconnecting what is not connected succeeds as well.
         */
        post: operations["disconnectWhatsapp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/whatsapp/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check WhatsApp credentials
         * @description Asks Meta about the credentials and stores nothing. Wrong ones are an answer with `valid:false`; when Meta cannot be reached or fails, the answer is 502 or 504.
         */
        post: operations["validateWhatsapp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/whatsapp/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the webhook
         * @description Meta asks this once when the webhook is set up. The challenge comes back as plain text when the mode is `subscribe` and the verify token is the one set on connect; anything else is 403. No API key is asked for.
         */
        get: operations["verifyWhatsappWebhook"];
        put?: never;
        /**
         * Receive events
         * @description Meta posts batches of events here, up to 4 MiB. The signature is checked over the raw bytes before they are read; a missing or wrong one is 403. Every genuine batch is stored before the answer, and what is not known is ignored; a message delivered twice is kept once. It is 404 while WhatsApp is not connected and 503 without an app secret. No API key is asked for.
         */
        post: operations["receiveWhatsappWebhook"];
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
         * Get the contract
         * @description Answers this contract as one OpenAPI document, with every reference resolved inside it.
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
         * @description Answers the same document as `/openapi.json`, written as YAML.
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
         * @description Answers the reference of this API as one page, in the language asked for as far as it is there. The guides and everything else of the documentation are under `/docs/`.
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
        /** @description How a container reaches the host; null without an engine. */
        Networking: {
            /** @description The address of the host as a container sees it. */
            hostGateway: string;
            /** @description Arguments that containers are started with so that the address works. */
            extraRunArgs: string[];
        } | null;
        /** @description The container engine that was found, or none. */
        Runtime: {
            /** @description Whether containers can run. */
            available: boolean;
            /**
             * @description The engine; null when there is none.
             * @enum {string|null}
             */
            backend: "apple_container" | "docker" | null;
            /** @description The version of the engine; null when it is not known. */
            version: string | null;
            networking: components["schemas"]["Networking"];
            /** @description The finding as a sentence; without an engine it says why. */
            message: string;
        };
        /**
         * @description A stable word for programs.
         * @enum {string}
         */
        ErrorCode: "invalid_json" | "validation_failed" | "invalid_jid" | "invalid_cron" | "invalid_timezone" | "invalid_image_tag" | "invalid_name" | "once_in_past" | "unauthorized" | "forbidden" | "invalid_signature" | "verify_token_mismatch" | "not_found" | "method_not_allowed" | "request_timeout" | "already_exists" | "already_running" | "not_running" | "not_connected" | "task_container_active" | "in_use" | "conflict" | "payload_too_large" | "unsupported_media_type" | "expectation_failed" | "credentials_rejected" | "disallowed_intents" | "rate_limited" | "headers_too_large" | "internal_error" | "upstream_error" | "upstream_timeout" | "runtime_unavailable" | "port_in_use" | "unavailable";
        /** @description One fault of the request. */
        FieldFault: {
            /**
             * @description The part of the request.
             * @enum {string}
             */
            in: "path" | "query" | "header" | "body";
            /** @description The parameter or body property; empty for the body as a whole. */
            path: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /** @description Facts about this error. A validation_failed names every fault in `fields`. */
        ErrorDetails: {
            /** @description Every fault of the request. */
            fields?: components["schemas"]["FieldFault"][];
        } & {
            [key: string]: unknown;
        };
        /** @description Every error of the container and channel API has this shape. */
        Error: {
            /**
             * @description Always false.
             * @constant
             */
            success: false;
            error: components["schemas"]["ErrorCode"];
            /** @description One sentence for people. */
            message: string;
            details?: components["schemas"]["ErrorDetails"];
        };
        /**
         * @description An image as `[registry/]name[:tag][@digest]`. It is not empty and does not begin with `-`; what does not follow this form answers 400 with invalid_image_tag.
         * @example aigo-agent-runner:latest
         */
        ImageTagInput: string;
        /** @description What to build and whether to wait for it. */
        ImageBuild: {
            /** @description The tag of the new image. Without it, the default tag of the configuration. */
            imageTag?: components["schemas"]["ImageTagInput"];
            /**
             * @description Answer at once and build in the background.
             * @default false
             */
            async: boolean;
        };
        /**
         * @description An image as `[registry/]name[:tag][@digest]`.
         * @example aigo-agent-runner:latest
         */
        ImageTag: string;
        /** @description The build log; of a long one, the last 64 KiB. */
        BuildOutput: string;
        /** @description A build that has ended. */
        ImageBuildResult: {
            /** @description Whether the image was built. */
            success: boolean;
            imageTag: components["schemas"]["ImageTag"];
            /** @description The outcome as a sentence. */
            message: string;
            output: components["schemas"]["BuildOutput"];
        };
        /** @description A build that runs in the background. */
        ImageBuildStarted: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            imageTag: components["schemas"]["ImageTag"];
            /** @description The outcome as a sentence. */
            message: string;
            /** @description The identifier of the build. */
            buildId: string;
            /**
             * @description Always building.
             * @constant
             */
            state: "building";
        };
        /**
         * Format: date-time
         * @description A moment in UTC, RFC 3339 with a trailing Z.
         * @example 2026-03-21T10:00:00Z
         */
        Timestamp: string;
        /**
         * @description A number of things.
         * @example 1
         */
        Count: number;
        /** @description The last build of this image since the daemon started. */
        BuildState: {
            /**
             * @description idle means that nothing was built.
             * @enum {string}
             */
            state: "idle" | "building" | "succeeded" | "failed";
            /**
             * Format: date-time
             * @description When the build began; null when idle.
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @description When the build ended; null before that.
             */
            finishedAt: string | null;
            output: components["schemas"]["BuildOutput"];
        };
        /** @description Whether an image exists, and how its last build went. */
        ImageStatus: {
            /** @description Whether the engine has the image. */
            exists: boolean;
            imageTag: components["schemas"]["ImageTag"];
            /** @description The finding as a sentence. */
            message: string;
            /** @description The engine's identifier of the image; absent when it does not exist. */
            imageId?: string;
            /** @description When the image was made; absent when it does not exist. */
            createdAt?: components["schemas"]["Timestamp"];
            /** @description The size of the image; absent when it does not exist. */
            sizeBytes?: components["schemas"]["Count"];
            build?: components["schemas"]["BuildState"];
        };
        /**
         * @description The name of a namespace, which is its folder too.
         * @example telegram_dev-team
         */
        GroupName: string;
        /** @description A mount to check. */
        MountValidate: {
            /** @description The path on the host; `~` is the home directory. It holds no NUL. */
            hostPath: string;
            /** @description Where the path appears, as a name below `/workspace/extra` or in full. Without it, the last part of the host path. */
            containerPath?: string;
            /**
             * @description Whether reading is enough.
             * @default true
             */
            readOnly: boolean;
            /** @description The namespace the mount is for; unknown ones answer 404. */
            group?: components["schemas"]["GroupName"];
            /**
             * @description Check as for the main namespace.
             * @default false
             */
            isMain: boolean;
        };
        /** @description Whether a mount is allowed, and how. */
        MountVerdict: {
            /** @description Whether the mount would be made. */
            allowed: boolean;
            /** @description The host path with every link followed; null when it leads nowhere. */
            canonicalHostPath: string | null;
            /** @description The verdict as a sentence. */
            message: string;
            /**
             * @description The verdict as a word for programs.
             * @enum {string}
             */
            reason?: "ok" | "no_allowlist" | "invalid_container_path" | "host_path_not_found" | "blocked_pattern" | "outside_allowed_roots";
            /** @description The pattern that blocks the path. */
            matchedPattern?: string;
            /** @description The root that allows the path. */
            matchedRoot?: string;
            /** @description Where the path appears in the container. */
            resolvedContainerPath?: string;
            /** @description Whether the mount would be read-only, whatever was asked for. */
            effectiveReadOnly?: boolean;
        };
        /**
         * @description A directory below which mounts are allowed, absolute or beginning with `~`; never `/`.
         * @example ~/projects
         */
        RootPath: string;
        /**
         * @description A text that no part of a mounted path may contain.
         * @example .ssh
         */
        BlockedPattern: string;
        /** @description A root and what may be done below it. */
        AllowedRoot: {
            path: components["schemas"]["RootPath"];
            /** @description Whether mounts below it may be writable. */
            allowReadWrite: boolean;
            /** @description What the root is for. */
            description?: string;
        };
        /** @description The allowlist in force. */
        MountAllowlist: {
            /** @description The paths of the roots. */
            allowedRoots: components["schemas"]["RootPath"][];
            /** @description All patterns that block, the built-in ones among them. */
            blockedPatterns: components["schemas"]["BlockedPattern"][];
            /** @description The roots with what may be done below them. */
            roots?: components["schemas"]["AllowedRoot"][];
            /** @description Whether every namespace but the main one mounts read-only. */
            nonMainReadOnly?: boolean;
            /** @description The built-in patterns, which cannot be removed. */
            defaultBlockedPatterns?: components["schemas"]["BlockedPattern"][];
            /** @description After a change, what became of it. */
            message?: string;
        };
        /** @description A whole new allowlist. */
        MountAllowlistSet: {
            /** @description The roots; a bare path is read-only. */
            allowedRoots: (components["schemas"]["RootPath"] | components["schemas"]["AllowedRoot"])[];
            /** @description Patterns to block beside the built-in ones. */
            blockedPatterns: components["schemas"]["BlockedPattern"][];
            /**
             * @description Whether every namespace but the main one mounts read-only.
             * @default true
             */
            nonMainReadOnly: boolean;
        };
        /**
         * @description The TCP port of the proxy.
         * @example 3001
         */
        Port: number;
        /**
         * @description The identifier of a mapping.
         * @example map_01JPWXYZ3T8M6V0C5K2N9B7Q4R
         */
        MappingId: string;
        /**
         * @description The name of a mapping; no two are the same.
         * @example Anthropic
         */
        MappingName: string;
        /**
         * Format: uri
         * @description An absolute http or https URL.
         * @example https://example.com/webhook
         */
        Uri: string;
        /**
         * @description How the credential is sent: api_key in `x-api-key`, bearer in `Authorization`, oauth_token in `Authorization` only when the container sends one.
         * @example api_key
         * @enum {string}
         */
        CredentialType: "api_key" | "bearer" | "oauth_token";
        /**
         * @description What containers send where the credential belongs.
         * @example CREDENTIAL_PROXY_PLACEHOLDER
         */
        Placeholder: string;
        /** @description A mapping and what it has done. */
        ProxyMapping: {
            id: components["schemas"]["MappingId"];
            name: components["schemas"]["MappingName"];
            upstreamUrl: components["schemas"]["Uri"];
            credentialType: components["schemas"]["CredentialType"];
            placeholder: components["schemas"]["Placeholder"];
            createdAt: components["schemas"]["Timestamp"];
            /** @description Requests that went through it. */
            requestCount: components["schemas"]["Count"];
            /**
             * Format: date-time
             * @description When the last one did; null before the first.
             */
            lastUsedAt: string | null;
        };
        /** @description Requests since the daemon started. */
        ProxyTotals: {
            requests: components["schemas"]["Count"];
            /** @description Requests that the upstream did not answer. */
            errors: components["schemas"]["Count"];
        };
        /** @description The state of the proxy. */
        ProxyStatus: {
            /** @description Whether the proxy takes requests. */
            running: boolean;
            /** @description The address it listens on. */
            host: string;
            port: components["schemas"]["Port"];
            /** @description When it was started; absent when it does not run. */
            startedAt?: components["schemas"]["Timestamp"];
            /**
             * @description How containers believe to be signed in.
             * @enum {string}
             */
            authMode: "api_key" | "oauth" | "none";
            /** @description The mappings, newest first. */
            mappings: components["schemas"]["ProxyMapping"][];
            totals: components["schemas"]["ProxyTotals"];
            /** @description The state as a sentence. */
            message: string;
        };
        /** @description The outcome of a start or a stop. */
        ProxyRun: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description Whether the proxy takes requests now. */
            running: boolean;
            port: components["schemas"]["Port"];
            /** @description The outcome as a sentence. */
            message: string;
        };
        /** @description An upstream and the credential for it. */
        ProxyMappingCreate: {
            name: components["schemas"]["MappingName"];
            /** @description Where requests go, http or https, without user, query and fragment. */
            upstreamUrl: components["schemas"]["Uri"];
            credentialType: components["schemas"]["CredentialType"];
            /** @description The secret itself, one line of printable ASCII without spaces around it. */
            credential: string;
            /** @description Another header for an api_key than `x-api-key`. */
            headerName?: string;
        };
        /** @description A mapping just made. */
        ProxyMappingCreated: {
            id: components["schemas"]["MappingId"];
            name: components["schemas"]["MappingName"];
            placeholder: components["schemas"]["Placeholder"];
        };
        /** @description A mapping just removed. */
        ProxyMappingDeleted: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The outcome as a sentence. */
            message: string;
        };
        /** @description A new port. */
        ProxyPortSet: {
            /** @description The port, from 1024 up; 0 takes any free one. */
            port: 0 | number;
        };
        /** @description The port as set. */
        ProxyPort: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            port: components["schemas"]["Port"];
            /** @description Whether the proxy takes requests now. */
            running: boolean;
            /** @description Whether the proxy had to move. */
            restarted: boolean;
            /** @description The outcome as a sentence. */
            message: string;
        };
        /**
         * @description A name of 1 to 64 letters, digits, `_` and `-` that begins with a letter or digit. `global`, `merge-instructions` and `errors` are reserved. Other names answer 400 with invalid_name.
         * @example telegram_dev-team
         */
        GroupNameInput: string;
        /** @description Whose directories to create. */
        IpcDirectoriesCreate: {
            group: components["schemas"]["GroupNameInput"];
        };
        /** @description The directories of a namespace. */
        IpcDirectories: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            group: components["schemas"]["GroupName"];
            /** @description The directory on the host that holds the others. */
            basePath: string;
            /** @description The directories on the host. */
            directories: {
                /** @description Messages that the container sends. */
                messages: string;
                /** @description Task changes that the container asks for. */
                tasks: string;
                /** @description Messages to the container. */
                input: string;
            };
            /** @description Where the container sees them. */
            containerPath: string;
            /** @description Whether they are new. */
            created: boolean;
            /** @description The outcome as a sentence. */
            message: string;
        };
        /**
         * @description The message; blank text is refused.
         * @example And now in Korean, please.
         */
        FollowUpText: string;
        /**
         * @description The address of a chat, with the prefix of its channel.
         * @example tg:-1001234567890
         */
        ChatJid: string;
        /** @description A message to a running container, in one of `text` and `message`. */
        FollowUp: {
            group: components["schemas"]["GroupName"];
            text?: components["schemas"]["FollowUpText"];
            /** @description Another name for `text`. */
            message?: components["schemas"]["FollowUpText"];
            /** @description The chat it belongs to, when the namespace has several. */
            chatJid?: components["schemas"]["ChatJid"];
        } & (unknown | unknown);
        /** @description A message that waits for the container. */
        FollowUpQueued: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            group: components["schemas"]["GroupName"];
            /** @description The file that brings the message to the container. */
            file: string;
            queuedAt: components["schemas"]["Timestamp"];
            /** @description The outcome as a sentence. */
            message: string;
        };
        /** @description Whose container should end. */
        CloseRequest: {
            group: components["schemas"]["GroupName"];
            /** @description Why; kept in the audit log. */
            reason?: string;
        };
        /** @description A container that was asked to end. */
        CloseQueued: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            group: components["schemas"]["GroupName"];
            /**
             * @description The file that asks it.
             * @constant
             */
            sentinel: "_close";
            /** @description The outcome as a sentence. */
            message: string;
        };
        /** @description What one group is doing. */
        GroupState: {
            group: components["schemas"]["GroupName"];
            /** @description The chat it works for; null when it has none. */
            chatJid: string | null;
            /**
             * @description idle has no container; running works; idle_waiting has a container that waits for messages; queued waits for a container; retrying waits after a failure.
             * @enum {string}
             */
            status: "idle" | "running" | "idle_waiting" | "queued" | "retrying";
            /** @description Whether it has a container. */
            active: boolean;
            /** @description Whether the container runs a scheduled task. */
            isTaskContainer: boolean;
            /** @description The schedule that runs; null when none does. */
            runningTaskId: string | null;
            /** @description The name of the container; null without one. */
            containerName: string | null;
            /** @description Whether messages wait. */
            pendingMessages: boolean;
            /** @description How many scheduled tasks wait. */
            pendingTasks: components["schemas"]["Count"];
            /** @description The schedules whose tasks wait, in order. */
            pendingTaskIds: string[];
            /** @description Failures in a row. */
            retryCount: components["schemas"]["Count"];
            /**
             * Format: date-time
             * @description When it is tried again; null without a failure.
             */
            nextRetryAt: string | null;
            /**
             * Format: date-time
             * @description When the container started; null without one.
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @description When something last happened; null before the first time.
             */
            lastActivityAt: string | null;
        };
        /** @description What every group is doing. */
        GroupStateList: components["schemas"]["GroupState"][];
        /**
         * @description How many containers may run at the same time.
         * @example 5
         */
        MaxConcurrent: number;
        /** @description What runs and what waits. */
        QueueCounts: {
            /** @description Containers that run. */
            active: components["schemas"]["Count"];
            /** @description Of these, the ones that wait for messages. */
            idleWaiting: components["schemas"]["Count"];
            /** @description Groups that wait for a container. */
            queued: components["schemas"]["Count"];
            /** @description Scheduled tasks that wait. */
            pendingTasks: components["schemas"]["Count"];
            /** @description Groups whose messages wait. */
            pendingMessages: components["schemas"]["Count"];
            /** @description Groups that wait after a failure. */
            retrying: components["schemas"]["Count"];
            maxConcurrent: components["schemas"]["MaxConcurrent"];
            /** @description Containers that may still start. */
            available: components["schemas"]["Count"];
        };
        /**
         * @description The name of a namespace, or the address of a chat.
         * @example telegram_dev-team
         */
        GroupKey: string;
        /** @description How many containers may run. */
        ConcurrencyLimit: {
            maxConcurrent: components["schemas"]["MaxConcurrent"];
        };
        /** @description A limit just set. */
        ConcurrencyLimitSet: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            maxConcurrent: components["schemas"]["MaxConcurrent"];
            /** @description The limit before. */
            previous: components["schemas"]["MaxConcurrent"];
            /** @description The outcome as a sentence. */
            message: string;
        };
        /**
         * @description What the namespace is for.
         * @example The development team
         */
        Description: string;
        /** @description The chats whose messages go to the namespace; a chat belongs to one namespace only. */
        ChatJids: components["schemas"]["ChatJid"][];
        /**
         * @description The word that wakes the agent, without `@`; null is the assistant's name.
         * @example Andy
         */
        Trigger: string | null;
        /** @description A directory of the host that its containers see, if the allowlist agrees. */
        AdditionalMount: {
            /** @description The path on the host. */
            hostPath: string;
            /** @description The name below `/workspace/extra`. */
            containerPath?: string;
            /**
             * @description Whether reading is enough.
             * @default true
             */
            readOnly: boolean;
        };
        /** @description How containers of the namespace run; what is absent is the default of the configuration. */
        ContainerSettings: {
            image?: components["schemas"]["ImageTagInput"];
            /** @description Seconds a run may take; 0 means no limit. */
            timeoutSecs?: number;
            /**
             * @description none reaches nothing but the credential proxy; bridge reaches whatever the container engine's default network does.
             * @enum {string}
             */
            network?: "none" | "bridge";
            /** @description Directories of the host that containers see. */
            additionalMounts?: components["schemas"]["AdditionalMount"][];
        };
        /** @description A namespace. */
        Namespace: {
            /** @description The identifier of the namespace. */
            id: string;
            name: components["schemas"]["GroupName"];
            description: components["schemas"]["Description"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
            chatJids?: components["schemas"]["ChatJids"];
            trigger?: components["schemas"]["Trigger"];
            /** @description Whether the agent waits for its trigger. */
            requiresTrigger?: boolean;
            /** @description Whether it is the main namespace. */
            isMain?: boolean;
            containerConfig?: components["schemas"]["ContainerSettings"];
        };
        /** @description Every namespace, newest first. */
        NamespaceList: components["schemas"]["Namespace"][];
        /** @description What a new namespace is made from. */
        NamespaceCreate: {
            name: components["schemas"]["GroupNameInput"];
            /**
             * @description What the namespace is for.
             * @default
             */
            description: string;
            /**
             * @description The chats whose messages go to the namespace.
             * @default []
             */
            chatJids: components["schemas"]["ChatJid"][];
            trigger?: components["schemas"]["Trigger"];
            /**
             * @description Whether the agent waits for its trigger.
             * @default true
             */
            requiresTrigger: boolean;
            /**
             * @description Whether it is the main namespace.
             * @default false
             */
            isMain: boolean;
            containerConfig?: components["schemas"]["ContainerSettings"];
        };
        /** @description What to change about a namespace. */
        NamespaceSet: {
            description?: components["schemas"]["Description"];
            chatJids?: components["schemas"]["ChatJids"];
            trigger?: components["schemas"]["Trigger"];
            /** @description Whether the agent waits for its trigger. */
            requiresTrigger?: boolean;
            /** @description Whether it is the main namespace. */
            isMain?: boolean;
            containerConfig?: components["schemas"]["ContainerSettings"];
        };
        /** @description A namespace just deleted. */
        NamespaceDeleted: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The outcome as a sentence. */
            message: string;
            /** @description Schedules that were paused with it. */
            schedulesPaused?: components["schemas"]["Count"];
        };
        /**
         * @description Instructions in Markdown.
         * @example # Dev team
         */
        InstructionsText: string;
        /** @description Instructions as stored. */
        Instructions: {
            /** @description The namespace, or `global`. */
            name: string;
            content: components["schemas"]["InstructionsText"];
            /** @description The file that holds them; absent when there is none. */
            path?: string;
            /**
             * Format: date-time
             * @description When they changed; null when there are none.
             */
            updatedAt: string | null;
            /** @description Their size as UTF-8. */
            sizeBytes: components["schemas"]["Count"];
        };
        /** @description New instructions, in one of the two properties. */
        InstructionsSet: {
            content?: components["schemas"]["InstructionsText"];
            /** @description Another name for `content`. */
            instructions?: components["schemas"]["InstructionsText"];
        } & (unknown | unknown);
        /** @description Whose instructions to merge; the namespace is in one of `group` and `name`. */
        InstructionsMerge: {
            group?: components["schemas"]["GroupName"];
            /** @description Another name for `group`. */
            name?: components["schemas"]["GroupName"];
            /** @description A draft in place of the namespace's own. */
            groupInstructions?: components["schemas"]["InstructionsText"];
            /** @description A draft in place of the global ones. */
            globalInstructions?: components["schemas"]["InstructionsText"];
        } & (unknown | unknown);
        /** @description One part of merged instructions. */
        InstructionsSection: {
            /**
             * @description Where it comes from.
             * @enum {string}
             */
            source: "global" | "group";
            /** @description The part. */
            content: string;
        };
        /** @description What an agent of the namespace is told. */
        MergedInstructions: {
            group: components["schemas"]["GroupName"];
            /** @description All parts in order. */
            merged: string;
            /** @description The parts that are not empty, in order. */
            sections: components["schemas"]["InstructionsSection"][];
            /** @description The characters of `merged`. */
            length: components["schemas"]["Count"];
        };
        /**
         * @description active waits for its time; running runs now; paused is disabled; completed is over.
         * @example active
         * @enum {string}
         */
        ScheduleStatus: "active" | "paused" | "completed" | "running";
        /**
         * @description The identifier of a schedule.
         * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
         */
        ScheduleId: string;
        /**
         * @description What people call the schedule.
         * @example Morning report
         */
        ScheduleName: string;
        /**
         * @description What the agent is asked to do.
         * @example Summarise what happened yesterday.
         */
        Prompt: string;
        /**
         * @description cron runs by a cron expression, interval every so many milliseconds, once at one moment.
         * @example cron
         * @enum {string}
         */
        ScheduleType: "cron" | "interval" | "once";
        /** @description When a schedule runs. */
        ScheduleTime: {
            type: components["schemas"]["ScheduleType"];
            /** @description The cron expression, the milliseconds or the moment. */
            value: string;
            /** @description The IANA time zone. */
            timezone?: string;
        };
        /**
         * @description group goes on with the conversation of the namespace; isolated begins afresh.
         * @example isolated
         * @enum {string}
         */
        ContextMode: "group" | "isolated";
        /**
         * @description What becomes of runs that were due while the daemon was down: skip runs none of them, once runs the latest, all runs each of them, at most `misfireLimit`, oldest first. What is not run is listed among the runs as skipped.
         * @example once
         * @enum {string}
         */
        MisfirePolicy: "skip" | "once" | "all";
        /**
         * @description How many missed runs `all` makes up for at most; the latest ones count.
         * @example 10
         */
        MisfireLimit: number;
        /** @description A schedule. */
        Schedule: {
            id: components["schemas"]["ScheduleId"];
            name: components["schemas"]["ScheduleName"];
            group: components["schemas"]["GroupName"];
            prompt: components["schemas"]["Prompt"];
            schedule: components["schemas"]["ScheduleTime"];
            /** @description How a run is contained. */
            containerConfig: {
                image: components["schemas"]["ImageTag"];
                /** @description Seconds a run may take; 0 means no limit. */
                timeoutSecs: number;
            };
            contextMode: components["schemas"]["ContextMode"];
            misfirePolicy?: components["schemas"]["MisfirePolicy"];
            misfireLimit?: components["schemas"]["MisfireLimit"];
            /** @description Whether it runs. */
            enabled: boolean;
            status: components["schemas"]["ScheduleStatus"];
            /** @description The chat that gets the results; absent when the namespace has none. */
            chatJid?: components["schemas"]["ChatJid"];
            /**
             * Format: date-time
             * @description When it runs next; null when it will not.
             */
            nextRunAt: string | null;
            /**
             * Format: date-time
             * @description When it ran last; null before the first run.
             */
            lastRunAt: string | null;
            /**
             * @description How the last run ended; null before that.
             * @enum {string|null}
             */
            lastStatus: "success" | "error" | "timeout" | "skipped" | null;
            /** @description What the last run said, shortened; null before that. */
            lastResult: string | null;
            /** @description Runs so far. */
            runCount: components["schemas"]["Count"];
            createdAt: components["schemas"]["Timestamp"];
            updatedAt: components["schemas"]["Timestamp"];
        };
        /** @description Schedules, newest first. */
        ScheduleList: components["schemas"]["Schedule"][];
        /** @description When a schedule runs. */
        ScheduleTimeSet: {
            type: components["schemas"]["ScheduleType"];
            /** @description For cron five fields; for interval milliseconds, as a number or as digits; for once an ISO 8601 moment, in the time zone unless it names its own. */
            value: string | number;
            /** @description An IANA time zone, by default the configured one; an unknown one answers 400 with invalid_timezone. */
            timezone?: string;
        };
        /** @description What a new schedule is made from. */
        ScheduleCreate: {
            name: components["schemas"]["ScheduleName"];
            group: components["schemas"]["GroupName"];
            prompt: components["schemas"]["Prompt"];
            schedule: components["schemas"]["ScheduleTimeSet"];
            /**
             * @description How a run is contained.
             * @default {
             *       "timeoutSecs": 300
             *     }
             */
            containerConfig: {
                /** @description The image, by default the configured one. */
                image?: components["schemas"]["ImageTagInput"];
                /**
                 * @description Seconds a run may take; 0 means no limit.
                 * @default 300
                 */
                timeoutSecs: number;
            };
            /**
             * @description Whether a run goes on with the conversation of the namespace or begins afresh.
             * @default isolated
             * @enum {string}
             */
            contextMode: "group" | "isolated";
            /**
             * @description What becomes of runs that were due while the daemon was down, as MisfirePolicy says.
             * @default once
             * @enum {string}
             */
            misfirePolicy: "skip" | "once" | "all";
            /**
             * @description How many missed runs `all` makes up for at most.
             * @default 10
             */
            misfireLimit: number;
            /**
             * @description Whether it runs.
             * @default true
             */
            enabled: boolean;
        };
        /** @description How a run is contained. */
        RunSettings: {
            /** @description The image, by default the configured one. */
            image?: components["schemas"]["ImageTagInput"];
            /** @description Seconds a run may take; 0 means no limit. */
            timeoutSecs?: number;
        };
        /** @description What to change about a schedule. */
        ScheduleSet: {
            name?: components["schemas"]["ScheduleName"];
            group?: components["schemas"]["GroupName"];
            prompt?: components["schemas"]["Prompt"];
            schedule?: components["schemas"]["ScheduleTimeSet"];
            containerConfig?: components["schemas"]["RunSettings"];
            contextMode?: components["schemas"]["ContextMode"];
            misfirePolicy?: components["schemas"]["MisfirePolicy"];
            misfireLimit?: components["schemas"]["MisfireLimit"];
            /** @description Whether it runs. */
            enabled?: boolean;
        };
        /** @description A schedule just deleted. */
        ScheduleDeleted: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The outcome as a sentence. */
            message: string;
        };
        /**
         * @description How a run ended; skipped means that it was not run, because the one before was still going or because it was missed, and `error` says which.
         * @example success
         * @enum {string}
         */
        RunOutcome: "success" | "error" | "timeout" | "skipped";
        /** @description One run of a schedule. */
        ScheduleLog: {
            /** @description The identifier of the run. */
            id: string;
            scheduleId: components["schemas"]["ScheduleId"];
            group: components["schemas"]["GroupName"];
            startedAt: components["schemas"]["Timestamp"];
            finishedAt: components["schemas"]["Timestamp"];
            /** @description How long it took. */
            durationMs: components["schemas"]["Count"];
            status: components["schemas"]["RunOutcome"];
            /** @description What the agent said; null when nothing. */
            result: string | null;
            /** @description What went wrong; null when nothing did. */
            error: string | null;
            /** @description The container; null when none was started. */
            containerName: string | null;
            /** @description The exit code; null when there is none. */
            exitCode: number | null;
            /**
             * @description Always schedule.
             * @constant
             */
            trigger: "schedule";
        };
        /** @description One page of runs, newest first. */
        ScheduleLogList: components["schemas"]["ScheduleLog"][];
        /**
         * @description What happened, as an area and a word, for example mount.rejected.
         * @example mount.rejected
         */
        EventName: string;
        /**
         * @description How much it matters.
         * @example info
         * @enum {string}
         */
        Severity: "info" | "warning" | "critical";
        /**
         * @description Who did it.
         * @example api
         * @enum {string}
         */
        Actor: "api" | "scheduler" | "ipc" | "channel" | "system";
        /** @description The namespace; null when it concerns none. */
        GroupOrNull: string | null;
        /** @description One entry of the audit log. */
        AuditEntry: {
            /** @description The identifier of the entry. */
            id: string;
            /** @description When it happened. */
            timestamp: components["schemas"]["Timestamp"];
            event: components["schemas"]["EventName"];
            severity: components["schemas"]["Severity"];
            actor: components["schemas"]["Actor"];
            group: components["schemas"]["GroupOrNull"];
            /** @description What it was done to; null when nothing in particular. */
            target: string | null;
            /** @description Whether it was allowed. */
            allowed: boolean;
            /** @description The entry as a sentence. */
            message: string;
            /** @description Facts about it; secrets are left out. */
            details: {
                [key: string]: unknown;
            };
        };
        /** @description One page of the audit log, newest first. */
        AuditLog: components["schemas"]["AuditEntry"][];
        /**
         * @description Where a run stands, or how it ended.
         * @example success
         * @enum {string}
         */
        RunStatus: "running" | "success" | "error" | "timeout" | "cancelled";
        /**
         * @description What caused a run.
         * @example message
         * @enum {string}
         */
        RunTrigger: "message" | "schedule" | "api";
        /** @description One run of a container. */
        Run: {
            /** @description The identifier of the run. */
            id: string;
            /** @description The namespace it ran in. */
            group: components["schemas"]["GroupName"];
            /** @description The chat it worked for; null without one. */
            chatJid: string | null;
            trigger: components["schemas"]["RunTrigger"];
            /** @description The schedule that caused it; null without one. */
            scheduleId: string | null;
            /** @description The name of the container. */
            containerName: string;
            /** @description The image it ran. */
            image: string;
            /** @description When it began. */
            startedAt: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it ended; null before that.
             */
            finishedAt: string | null;
            /** @description Milliseconds it took; null before its end. */
            durationMs: number | null;
            status: components["schemas"]["RunStatus"];
            /** @description The exit code; null when there is none. */
            exitCode: number | null;
            /** @description The conversation it worked in; null without one. */
            sessionId: string | null;
            /** @description Answers it gave. */
            outputCount: components["schemas"]["Count"];
            /** @description What went wrong; null when nothing did. */
            error: string | null;
            /** @description The file that holds its log; null without one. */
            logPath: string | null;
        };
        /** @description One page of runs, newest first. */
        RunHistory: components["schemas"]["Run"][];
        /** @description Containers. */
        ContainerMetrics: {
            /** @description Containers that run. */
            active: components["schemas"]["Count"];
            /** @description Of these, the ones that wait for messages. */
            idle: components["schemas"]["Count"];
            /** @description How many may run. */
            maxConcurrent: components["schemas"]["Count"];
            /** @description Containers started. */
            totalStarted: components["schemas"]["Count"];
            /** @description Runs that failed. */
            totalFailed: components["schemas"]["Count"];
            /** @description Runs that took too long. */
            totalTimedOut: components["schemas"]["Count"];
        };
        /** @description The queue. */
        QueueMetrics: {
            /** @description Groups that wait for a container. */
            waitingGroups: components["schemas"]["Count"];
            /** @description Scheduled tasks that wait. */
            pendingTasks: components["schemas"]["Count"];
            /** @description Groups whose messages wait. */
            pendingMessages: components["schemas"]["Count"];
        };
        /** @description The credential proxy. */
        ProxyMetrics: {
            /** @description Whether it takes requests. */
            running: boolean;
            /** @description Requests it took. */
            requests: components["schemas"]["Count"];
            /** @description Requests that the upstream did not answer. */
            errors: components["schemas"]["Count"];
            /** @description Requests under way. */
            activeRequests: components["schemas"]["Count"];
            /** @description Mean time to the first byte; null without requests. */
            avgLatencyMs: number | null;
        };
        /** @description Messaging channels. */
        ChannelMetrics: {
            /** @description Channels that are connected. */
            connected: components["schemas"]["Count"];
            /** @description Channels there are. */
            total: components["schemas"]["Count"];
            /** @description Messages received. */
            messagesIn: components["schemas"]["Count"];
            /** @description Messages sent. */
            messagesOut: components["schemas"]["Count"];
            /** @description Messages refused by the sender allowlist. */
            denied: components["schemas"]["Count"];
        };
        /** @description Schedules. */
        ScheduleMetrics: {
            /** @description Schedules that are enabled. */
            active: components["schemas"]["Count"];
            /** @description Schedules that are disabled. */
            paused: components["schemas"]["Count"];
            /** @description Schedules that are over. */
            completed: components["schemas"]["Count"];
            /**
             * Format: date-time
             * @description When the next one runs; null when none will.
             */
            nextRunAt: string | null;
        };
        /** @description Files that containers sent. */
        IpcMetrics: {
            /** @description Files acted upon. */
            processed: components["schemas"]["Count"];
            /** @description Files that made no sense. */
            errors: components["schemas"]["Count"];
        };
        /** @description What runs now and what was counted since the daemon started. */
        Metrics: {
            /** @description When this was read. */
            timestamp: components["schemas"]["Timestamp"];
            /** @description Seconds since the daemon started. */
            uptimeSecs: components["schemas"]["Count"];
            containers: components["schemas"]["ContainerMetrics"];
            queue: components["schemas"]["QueueMetrics"];
            proxy: components["schemas"]["ProxyMetrics"];
            channels: components["schemas"]["ChannelMetrics"];
            schedules: components["schemas"]["ScheduleMetrics"];
            ipc: components["schemas"]["IpcMetrics"];
            /** @description Resident memory of the daemon. */
            memoryRssBytes: components["schemas"]["Count"];
        };
        /** @description The period; `to` is not part of it. */
        Period: {
            /** @description Its beginning. */
            from: components["schemas"]["Timestamp"];
            /** @description Its end. */
            to: components["schemas"]["Timestamp"];
        };
        /** @description Sums of everything. */
        Totals: {
            /** @description Runs that began. */
            runs: components["schemas"]["Count"];
            /** @description Runs that went well. */
            success: components["schemas"]["Count"];
            /** @description Runs that failed. */
            error: components["schemas"]["Count"];
            /** @description Runs that took too long. */
            timeout: components["schemas"]["Count"];
            /** @description Share of ended runs, cancelled ones among them, that went well; null without any. */
            successRate: number | null;
            /** @description Mean milliseconds of a run; null without runs. */
            avgDurationMs: number | null;
            /** @description Median milliseconds of a run; null without runs. */
            p50DurationMs: number | null;
            /** @description Milliseconds that 95 of 100 runs stay below; null without runs. */
            p95DurationMs: number | null;
            /** @description Messages received. */
            messagesIn: components["schemas"]["Count"];
            /** @description Messages sent. */
            messagesOut: components["schemas"]["Count"];
        };
        /** @description Sums of one namespace. */
        GroupSums: {
            /** @description The namespace. */
            group: components["schemas"]["GroupName"];
            /** @description Runs that began. */
            runs: components["schemas"]["Count"];
            /** @description Runs that went well. */
            success: components["schemas"]["Count"];
            /** @description Runs that failed. */
            error: components["schemas"]["Count"];
            /** @description Runs that took too long. */
            timeout: components["schemas"]["Count"];
            /** @description Mean milliseconds of a run; null without runs. */
            avgDurationMs: number | null;
        };
        /** @description Sums of one cause. */
        TriggerSums: {
            trigger: components["schemas"]["RunTrigger"];
            /** @description Runs that began. */
            runs: components["schemas"]["Count"];
            /** @description Runs that went well. */
            success: components["schemas"]["Count"];
            /** @description Runs that failed. */
            error: components["schemas"]["Count"];
            /** @description Runs that took too long. */
            timeout: components["schemas"]["Count"];
            /** @description Mean milliseconds of a run; null without runs. */
            avgDurationMs: number | null;
        };
        /** @description Sums of one channel. */
        ChannelSums: {
            /** @description The name of the channel. */
            channel: string;
            /** @description Messages received. */
            messagesIn: components["schemas"]["Count"];
            /** @description Messages sent. */
            messagesOut: components["schemas"]["Count"];
        };
        /** @description Sums of one step of time. */
        SeriesPoint: {
            /** @description When the step begins. */
            bucket: components["schemas"]["Timestamp"];
            /** @description Runs that began. */
            runs: components["schemas"]["Count"];
            /** @description Runs that went well. */
            success: components["schemas"]["Count"];
            /** @description Runs that failed. */
            error: components["schemas"]["Count"];
            /** @description Mean milliseconds of a run; null without runs. */
            avgDurationMs: number | null;
        };
        /** @description An error and how often it came. */
        ErrorCount: {
            /** @description The error. */
            message: string;
            /** @description How often. */
            count: components["schemas"]["Count"];
        };
        /** @description The sums of a period. */
        Analytics: {
            period: components["schemas"]["Period"];
            totals: components["schemas"]["Totals"];
            /** @description Sums per namespace. */
            byGroup: components["schemas"]["GroupSums"][];
            /** @description Sums per cause. */
            byTrigger: components["schemas"]["TriggerSums"][];
            /** @description Sums per channel. */
            byChannel: components["schemas"]["ChannelSums"][];
            /** @description Sums per step of time, oldest first. Steps begin with hours or days of UTC, and empty ones are among them. */
            series: components["schemas"]["SeriesPoint"][];
            /** @description The most frequent errors of runs that failed or took too long, most frequent first, cut to 200 characters. */
            topErrors: components["schemas"]["ErrorCount"][];
        };
        /**
         * @description One of the messaging platforms.
         * @example telegram
         * @enum {string}
         */
        ChannelName: "telegram" | "slack" | "discord" | "whatsapp";
        /** @description Who the daemon is on the platform. */
        Account: {
            /** @description The platform's identifier of the account. */
            id: string;
            /** @description The handle; the phone number on WhatsApp. Null when the platform gives none. */
            username: string | null;
            /** @description The name people see. Null when the platform gives none. */
            displayName: string | null;
        };
        /** @description One channel and how it is doing. */
        Channel: {
            name: components["schemas"]["ChannelName"];
            /** @description The name of the platform as people write it. */
            displayName: string;
            /** @description Whether credentials are known. */
            configured: boolean;
            /** @description Whether messages flow now. */
            connected: boolean;
            /**
             * @description Where the connection stands; `error` means that it failed and `lastError` says why.
             * @enum {string}
             */
            status: "disconnected" | "connecting" | "connected" | "error";
            /** @description Who the daemon is on the platform; null until a connection was made. */
            account: components["schemas"]["Account"] | null;
            /**
             * @description How messages arrive.
             * @enum {string}
             */
            mode: "polling" | "webhook" | "socket" | "gateway";
            /**
             * Format: date-time
             * @description Since when the channel is connected.
             */
            connectedAt: string | null;
            /** @description The last fault, until the next good connection. */
            lastError: string | null;
            /**
             * Format: date-time
             * @description When the last message came or went.
             */
            lastMessageAt: string | null;
            /** @description Messages received so far. */
            messagesReceived: components["schemas"]["Count"];
            /** @description Messages sent so far. */
            messagesSent: components["schemas"]["Count"];
            /** @description What the address of every chat of this channel starts with. */
            jidPrefix: string;
        };
        /** @description The four channels, in a fixed order. */
        ChannelList: components["schemas"]["Channel"][];
        /**
         * @description The address of a chat: `tg:{chat id}`, `slack:{channel id}`, `dc:{channel id}` or `wa:{digits}`. WhatsApp chats may also be written `whatsapp:{digits}` or `{digits}@s.whatsapp.net`; answers always say `wa:{digits}`.
         * @example tg:-1001234567890
         */
        Jid: string;
        /**
         * @description The platform's identifier of a message.
         * @example 4711
         */
        MessageId: string;
        /** @description A message to a chat. `chatJid` and `message` are other names of `jid` and `text`; when both names are sent, `jid` and `text` count. */
        MessageSend: {
            jid?: components["schemas"]["Jid"];
            /** @description Another name of `jid`. */
            chatJid?: components["schemas"]["Jid"];
            /** @description The text, not blank; long text is sent in pieces. */
            text?: string;
            /** @description Another name of `text`. */
            message?: string;
            /** @description The channel to send through; must own the address. */
            channel?: components["schemas"]["ChannelName"];
            /** @description The message this one answers. */
            replyTo?: components["schemas"]["MessageId"];
        } & ((unknown | unknown) & (unknown | unknown));
        /** @description The platform has taken the message. */
        MessageSent: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The identifier of the first piece. */
            messageId: components["schemas"]["MessageId"];
            /** @description The identifiers of all pieces, in order. */
            messageIds: components["schemas"]["MessageId"][];
            jid: components["schemas"]["Jid"];
            channel: components["schemas"]["ChannelName"];
            /** @description How many pieces the text was sent in. */
            chunks: number;
            sentAt: components["schemas"]["Timestamp"];
            /** @description One sentence for people. */
            message: string;
        };
        /** @description A chat that the daemon has seen. */
        Chat: {
            jid: components["schemas"]["Jid"];
            /** @description The name of the chat; its address when it has none. */
            name: string;
            channel: components["schemas"]["ChannelName"];
            /** @description Whether more than two can write here. */
            isGroup: boolean;
            lastMessageTime: components["schemas"]["Timestamp"];
            /** @description The namespace this chat belongs to, or null. */
            group: string | null;
            /** @description Messages stored of this chat. */
            messageCount: components["schemas"]["Count"];
        };
        /** @description Chats, the newest activity first. */
        ChatList: components["schemas"]["Chat"][];
        /** @description One stored message of a chat. Media stands as a text placeholder such as `[Photo]`. */
        ChatMessage: {
            id: components["schemas"]["MessageId"];
            chatJid: components["schemas"]["Jid"];
            /** @description The platform's identifier of the author. */
            sender: string;
            /** @description The author's name. */
            senderName: string;
            /** @description The text. */
            content: string;
            timestamp: components["schemas"]["Timestamp"];
            /** @description Whether the daemon's own account wrote it. */
            isFromMe: boolean;
            /** @description Whether a bot wrote it. */
            isBotMessage: boolean;
        };
        /** @description Messages in the order they were written. */
        ChatMessageList: components["schemas"]["ChatMessage"][];
        /** @description Who may write in a chat. */
        SenderRule: {
            /** @description `*` for everyone, or the identifiers of the senders allowed. */
            allow: "*" | string[];
            /**
             * @description What happens to others: with `trigger` their messages are stored but wake nobody, with `drop` they are not stored.
             * @enum {string}
             */
            mode: "trigger" | "drop";
        };
        /** @description Who may write to the agents. */
        SenderAllowlist: {
            default: components["schemas"]["SenderRule"];
            /** @description Rules of single chats by their address; such a rule replaces the default. */
            chats: {
                [key: string]: components["schemas"]["SenderRule"];
            };
            /** @description Whether refused senders are written to the log. */
            logDenied: boolean;
        };
        /** @description The sender allowlist to store. One bad entry refuses the whole document. */
        SenderAllowlistSet: {
            default: components["schemas"]["SenderRule"];
            /**
             * @description Rules of single chats by their address; such a rule replaces the default.
             * @default {}
             */
            chats: {
                [key: string]: components["schemas"]["SenderRule"];
            };
            /**
             * @description Whether refused senders are written to the log.
             * @default true
             */
            logDenied: boolean;
        };
        /** @description How to connect a Telegram bot. */
        TelegramConnect: {
            /** @description The token from BotFather. Without it the token known already is used; 400 when there is none. */
            botToken?: string;
            /**
             * @description How messages arrive: the daemon asks for them, or Telegram posts them to `webhookUrl`, which is then needed. Without it the mode stays as it is, which is `polling` at first.
             * @enum {string}
             */
            mode?: "polling" | "webhook";
            /**
             * Format: uri
             * @description The public https URL that Telegram posts to.
             */
            webhookUrl?: string;
            /** @description What Telegram must send with each post; made up by the daemon when absent. */
            secretToken?: string;
        };
        /** @description The channel is connected. */
        ConnectResult: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /**
             * @description Always `connected`.
             * @constant
             */
            status: "connected";
            account: components["schemas"]["Account"];
            /** @description One sentence for people. */
            message: string;
        };
        /** @description How to disconnect. */
        Disconnect: {
            /**
             * @description Whether to delete the stored credentials as well.
             * @default false
             */
            forget: boolean;
        };
        /** @description The channel is not connected any more. */
        DisconnectResult: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description One sentence for people. */
            message: string;
        };
        /** @description The credentials to check. */
        TelegramValidate: {
            /** @description The token from BotFather. */
            botToken: string;
        };
        /** @description What the check found. The facts about the bot are there when the token is good. */
        TelegramValidation: {
            /** @description Whether Telegram takes the token. */
            valid: boolean;
            /** @description The identifier of the bot. */
            botId?: string;
            /** @description The bot's handle. */
            username?: string;
            /** @description The bot's name. */
            firstName?: string;
            /** @description Whether the bot sees all messages of its groups. */
            canReadAllGroupMessages?: boolean;
            /** @description One sentence for people. */
            message: string;
        };
        /** @description An update as Telegram posts it. Kinds and fields not named here are taken and ignored. */
        TelegramUpdate: {
            /** @description The number of the update. */
            update_id: number;
            /** @description A message that came in. */
            message?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description What was posted is stored; the agents work on it after this answer. */
        WebhookReceived: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
        };
        /** @description How to connect a Slack app over Socket Mode. Tokens left out are taken from what is known already; 400 when there are none. */
        SlackConnect: {
            /** @description The bot token, `xoxb-…`. */
            botToken?: string;
            /** @description The app-level token with the scope connections:write, `xapp-…`. */
            appToken?: string;
        };
        /** @description The credentials to check. */
        SlackValidate: {
            /** @description The bot token, `xoxb-…`. */
            botToken: string;
            /** @description The app-level token, `xapp-…`; checked only when sent. */
            appToken?: string;
            /** @description The signing secret; Slack offers no call to check it, so only its form is looked at. */
            signingSecret?: string;
        };
        /** @description What the check found. The facts about the workspace are there when the bot token is good. */
        SlackValidation: {
            /** @description Whether Slack takes every token that was sent. */
            valid: boolean;
            /** @description The name of the workspace. */
            team?: string;
            /** @description The identifier of the workspace. */
            teamId?: string;
            /** @description The identifier of the bot's user. */
            botUserId?: string;
            /** @description The name of the bot's user. */
            botName?: string;
            /** @description Whether Slack takes the app token; null when none was sent. */
            appTokenValid?: boolean | null;
            /** @description Scopes that the bot token lacks. */
            missingScopes?: string[];
            /** @description One sentence for people. */
            message: string;
        };
        /** @description A post of Slack. Kinds, events and fields not named here are taken and ignored. */
        SlackPost: {
            /** @description The kind of post, `event_callback` or `url_verification`. */
            type: string;
            /** @description What to answer to `url_verification`. */
            challenge?: string;
            /** @description The identifier of the event. */
            event_id?: string;
            /** @description What happened. */
            event?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description The post is stored, or answered. */
        SlackPostReceived: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /** @description The challenge of `url_verification`, unchanged. */
            challenge?: string;
        };
        /** @description How to connect a Discord bot. */
        DiscordConnect: {
            /** @description The bot token. Without it the token known already is used; 400 when there is none. */
            botToken?: string;
        };
        /** @description The credentials to check. */
        DiscordValidate: {
            /** @description The bot token. */
            botToken: string;
        };
        /** @description What the check found. The facts about the bot are there when the token is good. */
        DiscordValidation: {
            /** @description Whether Discord takes the token. */
            valid: boolean;
            /** @description The identifier of the bot. */
            botId?: string;
            /** @description The bot's name. */
            username?: string;
            /** @description Whether the bot may read message text, which connecting needs; null when Discord does not say. */
            messageContentIntent?: boolean | null;
            /** @description One sentence for people. */
            message: string;
        };
        /**
         * @description Meta's identifier of the business phone number.
         * @example 106540352242922
         */
        PhoneNumberId: string;
        /**
         * @description The version of Meta's Graph API; the daemon's setting when absent.
         * @example v21.0
         */
        ApiVersion: string;
        /** @description How to connect a WhatsApp Business number. What is left out is taken from what is known already; 400 when something is missing. */
        WhatsappConnect: {
            phoneNumberId?: components["schemas"]["PhoneNumberId"];
            /** @description The access token for Meta's Graph API. */
            accessToken?: string;
            /** @description The word that Meta repeats when it verifies the webhook. */
            verifyToken?: string;
            /** @description The app secret that Meta signs its posts with. Without one the webhook takes no posts. */
            appSecret?: string;
            /** @description Meta's identifier of the business account. */
            businessAccountId?: string;
            apiVersion?: components["schemas"]["ApiVersion"];
        };
        /** @description The channel is connected; messages come once Meta is told the webhook's URL. */
        WhatsappConnectResult: {
            /**
             * @description Always true.
             * @constant
             */
            success: true;
            /**
             * @description Always `connected`.
             * @constant
             */
            status: "connected";
            account: components["schemas"]["Account"];
            /** @description The path of the webhook on this daemon. */
            webhookPath: string;
            /** @description One sentence for people. */
            message: string;
        };
        /** @description The credentials to check. */
        WhatsappValidate: {
            /** @description The access token for Meta's Graph API. */
            accessToken: string;
            phoneNumberId: components["schemas"]["PhoneNumberId"];
            apiVersion?: components["schemas"]["ApiVersion"];
        };
        /** @description What the check found. The facts about the number are there when the credentials are good. */
        WhatsappValidation: {
            /** @description Whether Meta takes the token for this number. */
            valid: boolean;
            /** @description The verified name of the business. */
            verifiedName?: string;
            /** @description The phone number as people write it. */
            displayPhoneNumber?: string;
            /** @description Meta's rating of the number. */
            qualityRating?: string;
            /** @description One sentence for people. */
            message: string;
        };
        /** @description The challenge as Meta sent it. */
        Challenge: string;
        /** @description A person who wrote. */
        WhatsappContact: {
            /** @description The person's WhatsApp identifier. */
            wa_id?: string;
            /** @description What the person tells of themselves. */
            profile?: {
                /** @description The person's name. */
                name?: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description One message. Its content stands under the name of its type. */
        WhatsappMessage: {
            /** @description The author's WhatsApp identifier. */
            from?: string;
            /** @description The identifier of the message; a second delivery of it is ignored. */
            id?: string;
            /** @description Unix time in seconds. */
            timestamp?: string;
            /** @description What it holds, such as `text` or `image`. */
            type?: string;
            /** @description The content of a text message. */
            text?: {
                /** @description The text. */
                body?: string;
            } & {
                [key: string]: unknown;
            };
            /** @description The message this one answers. */
            context?: {
                /** @description The author of that message. */
                from?: string;
                /** @description The identifier of that message. */
                id?: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description What became of one message. */
        WhatsappStatus: {
            /** @description The identifier of the message. */
            id?: string;
            /** @description Such as `sent`, `delivered`, `read` or `failed`. */
            status?: string;
            /** @description Unix time in seconds. */
            timestamp?: string;
            /** @description Who the message went to. */
            recipient_id?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What happened, by the shape that `messages` events have; other kinds bring their own fields. */
        WhatsappValue: {
            /** @description Always `whatsapp`. */
            messaging_product?: string;
            /** @description The business number concerned. */
            metadata?: {
                /** @description The number as people write it. */
                display_phone_number?: string;
                /** @description Meta's identifier of the number. */
                phone_number_id?: string;
            } & {
                [key: string]: unknown;
            };
            /** @description Who wrote. */
            contacts?: components["schemas"]["WhatsappContact"][];
            /** @description Messages that came in. */
            messages?: components["schemas"]["WhatsappMessage"][];
            /** @description What became of messages sent before. */
            statuses?: components["schemas"]["WhatsappStatus"][];
        } & {
            [key: string]: unknown;
        };
        /** @description One event. */
        WhatsappChange: {
            /** @description The kind of event; only `messages` is read. */
            field?: string;
            value?: components["schemas"]["WhatsappValue"];
        } & {
            [key: string]: unknown;
        };
        /** @description The events of one business account. */
        WhatsappEntry: {
            /** @description The identifier of the business account. */
            id?: string;
            /** @description The events. */
            changes?: components["schemas"]["WhatsappChange"][];
        } & {
            [key: string]: unknown;
        };
        /** @description A batch of events as Meta posts it. Fields, event kinds and message types not named here are taken and ignored. */
        WhatsappEvent: {
            /** @description The kind of batch, `whatsapp_business_account`. */
            object: string;
            /** @description The events by business account. */
            entry: components["schemas"]["WhatsappEntry"][];
        } & {
            [key: string]: unknown;
        };
        /** @description This contract as one OpenAPI 3.1 document. */
        ContractDocument: {
            /**
             * @description The OpenAPI version of the document.
             * @constant
             */
            openapi: "3.1.0";
            /** @description Title and version of the contract. */
            info: {
                [key: string]: unknown;
            };
            /** @description The operations by URL. */
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description A self-contained HTML page. */
        DocsPage: string;
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
        /** @description The request is malformed; a validation_failed names each fault in `details.fields`. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The API key is missing, wrong, expired or revoked. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The caller is known or needs none, but may not do this. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Too many requests, or too many wrong keys; `Retry-After` says when to come back. */
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
        /** @description Something unexpected went wrong; `details.requestId` leads to the log. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description This cannot be done now: no container engine, no free port, or the daemon is stopping. */
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
        /** @description The resource is in a state that does not allow this; `error` says which. */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
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
        /** @description A messaging platform or the container engine answered with an error. */
        UpstreamError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description A messaging platform or the container engine did not answer in time. */
        UpstreamTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
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
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The platform refuses the credentials, or what the bot asks for. */
        CredentialsRejected: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /**
         * @description The name of the namespace.
         * @example telegram_dev-team
         */
        name: components["schemas"]["GroupName"];
        /**
         * @description The identifier of the schedule.
         * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
         */
        id: components["schemas"]["ScheduleId"];
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
         * @description List what concerns this namespace only.
         * @example telegram_dev-team
         */
        group: components["schemas"]["GroupName"];
        /**
         * @description List what came at or after this moment.
         * @example 2026-03-15T00:00:00Z
         */
        since: string;
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
         * @description How many entries match before paging.
         * @example 1
         */
        "X-Total-Count": components["schemas"]["Count"];
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
    getRuntime: {
        parameters: {
            query?: {
                /**
                 * @description Look for the engine again instead of answering what was found before.
                 * @example false
                 */
                refresh?: boolean;
            };
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Runtime"];
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
    buildImage: {
        parameters: {
            query?: {
                /**
                 * @description Answer at once and build in the background.
                 * @example false
                 */
                async?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The tag of the image, and whether to wait. Without a body, the default tag. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ImageBuild"];
            };
        };
        responses: {
            /** @description The build has ended, well or not. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageBuildResult"];
                };
            };
            /** @description The build runs in the background. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageBuildStarted"];
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
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    getImageStatus: {
        parameters: {
            query?: {
                /**
                 * @description The image to look for. Without it, the default image.
                 * @example aigo-agent-runner:latest
                 */
                imageTag?: components["schemas"]["ImageTagInput"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the image exists. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImageStatus"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    validateMount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The mount in question. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MountValidate"];
            };
        };
        responses: {
            /** @description The verdict. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MountVerdict"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMountAllowlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The allowlist. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MountAllowlist"];
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
    setMountAllowlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The new allowlist. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MountAllowlistSet"];
            };
        };
        responses: {
            /** @description The allowlist as stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MountAllowlist"];
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
    getProxyStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the proxy. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyStatus"];
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
    startProxy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proxy runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyRun"];
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
    stopProxy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proxy is stopped. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyRun"];
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
    createProxyMapping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The upstream and its credential. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProxyMappingCreate"];
            };
        };
        responses: {
            /** @description The mapping is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyMappingCreated"];
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
    deleteProxyMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the mapping.
                 * @example map_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["schemas"]["MappingId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mapping is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyMappingDeleted"];
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
    setProxyPort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The port. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProxyPortSet"];
            };
        };
        responses: {
            /** @description The port is set. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProxyPort"];
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
    createIpcDirectories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The namespace. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["IpcDirectoriesCreate"];
            };
        };
        responses: {
            /** @description The directories existed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpcDirectories"];
                };
            };
            /** @description The directories are made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IpcDirectories"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    sendFollowUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The namespace and the message. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["FollowUp"];
            };
        };
        responses: {
            /** @description The message waits for the container. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowUpQueued"];
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
    sendClose: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The namespace, and why. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseRequest"];
            };
        };
        responses: {
            /** @description The container was asked. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CloseQueued"];
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
    listQueueGroups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupStateList"];
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
    getQueueCounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueCounts"];
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
    getQueueGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a namespace, or the address of one of its chats.
                 * @example telegram_dev-team
                 */
                group: components["schemas"]["GroupKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The state of the group. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupState"];
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
    getMaxConcurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limit. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcurrencyLimit"];
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
    setMaxConcurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The limit. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConcurrencyLimit"];
            };
        };
        responses: {
            /** @description The limit is set. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcurrencyLimitSet"];
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
    listNamespaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The namespaces. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamespaceList"];
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
    createNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The name and what is known about it. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamespaceCreate"];
            };
        };
        responses: {
            /** @description The namespace is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Namespace"];
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
    getNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The namespace. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Namespace"];
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
    setNamespace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamespaceSet"];
            };
        };
        responses: {
            /** @description The namespace as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Namespace"];
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
    deleteNamespace: {
        parameters: {
            query?: {
                /**
                 * @description Close a running container first.
                 * @example false
                 */
                force?: boolean;
                /**
                 * @description Delete the files too.
                 * @example false
                 */
                purge?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The namespace is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NamespaceDeleted"];
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
    getNamespaceInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instructions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instructions"];
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
    setNamespaceInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the namespace.
                 * @example telegram_dev-team
                 */
                name: components["parameters"]["name"];
            };
            cookie?: never;
        };
        /** @description The instructions. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstructionsSet"];
            };
        };
        responses: {
            /** @description The instructions as stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instructions"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getGlobalInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instructions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instructions"];
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
    setGlobalInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The instructions. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstructionsSet"];
            };
        };
        responses: {
            /** @description The instructions as stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instructions"];
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
    mergeInstructions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The namespace, and drafts if there are any. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstructionsMerge"];
            };
        };
        responses: {
            /** @description The merged instructions. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedInstructions"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /**
                 * @description List schedules of this namespace only.
                 * @example telegram_dev-team
                 */
                group?: components["schemas"]["GroupName"];
                /**
                 * @description List only schedules that are enabled, or only those that are not.
                 * @example true
                 */
                enabled?: boolean;
                /**
                 * @description List schedules in this status only.
                 * @example active
                 */
                status?: components["schemas"]["ScheduleStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
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
    createSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The task and its time. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleCreate"];
            };
        };
        responses: {
            /** @description The schedule is made. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
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
    setSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        /** @description What to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleSet"];
            };
        };
        responses: {
            /** @description The schedule as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDeleted"];
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
    listScheduleLogs: {
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
                /**
                 * @description List runs that ended like this only.
                 * @example error
                 */
                status?: components["schemas"]["RunOutcome"];
            };
            header?: never;
            path: {
                /**
                 * @description The identifier of the schedule.
                 * @example sched_01JPWXYZ3T8M6V0C5K2N9B7Q4R
                 */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleLogList"];
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
    getAuditLog: {
        parameters: {
            query?: {
                /**
                 * @description How many entries to return at most.
                 * @example 100
                 */
                limit?: number;
                /**
                 * @description How many results to skip before the first one returned.
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description List entries of this event only.
                 * @example mount.rejected
                 */
                event?: components["schemas"]["EventName"];
                /**
                 * @description List what concerns this namespace only.
                 * @example telegram_dev-team
                 */
                group?: components["parameters"]["group"];
                /**
                 * @description List entries of this severity only.
                 * @example warning
                 */
                severity?: components["schemas"]["Severity"];
                /**
                 * @description List what came at or after this moment.
                 * @example 2026-03-15T00:00:00Z
                 */
                since?: components["parameters"]["since"];
                /**
                 * @description List what came before this moment.
                 * @example 2026-03-16T00:00:00Z
                 */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of the audit log. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Total-Count": components["headers"]["X-Total-Count"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
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
    getRunHistory: {
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
                /**
                 * @description List what concerns this namespace only.
                 * @example telegram_dev-team
                 */
                group?: components["parameters"]["group"];
                /**
                 * @description List runs in this status only.
                 * @example error
                 */
                status?: components["schemas"]["RunStatus"];
                /**
                 * @description List runs with this cause only.
                 * @example schedule
                 */
                trigger?: components["schemas"]["RunTrigger"];
                /**
                 * @description List what came at or after this moment.
                 * @example 2026-03-15T00:00:00Z
                 */
                since?: components["parameters"]["since"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunHistory"];
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Metrics"];
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
    getAnalytics: {
        parameters: {
            query?: {
                /**
                 * @description The length of the period.
                 * @example 7d
                 */
                period?: "24h" | "7d" | "30d";
                /**
                 * @description The beginning of the period, in place of its length; at most 366 days before its end.
                 * @example 2026-03-08T00:00:00Z
                 */
                from?: string;
                /**
                 * @description The end of the period, by default now.
                 * @example 2026-03-15T00:00:00Z
                 */
                to?: string;
                /**
                 * @description The length of one step of the series. Without it, hours up to two days and days beyond.
                 * @example day
                 */
                groupBy?: "hour" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sums. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Analytics"];
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
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of the channel.
                 * @example telegram
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
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
    sendChannelMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The chat and the text. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageSend"];
            };
        };
        responses: {
            /** @description The platform has taken the message. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSent"];
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
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    listChats: {
        parameters: {
            query?: {
                /**
                 * @description List chats of this channel only.
                 * @example telegram
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
            /** @description One page of chats. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Total-Count": components["headers"]["X-Total-Count"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatList"];
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
    listChatMessages: {
        parameters: {
            query?: {
                /**
                 * @description How many results to return at most.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description List messages written before this moment.
                 * @example 2026-03-15T11:00:00Z
                 */
                before?: string;
                /**
                 * @description List messages written at or after this moment.
                 * @example 2026-03-15T10:00:00Z
                 */
                since?: string;
                /**
                 * @description Whether to list messages written by bots, this daemon's own included.
                 * @example true
                 */
                includeBot?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The address of the chat, percent-encoded where needed.
                 * @example tg:-1001234567890
                 */
                jid: components["schemas"]["Jid"];
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
                    "application/json": components["schemas"]["ChatMessageList"];
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
    getSenderAllowlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sender allowlist. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SenderAllowlist"];
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
    setSenderAllowlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The new list. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SenderAllowlistSet"];
            };
        };
        responses: {
            /** @description The list as stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SenderAllowlist"];
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
    connectTelegram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bot token and how messages arrive. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelegramConnect"];
            };
        };
        responses: {
            /** @description The channel is connected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CredentialsRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    disconnectTelegram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether to forget the credentials; they are kept when there is no body. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Disconnect"];
            };
        };
        responses: {
            /** @description The channel is disconnected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectResult"];
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
    validateTelegram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The credentials to check. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelegramValidate"];
            };
        };
        responses: {
            /** @description What the check found, good or bad. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TelegramValidation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    receiveTelegramWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The secret that Telegram was given on connect.
                 * @example example-secret
                 */
                "X-Telegram-Bot-Api-Secret-Token"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description An update. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelegramUpdate"];
            };
        };
        responses: {
            /** @description The update is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceived"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    connectSlack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bot token and the app-level token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlackConnect"];
            };
        };
        responses: {
            /** @description The channel is connected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CredentialsRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    disconnectSlack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether to forget the credentials; they are kept when there is no body. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Disconnect"];
            };
        };
        responses: {
            /** @description The channel is disconnected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectResult"];
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
    validateSlack: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The credentials to check. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlackValidate"];
            };
        };
        responses: {
            /** @description What the check found, good or bad. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlackValidation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    receiveSlackEvents: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description When Slack signed, in seconds since the epoch; at most five minutes ago.
                 * @example 1773568800
                 */
                "X-Slack-Request-Timestamp"?: string;
                /**
                 * @description `v0=` and the HMAC-SHA256 of `v0:{timestamp}:{raw body}` under the signing secret, in hex.
                 * @example v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503
                 */
                "X-Slack-Signature"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description An event, or the question whether the address is the app's. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["SlackPost"];
            };
        };
        responses: {
            /** @description The event is stored, or the answer to the question. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SlackPostReceived"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    connectDiscord: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The bot token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscordConnect"];
            };
        };
        responses: {
            /** @description The channel is connected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CredentialsRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    disconnectDiscord: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether to forget the credentials; they are kept when there is no body. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Disconnect"];
            };
        };
        responses: {
            /** @description The channel is disconnected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectResult"];
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
    validateDiscord: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The credentials to check. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscordValidate"];
            };
        };
        responses: {
            /** @description What the check found, good or bad. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordValidation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    connectWhatsapp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The number and its credentials. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatsappConnect"];
            };
        };
        responses: {
            /** @description The channel is connected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatsappConnectResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["CredentialsRejected"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    disconnectWhatsapp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whether to forget the credentials; they are kept when there is no body. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Disconnect"];
            };
        };
        responses: {
            /** @description The channel is disconnected. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectResult"];
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
    validateWhatsapp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The credentials to check. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatsappValidate"];
            };
        };
        responses: {
            /** @description What the check found, good or bad. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatsappValidation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["UpstreamError"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    verifyWhatsappWebhook: {
        parameters: {
            query: {
                /**
                 * @description What Meta wants, `subscribe`.
                 * @example subscribe
                 */
                "hub.mode": string;
                /**
                 * @description The verify token set on connect.
                 * @example example-verify-token
                 */
                "hub.verify_token": string;
                /**
                 * @description What to answer.
                 * @example 1158201444
                 */
                "hub.challenge": string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The challenge, unchanged. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": components["schemas"]["Challenge"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    receiveWhatsappWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description `sha256=` and the HMAC-SHA256 of the raw body under the app secret, in hex.
                 * @example sha256=d3e4f9da0ce6c71ab3dba55929b8eeeee2455349e534924ead19f98d143e904f
                 */
                "X-Hub-Signature-256"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A batch of events. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhatsappEvent"];
            };
        };
        responses: {
            /** @description The batch is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceived"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
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
            /** @description The contract. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDocument"];
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
                    "text/html": components["schemas"]["DocsPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
