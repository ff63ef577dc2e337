import type { RobotProblem, RobotRefusal } from './robot';

const TEXT_MAX = 200;

/** Reads a robot's JSON answer: null when its code says 0, else what it refused, by the first rule that fits. */
export function refusalBy(
  answer: Buffer,
  names: { readonly code: string; readonly text: string },
  rules: readonly { readonly when: RegExp; readonly problem: RobotProblem }[],
): RobotRefusal | null {
  let said: unknown;
  try {
    said = JSON.parse(answer.toString('utf8'));
  } catch {
    said = null;
  }
  const fields = typeof said === 'object' && said !== null ? (said as Readonly<Record<string, unknown>>) : {};
  const code = fields[names.code];
  if (code === 0) return null;
  if (typeof code !== 'number') return { problem: 'address', code: '', text: 'this is not the answer of a robot' };
  const text = String(fields[names.text] ?? '').slice(0, TEXT_MAX);
  const rule = rules.find(({ when }) => when.test(`${code} ${text}`));
  return { problem: rule?.problem ?? 'other', code: String(code), text };
}
