import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isTest, sourceFiles } from './source-files.mjs';

/** The action of an entry, where a call of the log names it: `audit(tx, actor, 'orders.reveal', …)`. */
const NAMED = /\baudit\w*\([^;]*?'([a-z]\w*\.[\w-]+)'/g;

/** Actions that the server writes to the audit log and the screen has no words for. */
export function checkAuditWords(root) {
  const { audit } = JSON.parse(readFileSync(path.join(root, 'messages/zh-CN.json'), 'utf8'));
  const actions = new Map();
  for (const file of sourceFiles(root)) {
    if (!file.startsWith('server/') || isTest(file) || file.startsWith('server/testing/')) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, action] of text.matchAll(NAMED)) actions.set(action, file);
  }
  return [...actions]
    .filter(([action]) => !(action.replaceAll('.', '_') in audit.action))
    .map(([action, file]) => `${file}: the audit log has no words for ${action} (messages: audit.action)`);
}
