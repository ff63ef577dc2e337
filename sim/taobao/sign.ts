import { hmacOf, joined, md5Around } from '../platform/isv';

/** The sign that a call of this app must carry; '' for a method that TOP does not know. */
export function signCall(params: ReadonlyMap<string, string>, appSecret: string): string {
  const text = joined(params);
  switch (params.get('sign_method')) {
    case 'md5':
      return md5Around(appSecret, text);
    case 'hmac':
      return hmacOf('md5', appSecret, text);
    case 'hmac-sha256':
      return hmacOf('sha256', appSecret, text);
    default:
      return '';
  }
}
