/**
 * Owns the sections of what is connected to the daemon: channels and MCP servers. What connecting means is left to the
 * adapters, and every other section to schema.ts.
 */
import { z } from 'zod';
import { flag, hot, integer, line, lineList, oneOf, path, token, url } from './fields.ts';

const secretToken = (description: string, environment: string) =>
  token(1, 4096).meta(hot(description, { secret: true, environment: [environment] }));

const allowedUsers = () =>
  lineList(256)
    .default([])
    .meta(hot('Users the agent answers; with an empty list it answers nobody.'));

const mentionOnly = () =>
  flag()
    .default(false)
    .meta(hot('Whether messages of groups are answered only when they mention the agent.'));

const enabled = () => flag().default(true).meta(hot('Whether the channel is used.'));

/** `[platforms]`: where the vendors are. */
export const platformsSection = z
  .strictObject({
    telegram_api_base: url('http', 'https')
      .default('https://api.telegram.org')
      .meta(hot('Address of the Telegram Bot API.', { environment: ['TELEGRAM_API_BASE'] })),
    slack_api_base: url('http', 'https')
      .default('https://slack.com/api/')
      .meta(hot('Address of the Slack Web API.', { environment: ['SLACK_API_BASE'] })),
    discord_api_base: url('http', 'https')
      .default('https://discord.com/api')
      .meta(
        hot('Address of the Discord API, without the version.', {
          environment: ['DISCORD_API_BASE'],
        }),
      ),
    whatsapp_graph_base: url('http', 'https')
      .default('https://graph.facebook.com')
      .meta(
        hot('Address of the Graph API, without the version.', {
          environment: ['WHATSAPP_GRAPH_BASE'],
        }),
      ),
  })
  .prefault({})
  .describe('Where the vendors of channels are reached.');

/** `[channels_config.<name>]`: a channel is configured when its table is there. */
export const channelSections = z
  .strictObject({
    telegram: z
      .strictObject({
        enabled: enabled(),
        bot_token: secretToken('Token of the bot.', 'TELEGRAM_BOT_TOKEN'),
        mode: oneOf('polling', 'webhook')
          .default('polling')
          .meta(
            hot(
              'How messages arrive: the daemon asks for them, or Telegram posts them to `webhook_url`.',
            ),
          ),
        webhook_url: url('https').optional().meta(hot('Public address that Telegram posts to.')),
        secret_token: token(1, 256)
          .optional()
          .meta(
            hot('What Telegram shows with each post; absent means one that is made of the token.', {
              secret: true,
            }),
          ),
        allowed_users: allowedUsers(),
        mention_only: mentionOnly(),
      })
      .optional()
      .describe('The Telegram bot.'),
    slack: z
      .strictObject({
        enabled: enabled(),
        bot_token: secretToken('Token of the bot user (`xoxb-`).', 'SLACK_BOT_TOKEN'),
        mode: oneOf('socket', 'events')
          .default('socket')
          .meta(
            hot(
              'How messages arrive: by Socket Mode, or posted by the Events API, which needs `signing_secret`.',
            ),
          ),
        signing_secret: secretToken(
          'Secret that Slack signs posts with.',
          'SLACK_SIGNING_SECRET',
        ).optional(),
        app_token: secretToken(
          'Token of the app (`xapp-`) for Socket Mode.',
          'SLACK_APP_TOKEN',
        ).optional(),
        allowed_users: allowedUsers(),
        mention_only: mentionOnly(),
      })
      .optional()
      .describe('The Slack app.'),
    discord: z
      .strictObject({
        enabled: enabled(),
        bot_token: secretToken('Token of the bot.', 'DISCORD_BOT_TOKEN'),
        allowed_users: allowedUsers(),
        mention_only: mentionOnly(),
      })
      .optional()
      .describe('The Discord bot.'),
    whatsapp: z
      .strictObject({
        enabled: enabled(),
        api_version: token(1, 16).default('v21.0').meta(hot('Version of the Graph API.')),
        business_account_id: token(1, 64)
          .optional()
          .meta(hot('Business account, by its id at Meta.')),
        access_token: secretToken('Token of the WhatsApp Cloud API.', 'WHATSAPP_ACCESS_TOKEN'),
        phone_number_id: token(1, 64).meta(
          hot('Number that messages are sent from, by its id at Meta.', {
            environment: ['WHATSAPP_PHONE_NUMBER_ID'],
          }),
        ),
        verify_token: secretToken(
          'Token that Meta shows when it verifies the webhook.',
          'WHATSAPP_VERIFY_TOKEN',
        ),
        app_secret: secretToken(
          'Secret that Meta signs webhooks with; none is taken while it is absent.',
          'WHATSAPP_APP_SECRET',
        ).optional(),
        allowed_users: allowedUsers(),
      })
      .optional()
      .describe('The WhatsApp Cloud API.'),
  })
  .prefault({})
  .describe('Channels: a channel is configured when its table is there.');

const ARGUMENT = { error: 'a list of texts of at most 8192 characters' };

const mcpServer = z
  .strictObject({
    enabled: flag().default(true).meta(hot('Whether the server is used.')),
    transport: oneOf('stdio', 'http', 'streamable_http', 'sse')
      .default('stdio')
      .meta(
        hot(
          'How the server is reached; `http` and `streamable_http` are the same protocol, `sse` is the one before it.',
        ),
      ),
    command: line(4096).optional().meta(hot('Program of a `stdio` server.')),
    args: z
      .array(z.string(ARGUMENT).max(8192, ARGUMENT), ARGUMENT)
      .default([])
      .meta({ ...hot('Arguments of the program.'), 'x-accepts': ARGUMENT.error }),
    url: url('http', 'https').optional().meta(hot('Address of a server of any other transport.')),
    headers: z
      .record(
        z.string(),
        line(8192).meta(hot('Header sent with every request to the `url`.', { secret: true })),
      )
      .default({})
      .describe('Headers sent with every request to the `url`.'),
    allow_private: flag()
      .default(false)
      .meta(hot('Whether the `url` may lead to a private or reserved address.')),
    env: z
      .record(
        z.string(),
        line(32_768).meta(hot('Environment variable of the program.', { secret: true })),
      )
      .default({})
      .describe('Environment variables of the program.'),
    startup_timeout_ms: integer(1, 3_600_000)
      .default(10_000)
      .meta(hot('Time the server has to start.')),
    request_timeout_ms: integer(1, 3_600_000)
      .default(30_000)
      .meta(hot('Time the server has to answer.')),
    tool_name_prefix: token(1, 64).default('mcp').meta(hot('What names of tools begin with.')),
    allow_tools: lineList(256)
      .default([])
      .meta(hot('Tools that may be used; an empty list is all.')),
    deny_tools: lineList(256).default([]).meta(hot('Tools that may not be used, also if allowed.')),
  })
  .describe('One MCP server; the name is letters, digits, `_` and `-`.');

/** `[mcp]` and `[mcp.servers.<name>]`. */
export const mcpSections = z
  .strictObject({
    workspace_file: path()
      .default('mcp.json')
      .meta(
        hot(
          'JSON file of further servers (`mcpServers`, as other clients write it); a relative path starts at the data folder.',
        ),
      ),
    launchers: lineList(64)
      .default(['npx', 'uvx', 'node', 'python', 'python3', 'docker', 'bunx', 'deno'])
      .meta(hot('Programs that servers of the workspace file may be started with, by bare name.')),
    servers: z.record(z.string(), mcpServer).default({}).describe('The servers by name.'),
  })
  .prefault({})
  .describe('MCP servers, whose tools the agent uses.');
