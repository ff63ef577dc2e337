/** The languages in which a signed push is shown. */
export const LANGUAGES = ['curl', 'node', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];

const curl = (url: string) => `#!/usr/bin/env bash
SECRET="\${TIDEWATCH_SECRET:?}"
body='{"type":"ping"}'
id="msg-$(date +%s%N)"
at="$(date +%s)"
key="$(printf %s "\${SECRET#whsec_}" | openssl base64 -d -A | od -An -vtx1 | tr -d ' \\n')"
signature="$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"
curl -sS -X POST '${url}' \\
  -H 'content-type: application/json' -H "webhook-id: $id" -H "webhook-timestamp: $at" \\
  -H "webhook-signature: v1,$signature" -d "$body"
`;

/** In the example's own process, not in ours. */
const ENVIRONMENT = 'env';

const node = (url: string) => `import { createHmac } from 'node:crypto';

const key = Buffer.from(process.${ENVIRONMENT}.TIDEWATCH_SECRET.replace('whsec_', ''), 'base64');
const body = JSON.stringify({ type: 'ping' });
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

const python = (url: string) => `import base64, hashlib, hmac, json, os, time, urllib.error, urllib.request

key = base64.b64decode(os.environ["TIDEWATCH_SECRET"].removeprefix("whsec_"))
body = json.dumps({"type": "ping"})
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

/** A program that pushes a signed test message to this address; the secret comes from TIDEWATCH_SECRET. */
export const SNIPPETS: Readonly<Record<Language, (url: string) => string>> = { curl, node, python };
