export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = 'tw-theme';
export const DENSITY_COOKIE = 'tw-density';

const DARK_QUERY = '(prefers-color-scheme: dark)';

export const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

/** Shows a theme now and keeps it for the next page. */
export function applyTheme(theme: Theme): void {
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia(DARK_QUERY).matches);
  document.documentElement.dataset.chosenTheme = theme;
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  rememberIn(THEME_COOKIE, theme);
}

export const isRemembered = (cookie: string): boolean =>
  document.cookie.split('; ').some((pair) => pair.startsWith(`${cookie}=`));

/** Takes a remembered preference away, so that the next person at this machine starts with their own. */
export function forget(cookie: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
  document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax`;
}

/** A cookie for a year, for preferences that the server needs before it knows who asks. */
export function rememberIn(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax`;
}
