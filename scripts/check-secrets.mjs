import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source-files.mjs';

/**
 * What a real secret looks like. Each pattern is of a kind that nothing else looks like, or asks for a value too random to
 * be a word; what tests and samples use instead is in KNOWN.
 */
const KINDS = [
  ['private key', /-----BEGIN (?:RSA |EC |OPENSSH |DSA |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----/g],
  ['AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['Aliyun access key', /\bLTAI[A-Za-z0-9]{12,30}\b/g],
  ['Tencent Cloud secret id', /\bAKID[A-Za-z0-9]{32}\b/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}/g],
  ['model provider key', /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}\b/g],
  ['webhook secret', /\bwhsec_[A-Za-z0-9+/]{32,}={0,2}/g],
  [
    'robot address with its key',
    /(?:qyapi\.weixin\.qq\.com\/cgi-bin\/webhook\/send\?key=|oapi\.dingtalk\.com\/robot\/send\?access_token=|open\.feishu\.cn\/open-apis\/bot\/v2\/hook\/)[A-Za-z0-9-]{16,}/g,
  ],
  [
    'password in an address',
    /\b(?:postgres(?:ql)?|mysql|redis|mongodb(?:\+srv)?|amqp|https?):\/\/[^\s:/@"'`${}<>]+:[^\s:/@"'`${}<>]{6,}@[^\s"'`]+/g,
  ],
  [
    'secret written into code',
    /\b(?:secret|password|passwd|api_?key|access_?token|auth_?token|private_?key)["']?\s*[:=]\s*["']([A-Za-z0-9+/_-]{24,}={0,2})["']/gi,
  ],
];

/** Fewer bits a character than this is a sentence or a pattern, not a key. */
const RANDOM_BITS = 3.9;

/** Values that are public or made up, where the pattern alone cannot tell. */
const KNOWN = [
  // Signs the test vectors of Standard Webhooks.
  'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  // The address with a password that outbound calls have to refuse.
  'https://user:secret@example.com/',
];

/** Shannon entropy in bits a character: a random base64 key of 24 has about 4.3, words about 3.5. */
export function bitsPerCharacter(text) {
  const counts = new Map();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

function secretsIn(text) {
  return KINDS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)]
      .filter(([found, value = '']) => !KNOWN.includes(found) && !KNOWN.includes(value))
      .filter(([, value]) => value === undefined || bitsPerCharacter(value) >= RANDOM_BITS)
      .map((match) => ({ kind, line: text.slice(0, match.index).split('\n').length })),
  );
}

const IS_BINARY = /\.(png|jpe?g|ico|woff2?|xlsx?|zip|gz|pdf)$/i;

/** No file of ours holds anything that looks like a real secret. Says where, never what. */
export function checkSecrets(root) {
  return sourceFiles(root)
    .filter((file) => !IS_BINARY.test(file) && file !== 'package-lock.json')
    .flatMap((file) =>
      secretsIn(readFileSync(path.join(root, file), 'utf8')).map(
        ({ kind, line }) => `${file}:${line}: looks like a ${kind}; take it out and change it where it is used`,
      ),
    );
}
