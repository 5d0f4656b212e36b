/**
 * Owns the three measured operations on Fastify with schemas for requests and handlers, as its documentation shows.
 * Unknown properties are refused and not dropped, as the contract says.
 */
import Fastify from 'fastify';
import { handlers, type NewItem, schemas } from './contract.ts';

const app = Fastify({ ajv: { customOptions: { removeAdditional: false } } });
app.get('/api/v1/health', { schema: { response: { 200: schemas.health } } }, () =>
  handlers.health(),
);
app.post<{ Body: NewItem }>(
  '/api/v1/items',
  { schema: { body: schemas.newItem, response: { 201: schemas.item } } },
  async (request, reply) => {
    reply.code(201);
    return handlers.create(request.body);
  },
);
app.get<{ Querystring: { limit: number; offset: number } }>(
  '/api/v1/items',
  {
    schema: {
      querystring: { type: 'object', additionalProperties: false, properties: schemas.page },
      response: { 200: schemas.list },
    },
  },
  (request) => handlers.list(request.query.limit, request.query.offset),
);
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`{"port":${new URL(address).port}}\n`);
