/** What WeCom answers: HTTP 200 with an errcode, and the fields of the call. */
export type Answer = Readonly<Record<string, unknown>> & { readonly errcode: number; readonly errmsg: string };

export const ok = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...fields });
export const refused = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg });

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

export const textIn = (body: Readonly<Record<string, unknown>>, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};
