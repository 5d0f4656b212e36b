/**
 * Owns the files that a new plugin begins with. Writing and building them is done by plugin.ts.
 */

/** The files of a new plugin in JavaScript with one tool, by name. */
export function newFiles(name: string): Readonly<Record<string, string>> {
  const tool = name.replaceAll(/[^A-Za-z0-9_]/g, '_');
  return {
    'plugin.toml': `[plugin]
name = "${name}"
version = "0.1.0"
description = "What ${name} is for"

[[capabilities]]
type = "tool"
name = "${tool}"
description = "What the tool does"

[permissions]
# Besides log, config and kv: "http-outbound", "memory", "events". The operator has to grant them.
required = []
# URLs that http-outbound may reach, such as "https://api.example.com/v1/*"; empty means none.
http_allowlist = []

[resources]
max_memory_mb = 64
max_execution_time_ms = 5000

[config]
greeting = "Hello"
`,
    'plugin.js': `import { get } from 'prx:host/config@0.1.0';

const parameters = {
  type: 'object',
  properties: { name: { type: 'string', description: 'Whom to greet' } },
  required: ['name'],
};

export const toolExports = {
  // Called once, when the plugin is loaded.
  getSpec: () => ({
    name: '${tool}',
    description: 'Greets somebody',
    parametersSchema: JSON.stringify(parameters),
  }),

  // An exception would end the instance, so what can fail is answered as an error.
  execute(args) {
    try {
      const { name } = JSON.parse(args);
      return { success: true, output: \`\${get('greeting') ?? 'Hello'}, \${name}!\` };
    } catch (error) {
      return { success: false, output: '', error: String(error) };
    }
  },
};
`,
    'package.json': `${JSON.stringify(
      {
        name: name.toLowerCase(),
        private: true,
        type: 'module',
        devDependencies: { '@bytecodealliance/componentize-js': '^0.22.0' },
      },
      null,
      2,
    )}\n`,
    'README.md': `# ${name}

\`\`\`sh
npm install
gatehouse plugin build
gatehouse plugin validate
gatehouse plugin test . '{"name": "you"}'
\`\`\`

Install it by copying \`plugin.toml\` and \`plugin.wasm\` into \`plugins/${name}\` in the data folder of Gatehouse.
`,
    '.gitignore': 'node_modules/\nplugin.wasm\n',
  };
}
