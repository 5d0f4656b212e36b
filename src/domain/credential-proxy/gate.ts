/**
 * Owns deciding about each request of a container: whether it may go on, to which upstream, and with which credential.
 * Carrying it there belongs to src/adapters/credential-proxy, the numbers that come of it to figures.ts.
 */
import type { Logger } from '../../lib/log.ts';
import { SealError } from '../../lib/seal.ts';
import type { Admission, Admissions, ProxyRun } from './admissions.ts';
import type { Figures } from './figures.ts';
import {
  FIRST_PLACEHOLDER,
  formsOf,
  pairsOf,
  placeholdersIn,
  type SentCredential,
  TOKEN_HEADER,
  upstreamHeaders,
} from './headers.ts';
import type { Mapping, Mappings } from './mappings.ts';
import {
  type Gate,
  type Meter,
  type Passage,
  type Providers,
  ProxyRefusal,
  type ProxyRequest,
  proxyMethods,
} from './ports.ts';
import { type Choice, readTarget } from './target.ts';

/** Where a request goes, and what it is sent with. */
interface Route {
  readonly url: string;
  readonly credential: SentCredential | null;
  /** Null for a provider of the daemon. */
  readonly mappingId: string | null;
}

/** Requests of one run at the same time: the connections are for all containers together. */
const MOST_UNDER_WAY = 64;

type Pairs = readonly [name: string, value: string][];

/** A request of a known run that may not go on. */
export interface RefusedRequest extends ProxyRun {
  /** The reason as a sentence; nothing of the request is in it. */
  readonly message: string;
}

/** Decides by tokens, mappings and the daemon's own providers. */
export class ProxyGate {
  readonly #admissions: Admissions;
  readonly #mappings: Mappings;
  readonly #providers: Providers;
  readonly #figures: Figures;
  readonly #log: Logger;
  readonly #onRefused: (refused: RefusedRequest) => void;

  constructor(options: {
    admissions: Admissions;
    mappings: Mappings;
    providers: Providers;
    figures: Figures;
    log: Logger;
    onRefused: (refused: RefusedRequest) => void;
  }) {
    this.#admissions = options.admissions;
    this.#mappings = options.mappings;
    this.#providers = options.providers;
    this.#figures = options.figures;
    this.#log = options.log;
    this.#onRefused = options.onRefused;
  }

  /** The gate of a way in that all runs share. */
  forAll(): Gate {
    return this.#gate(null);
  }

  /** The gate of the socket of one run: no other token is good there. */
  forRun(owner: Admission): Gate {
    return this.#gate(owner);
  }

  #gate(owner: Admission | null): Gate {
    return {
      pass: (request) => this.#pass(request, owner),
      failed: (error) => this.#log.error('a request of a container failed in the proxy', { error }),
    };
  }

  #pass(request: ProxyRequest, owner: Admission | null): Passage {
    const { target, rawHeaders } = request;
    const headers = pairsOf(rawHeaders);
    const tokens = headers.filter(([name]) => name === TOKEN_HEADER).map(([, value]) => value);
    // Before anything else is judged: who has no token learns nothing, not even what a good path is.
    const shown = this.#admissions.find(pathToken(target) ?? tokens[0] ?? '');
    const admission = owner === null || owner === shown ? shown : undefined;
    // On its own socket it is known who asks, whatever it shows.
    const asking = owner ?? admission;
    try {
      if (admission === undefined)
        throw new ProxyRefusal(403, 'forbidden', 'A token of a running container is needed');
      return this.#passAdmitted(request, headers, admission);
    } catch (error) {
      if (error instanceof ProxyRefusal && asking !== undefined) {
        const { runId, namespace } = asking;
        this.#onRefused({ runId, namespace, message: error.message });
      }
      throw error;
    }
  }

  #passAdmitted(
    { method: asked, target }: ProxyRequest,
    headers: Pairs,
    admission: Admission,
  ): Passage {
    if (admission.underWay.size >= MOST_UNDER_WAY)
      throw new ProxyRefusal(429, 'too_many_requests', 'Too many requests are under way');
    const method = proxyMethods.find((one) => one === asked);
    if (method === undefined)
      throw new ProxyRefusal(405, 'method_not_allowed', 'This method is not let through');
    if (headers.some(([name]) => name === 'upgrade'))
      throw new ProxyRefusal(400, 'bad_request', 'Connections cannot be upgraded');
    const { choice, rest, query } = readTarget(target);
    const route = this.#route(choice, headers);
    const url = new URL(route.url);
    const base = url.pathname.replace(/\/+$/, '');
    if (route.mappingId !== null) this.#mappings.used(route.mappingId);
    return {
      origin: url.origin,
      path: `${base}${rest}${query}`.replace(/^(?!\/)/, '/'),
      method,
      headers: upstreamHeaders(headers, route.credential),
      hidden: {
        forms: route.credential === null ? [] : formsOf(route.credential.secret),
        placeholder: route.credential?.placeholder ?? '',
      },
      meter: this.#meter(admission, url.origin),
    };
  }

  #meter(admission: Admission, origin: string): Meter {
    const meter = this.#figures.begin();
    let cut: (() => void) | null = null;
    return {
      answered: () => meter.answered(),
      failed: (error) => {
        meter.failed();
        this.#log.warn(`${origin} did not answer a request of a container`, { error });
      },
      ended: () => {
        if (cut !== null) admission.underWay.delete(cut);
        meter.ended();
      },
      onRevoked: (then) => {
        cut = then;
        admission.underWay.add(then);
      },
    };
  }

  #route(choice: Choice, headers: Pairs): Route {
    if (choice.by === 'provider') return this.#toProvider(choice.name);
    const mapping = choice.by === 'mapping' ? this.#mappings.find(choice.id) : this.#named(headers);
    if (mapping === undefined)
      throw new ProxyRefusal(404, 'not_found', 'The request names no mapping that there is');
    const { id, upstreamUrl, credentialType: type, headerName, placeholder } = mapping;
    const credential = { type, headerName, secret: this.#open(mapping), placeholder };
    return { url: upstreamUrl, credential, mappingId: id };
  }

  /** The mapping whose placeholder the headers have; without any placeholder the only mapping. */
  #named(headers: Pairs): Mapping | undefined {
    const named = placeholdersIn(headers);
    if (named.size > 1)
      throw new ProxyRefusal(400, 'bad_request', 'The request has placeholders of two mappings');
    const [placeholder] = named;
    return placeholder === undefined
      ? this.#mappings.sole()
      : this.#mappings.findByPlaceholder(placeholder);
  }

  #toProvider(name: string): Route {
    const upstream = this.#providers(name);
    if (upstream === undefined)
      throw new ProxyRefusal(404, 'not_found', 'There is no provider of this name with a key');
    const { baseUrl: url, credentialType: type, credential: secret } = upstream;
    const placeholder = FIRST_PLACEHOLDER;
    const credential = secret === null ? null : { type, headerName: null, secret, placeholder };
    return { url, credential, mappingId: null };
  }

  #open(mapping: Mapping): string {
    try {
      return this.#mappings.open(mapping.id);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.#log.warn(`the credential of mapping "${mapping.name}" cannot be opened`, { error });
      throw new ProxyRefusal(503, 'unavailable', 'The credential cannot be opened');
    }
  }
}

const pathToken = (target: string): string | undefined => /^\/c\/([^/?#]*)/.exec(target)?.[1];
