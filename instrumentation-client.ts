interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

// Runs before hydration. With Trusted Types on, only our own chunks may become script URLs.
const factory = (window as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
factory?.createPolicy('default', {
  createScriptURL(url) {
    const { origin, pathname } = new URL(url, location.origin);
    if (origin === location.origin && pathname.startsWith('/_next/static/')) return url;
    throw new TypeError(`script URL refused: ${pathname}`);
  },
});
