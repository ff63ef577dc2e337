/** What JOS answers with HTTP 200: a root named after the method, or a refusal. */
export type Answer = Readonly<Record<string, unknown>>;

export const refused = (code: string, zh: string, en: string): Answer => ({
  error_response: { code, zh_desc: zh, en_desc: en },
});

/** A call that reached its method, which could not do what was asked. */
export const failed = (errorCode: string, chineseErrCode: string): Answer => ({
  apiResult: { success: false, errorCode, chineseErrCode },
});
export const done = (content: Answer): Answer => ({
  apiResult: { success: true, errorCode: '', chineseErrCode: '' },
  ...content,
});
