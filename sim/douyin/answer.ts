/** What the platform answers: HTTP 200 with a code, and data where it went well. */
export interface Answer {
  readonly code: number;
  readonly msg: string;
  readonly sub_code: string;
  readonly sub_msg: string;
  readonly data?: unknown;
}

export const ok = (data: unknown): Answer => ({ code: 10_000, msg: 'success', sub_code: '', sub_msg: '', data });
export const refused = (code: number, subCode = ''): Answer => ({ code, msg: '失败', sub_code: subCode, sub_msg: '' });
