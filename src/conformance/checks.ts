/**
 * Owns the names of everything that is checked, each with what holds where it passes.
 * How a check is made belongs to the file of its kind, how a verdict is printed to the reports.
 */
export const checks = {
  'undeclared-status': 'every status that is answered is declared',
  'internal-error': 'no request makes the server fail',
  'media-type': 'every answer has a declared media type, or no body where none is declared',
  'answer-headers': 'declared headers are there and valid',
  'retry-after': '429 and 503 say in whole seconds when to come back, and it is true',
  'body-schema': 'every body is valid by its schema',
  'extra-property': 'no body has a property beyond what its schema closes',
  'answers-in-time': 'every request is answered in time',
  'answer-bounded': 'no answer is larger than can be read',
  'answer-whole': 'no answer breaks off or is other than HTTP',
  'request-id': 'no two answers have the same request id',
  'accepts-example': 'the examples of the contract are taken',
  'refuses-broken-json': 'a body that is no JSON is refused as 400',
  'refuses-body': 'a body that is invalid by its schema is refused as 400',
  'refuses-parameter': 'a parameter that is invalid by its schema is refused as 400',
  'refuses-generated': 'no generated body that is invalid by its schema is taken',
  'auth-missing': 'no token is refused as 401',
  'auth-wrong': 'a wrong token is refused as 401',
  'auth-scope': 'a token that lacks a scope is refused as 403',
  'unknown-resource': 'what is not there is answered 404',
  'unsupported-verb': 'a verb that the path does not have is answered 405',
  'allow-header': 'Allow lists exactly the verbs of the path',
  'too-large': 'a body that is too large is refused as 413',
  'wrong-media-type': 'a body of another media type is refused as 415',
  'created-is-found': 'what was made is found at once by the links of its answer',
  'created-is-same': 'what is read back is what was made',
  'deleted-is-gone': 'what was made can be deleted',
  'rate-limit-window': 'the requests left go down with every request and never up within a window',
  'rate-limit-fields': 'the two families of rate-limit headers say the same',
  'rate-limit-refuses': 'the limit that is told is the limit that is kept',
  'stream-event': 'every event of a stream is valid by its schema',
  'stream-ids': 'events that can be resumed from have ids, all different',
  'stream-heartbeat': 'a stream is never silent for long',
  'stream-resume': 'a stream goes on after the last event read, with none lost and none twice',
  'stream-gap': 'an id that nobody has given out is refused or answered by a gap',
  'webhook-delivered': 'an event reaches the endpoint that was registered for it',
  'webhook-body': 'the body of a webhook is valid by its schema',
  'webhook-signature': 'a webhook is signed by Standard Webhooks',
} as const;

/** The name of a check. */
export type CheckId = keyof typeof checks;

/** The names of all checks, in the order of reports. */
export const checkIds = Object.keys(checks).filter((id): id is CheckId => id in checks);
