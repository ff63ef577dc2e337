import { orderText } from './order-example';

/** The languages in which a signed push is shown. */
export const LANGUAGES = ['curl', 'node', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What is pushed: a test message that leaves no order, or a whole order. */
export const CONTENTS = ['ping', 'order'] as const;
export type Content = (typeof CONTENTS)[number];

const BASH_BODY: Readonly<Record<Content, string>> = {
  ping: `body='{"type":"ping"}'`,
  order: `now="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
body="$(cat <<JSON
${orderText('"$now"', '"EX$(date +%s)"')}
JSON
)"`,
};

const curl = (url: string, content: Content) => `#!/usr/bin/env bash
SECRET="\${TIDEWATCH_SECRET:?}"
${BASH_BODY[content]}
id="msg-$(date +%s%N)"
at="$(date +%s)"
key="$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \\n')"
signature="$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"
curl -sS -X POST '${url}' \\
  -H 'content-type: application/json' -H "webhook-id: $id" -H "webhook-timestamp: $at" \\
  -H "webhook-signature: v1,$signature" --data-binary "$body"
`;

/** In the example's own process, not in ours. */
const ENVIRONMENT = 'env';

const NODE_BODY: Readonly<Record<Content, string>> = {
  ping: `const body = JSON.stringify({ type: 'ping' });`,
  order: `const now = new Date().toISOString();
const body = JSON.stringify(${orderText('now', "'EX' + Date.now()")});`,
};

const node = (url: string, content: Content) => `import { createHmac } from 'node:crypto';

const key = Buffer.from(process.${ENVIRONMENT}.TIDEWATCH_SECRET.replace('whsec_', ''), 'base64');
${NODE_BODY[content]}
const id = \`msg-\${Date.now()}\`;
const at = String(Math.floor(Date.now() / 1000));
const signature = createHmac('sha256', key).update(\`\${id}.\${at}.\${body}\`).digest('base64');
const response = await fetch('${url}', {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': at,
    'webhook-signature': \`v1,\${signature}\`,
  },
  body,
});
console.log(response.status, await response.text());
`;

const PYTHON_BODY: Readonly<Record<Content, string>> = {
  ping: 'body = json.dumps({"type": "ping"})',
  order: `now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
body = json.dumps(${orderText('now', 'f"EX{time.time_ns()}"')})`,
};

const python = (url: string, content: Content) => `import base64, hashlib, hmac, json, os, time
import urllib.error, urllib.request

key = base64.b64decode(os.environ["TIDEWATCH_SECRET"].removeprefix("whsec_"))
${PYTHON_BODY[content]}
message_id, at = f"msg-{time.time_ns()}", str(int(time.time()))
signature = base64.b64encode(hmac.new(key, f"{message_id}.{at}.{body}".encode(), hashlib.sha256).digest()).decode()
request = urllib.request.Request("${url}", body.encode(), {
    "content-type": "application/json",
    "webhook-id": message_id,
    "webhook-timestamp": at,
    "webhook-signature": f"v1,{signature}",
})
try:
    print(urllib.request.urlopen(request).read().decode())
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
`;

/** A program that pushes this, signed, to an address; the secret comes from TIDEWATCH_SECRET. */
export const SNIPPETS: Readonly<Record<Language, (url: string, content: Content) => string>> = { curl, node, python };
