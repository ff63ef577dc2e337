/** What the platform answers: HTTP 200 with a response by the call's name, or with an error_response. */
export type Answer = Readonly<Record<string, unknown>>;

export const refused = (code: number, words: string): Answer => ({
  error_response: { error_code: code, error_msg: words, sub_code: String(code), sub_msg: words },
});
