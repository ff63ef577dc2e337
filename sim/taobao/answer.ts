/** What stands under the root of an answer; error_response for a refusal. Always HTTP 200. */
export interface Refusal {
  readonly error_response: {
    readonly code: number;
    readonly msg: string;
    readonly sub_code?: string;
    readonly sub_msg?: string;
  };
}
export type Answer = Readonly<Record<string, unknown>> | Refusal;

export const refused = (code: number, msg: string, subCode?: string, subMsg = ''): Refusal => ({
  error_response: { code, msg, ...(subCode === undefined ? {} : { sub_code: subCode, sub_msg: subMsg }) },
});
