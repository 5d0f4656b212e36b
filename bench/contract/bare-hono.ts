/**
 * Owns the three measured operations on Hono alone: nothing is checked, so this is what checking is measured against.
 * The handlers are those of contract.ts.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { handlers } from './contract.ts';

const app = new Hono();
app.get('/api/v1/health', async (c) => c.json(await handlers.health()));
app.post('/api/v1/items', async (c) => c.json(await handlers.create(await c.req.json()), 201));
app.get('/api/v1/items', async (c) =>
  c.json(
    await handlers.list(Number(c.req.query('limit') ?? 50), Number(c.req.query('offset') ?? 0)),
  ),
);
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.stdout.write(`{"port":${port}}\n`);
});
