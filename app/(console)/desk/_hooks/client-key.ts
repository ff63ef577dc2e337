/** A key that names one message for ever. Works without HTTPS too, where browsers withhold crypto.randomUUID. */
export function newClientKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
