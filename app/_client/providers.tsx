'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, splitLink } from '@trpc/client';
import { type ReactNode, useState } from 'react';
import superjson from 'superjson';
import type { AppRouter } from '@/server/root';
import { FieldWordsProvider } from '@/ui/field-check';
import { apiErrorOf } from './errors';
import { useFieldWords } from './field-words';
import { goToSignIn } from './sign-in';
import { TRPCProvider } from './trpc';

const MOST_CALLS_PER_REQUEST = 20;
const API = { url: '/api/trpc', transformer: superjson, maxItems: MOST_CALLS_PER_REQUEST };
/** What they ask for may be a name or a number, which belongs into no address: those end in histories and logs. */
const PERSONAL_QUERIES: ReadonlySet<string> = new Set(['orders.search']);

function leaveWhenSignedOut(error: Error): void {
  if (apiErrorOf(error).code === 'signed-out') goToSignIn();
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && ['offline', 'busy', 'internal'].includes(apiErrorOf(error).code),
      },
    },
  });
}

/** Everything the pages share: API client, query cache, and the nonce for parts that make styles. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const fieldWords = useFieldWords();
  const [queryClient] = useState(newQueryClient);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: ({ path }) => PERSONAL_QUERIES.has(path),
          true: httpBatchLink({ ...API, methodOverride: 'POST' }),
          false: httpBatchLink(API),
        }),
      ],
    }),
  );
  return (
    <CSPProvider nonce={nonce} disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
          <FieldWordsProvider value={fieldWords}>{children}</FieldWordsProvider>
        </TRPCProvider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
