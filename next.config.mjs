import { fileURLToPath } from 'node:url';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./app/_i18n/request.ts');

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  serverExternalPackages: ['pg', 'socket.io', 'better-auth'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  // Types are checked by `npm run verify`, over the whole project and not only what Next reaches.
  typescript: { ignoreBuildErrors: true },
};

export default withNextIntl(config);
