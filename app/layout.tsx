import './globals.css';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { isDensity } from '@/ui/density';
import { Providers } from './_client/providers';
import { DENSITY_COOKIE, isTheme, THEME_COOKIE } from './_client/theme';

export const metadata: Metadata = { title: '观潮 Tidewatch', icons: { icon: '/icon.svg' } };

/** The nonce that the server put into this page's policy; scripts and styles of the page carry it. */
async function pageNonce(): Promise<string | undefined> {
  const policy = (await headers()).get('content-security-policy');
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1];
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, nonce] = await Promise.all([getLocale(), cookies(), pageNonce()]);
  const chosen = jar.get(THEME_COOKIE)?.value;
  const theme = isTheme(chosen) ? chosen : 'system';
  const density = jar.get(DENSITY_COOKIE)?.value;
  return (
    <html
      lang={locale}
      data-theme={theme === 'dark' ? 'dark' : 'light'}
      data-chosen-theme={theme}
      data-density={isDensity(density) ? density : 'normal'}
      suppressHydrationWarning
    >
      <body>
        <script src="/theme.js" nonce={nonce} suppressHydrationWarning />
        <NextIntlClientProvider>
          <NuqsAdapter>
            <Providers nonce={nonce}>{children}</Providers>
          </NuqsAdapter>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
