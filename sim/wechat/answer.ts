/** What the platform answers: HTTP 200 with an errcode, and the fields of the call. */
export type Answer = Readonly<Record<string, unknown>>;

export const ok = (fields: Readonly<Record<string, unknown>>): Answer => ({ errcode: 0, errmsg: 'ok', ...fields });
export const refused = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg });
