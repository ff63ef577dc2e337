type Json = Readonly<Record<string, unknown>>;

/** Values are covered as ~…~ or $…$; anything else in the same field is plain. */
const CIPHER = /^([~$]).+\1(?:\d+\1)?$/u;
const FIELDS = ['receiver_name', 'receiver_phone', 'contact_mobile', 'receiver_address'] as const;

/** Whether a text is a ciphertext of the platform. */
export const isCovered = (text: unknown): text is string => typeof text === 'string' && CIPHER.test(text);

/** The ciphertexts of an order's receiver. */
export const coveredValues = (order: Json): string[] => FIELDS.map((name) => order[name]).filter(isCovered);

/** The order with what was decrypted in the place of its ciphertexts. */
export const withPlain = (order: Json, plain: ReadonlyMap<string, string>): Json => ({
  ...order,
  ...Object.fromEntries(
    FIELDS.flatMap((name) => {
      const opened = plain.get(String(order[name] ?? ''));
      return opened === undefined ? [] : [[name, opened]];
    }),
  ),
});
