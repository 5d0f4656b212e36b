/**
 * Owns the contract of 100 operations on openapi-backend as its README wires it: every request goes to `handleRequest`.
 * It stands on Hono like the baseline, so that only the wiring differs.
 */
import { serve } from '@hono/node-server';
import addFormatsModule from 'ajv-formats';
import { type Context, Hono } from 'hono';
import { OpenAPIBackend } from 'openapi-backend';
import { handlers, makeDocument } from './contract.ts';

// The package is CommonJS, and Node hands over its exports object.
const addFormats = addFormatsModule.default;
const api = new OpenAPIBackend({
  definition: JSON.parse(JSON.stringify(makeDocument('3.0.3'))),
  customizeAjv(ajv) {
    addFormats(ajv);
    return ajv;
  },
});
api.register({
  health: async (_, hono: Context) => hono.json(await handlers.health()),
  create_items: async (c, hono: Context) =>
    hono.json(await handlers.create(c.request.requestBody), 201),
  list_items: async (c, hono: Context) =>
    hono.json(
      await handlers.list(Number(c.request.query.limit ?? 50), Number(c.request.query.offset ?? 0)),
    ),
  validationFail: (c, hono: Context) => hono.json({ err: c.validation.errors }, 400),
  notFound: (_, hono: Context) => hono.json({ err: 'not found' }, 404),
});
await api.init();

const app = new Hono();
app.all('*', async (c) =>
  api.handleRequest(
    {
      method: c.req.method,
      path: c.req.path,
      body: c.req.method === 'GET' ? undefined : await c.req.json(),
      query: c.req.query(),
      headers: c.req.header(),
    },
    c,
  ),
);
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.stdout.write(`{"port":${port}}\n`);
});
