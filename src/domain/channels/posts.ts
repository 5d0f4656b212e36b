/**
 * Owns the port of what platforms post to this daemon, and how it refuses. Whether a post is authentic and what it brings is known to
 * the adapters only, who read it byte by byte as it came.
 */
import { DomainError } from '../shared/index.ts';

/** What is asked when a webhook is set up, in the words of Meta. */
export interface WebhookQuestion {
  readonly mode: string;
  readonly verifyToken: string;
  readonly challenge: string;
}

/** What a platform posts, or somebody who says to be one. */
export interface Post {
  readonly body: Uint8Array;
  /** Where it came from. */
  readonly address: string | null;
}

/**
 * Takes posts: each resolves once what it brings is durable. Header values are undefined where they are not there.
 * @throws DomainError webhook_closed, webhook_forbidden, webhook_unsigned, and validation_failed for what is authentic and no post of
 * the platform
 */
export interface ChannelPosts {
  telegram(post: Post & { secret: string | undefined }): Promise<void>;
  /** @returns what to answer where Slack asks whether the address is the app's; else null */
  slack(
    post: Post & { timestamp: string | undefined; signature: string | undefined },
  ): Promise<string | null>;
  whatsapp(post: Post & { signature: string | undefined }): Promise<void>;
  /** @returns what to answer when the webhook is set up */
  whatsappChallenge(question: WebhookQuestion): string;
}

/** What a post came to that was not taken. */
export type PostRefusal = 'closed' | 'forbidden' | 'malformed' | 'unsigned';

/** The refusal of a post. @param platform The name of the platform as people write it. */
export function postRefusal(refusal: PostRefusal, platform: string): DomainError {
  switch (refusal) {
    case 'closed':
      return new DomainError('webhook_closed', `${platform} is not connected`);
    case 'forbidden':
      return new DomainError(
        'webhook_forbidden',
        `The request does not prove that it comes from ${platform}`,
      );
    case 'unsigned':
      return new DomainError(
        'webhook_unsigned',
        `No secret is set with which posts of ${platform} could be checked`,
      );
    case 'malformed': {
      const message = `is nothing that ${platform} posts`;
      return new DomainError('validation_failed', `The body ${message}`, {
        issues: [{ in: 'body', path: '', message }],
      });
    }
  }
}
