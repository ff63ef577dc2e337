/** Why a post was not taken, as the server keeps it, taken apart for the page. */
export interface Failure {
  /** The key of its words in settings.notices. */
  readonly key: string;
  /** What the robot said itself. */
  readonly said: { readonly code: string; readonly text: string } | null;
}

const PROBLEMS = ['signature', 'keyword', 'ip', 'address', 'too-often', 'busy', 'other'];
const CALLS = ['address', 'network', 'timeout', 'status', 'too-large', 'not-json'];

/** "keyword 310000: keywords not in content", "call-timeout", "channel-off"; anything else is an error of ours. */
export function failureOf(lastError: string): Failure {
  const [, problem = '', code = '', text = ''] = /^([a-z-]+) ([^:]*): (.*)$/s.exec(lastError) ?? [];
  if (PROBLEMS.includes(problem)) return { key: `problem_${problem}`, said: { code, text } };
  const call = lastError.replace(/^call-/, '');
  if (lastError.startsWith('call-') && CALLS.includes(call)) return { key: `unreached_${call}`, said: null };
  return { key: lastError === 'channel-off' ? 'channelOff' : 'failedOtherwise', said: null };
}
