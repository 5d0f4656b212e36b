/**
 * Owns the environment of the programs that MCP servers are. Nothing of the daemon's own gets there but what is listed here.
 */

/** What a program needs to find itself and others; none of it holds a secret. */
const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TERM',
  'TMPDIR',
  'TZ',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
];

/** What changes which code a program runs, whoever sets it. */
const DANGEROUS =
  /^(?:LD_.*|DYLD_.*|BASH_ENV|ENV|CDPATH|IFS|PATH|SHELL|PYTHONPATH|PYTHONHOME|PYTHONSTARTUP|NODE_OPTIONS|NODE_PATH|RUBYOPT|RUBYLIB|PERL5OPT|PERL5LIB|JAVA_TOOL_OPTIONS|GCONV_PATH)$/i;

/** The environment of a program, and the names of configured variables that were left out of it. */
export function childEnvironment(
  daemon: Readonly<Record<string, string | undefined>>,
  configured: Readonly<Record<string, string>>,
): { env: Record<string, string>; refused: string[] } {
  const env: Record<string, string> = {};
  for (const name of INHERITED) {
    const value = daemon[name];
    // A shell function in a variable would be run by the shells of old.
    if (value !== undefined && !value.startsWith('()')) env[name] = value;
  }
  const refused = Object.keys(configured).filter((name) => DANGEROUS.test(name));
  for (const [name, value] of Object.entries(configured))
    if (!refused.includes(name)) env[name] = value;
  return { env, refused };
}
