/**
 * Owns the routes of an API: one per operation, and what a path that exists answers to a verb it does not have.
 * What happens behind a route belongs to serve-contract.ts.
 */
import type { Context, Handler, Hono } from 'hono';
import type { Plan } from './contract-backend.ts';
import type { EdgeEnv, EdgeHandler } from './visit.ts';

/** Why a request has no operation: no such path, a path that has other verbs only, or one with an empty parameter. */
export type RouteFault =
  | { readonly allow: readonly string[] }
  | { readonly missing: string }
  | null;

/** Answers a request that has no operation. */
export type RefuseRoute = (c: Context<EdgeEnv>, fault: RouteFault) => Promise<Response>;

interface Path {
  readonly template: string;
  readonly pattern: RegExp;
  /** Fits also where parameters are empty; each one is a group named after it. */
  readonly gaps: RegExp;
  readonly isLiteral: boolean;
  readonly plans: Plan<EdgeHandler>[];
}

/**
 * Lays literal paths before templates. Where a template would swallow a verb that a literal path does not have
 * (GET /channels/messages by GET /channels/{name}), that verb of the literal path is laid as a refusal.
 */
export function layRoutes(
  app: Hono<EdgeEnv>,
  plans: readonly Plan<EdgeHandler>[],
  makeHandler: (plan: Plan<EdgeHandler>) => Handler<EdgeEnv>,
  refuse: RefuseRoute,
): void {
  const paths = groupByPath(plans);
  const literals = paths.filter((one) => one.isLiteral);
  const templates = paths.filter((one) => !one.isLiteral);
  for (const path of literals) {
    layPath(app, path, makeHandler);
    const own = new Set(path.plans.map((one) => one.operation.method));
    const swallowed = templates
      .filter((one) => one.pattern.test(path.template))
      .flatMap((one) => one.plans.map((plan) => plan.operation.method))
      .filter((method) => !own.has(method));
    for (const method of new Set(swallowed)) {
      app.on(method.toUpperCase(), path.template, (c) => refuse(c, { allow: allowed([path]) }));
    }
  }
  for (const path of templates) layPath(app, path, makeHandler);
  app.notFound((c) => {
    const [first] = paths.filter((one) => one.pattern.test(c.req.path));
    return refuse(c, first === undefined ? findGap(c, templates) : { allow: allowed([first]) });
  });
}

/** The empty parameter of a path that would have an operation if it were filled in. */
function findGap(c: Context<EdgeEnv>, templates: readonly Path[]): RouteFault {
  const method = c.req.method.toLowerCase();
  for (const { gaps, plans } of templates) {
    const groups = gaps.exec(c.req.path)?.groups ?? {};
    const [missing] = Object.keys(groups).filter((name) => groups[name] === '');
    if (missing !== undefined && plans.some((plan) => plan.operation.method === method))
      return { missing };
  }
  return null;
}

function layPath(
  app: Hono<EdgeEnv>,
  path: Path,
  makeHandler: (plan: Plan<EdgeHandler>) => Handler<EdgeEnv>,
): void {
  const route = path.template.replaceAll(/\{([^}]+)\}/g, ':$1');
  for (const plan of path.plans)
    app.on(plan.operation.method.toUpperCase(), route, makeHandler(plan));
}

function groupByPath(plans: readonly Plan<EdgeHandler>[]): Path[] {
  const paths = new Map<string, Path>();
  for (const plan of plans) {
    const { path: template } = plan.operation;
    let path = paths.get(template);
    if (path === undefined) {
      const plain = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
      const pattern = plain.replaceAll(/\{[^}]+\}/g, '[^/]+');
      const gaps = plain.replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]*)');
      path = {
        template,
        pattern: new RegExp(`^${pattern}$`),
        gaps: new RegExp(`^${gaps}$`),
        isLiteral: !template.includes('{'),
        plans: [],
      };
      paths.set(template, path);
    }
    path.plans.push(plan);
  }
  // Literal first: the first match tells what is allowed.
  return [...paths.values()].sort((a, b) => Number(b.isLiteral) - Number(a.isLiteral));
}

/** The verbs of paths, as Allow prints them; HEAD comes with GET. */
function allowed(paths: readonly Path[]): string[] {
  const methods = paths.flatMap((one) =>
    one.plans.map((plan) => plan.operation.method.toUpperCase()),
  );
  return [...new Set(methods.includes('GET') ? ['GET', 'HEAD', ...methods] : methods)];
}
