import { procedure, router } from '@/server/trpc';
import { privacyOverview } from './overview';
import { setPrivacyInput, setPrivacySettings } from './set-settings';

export const privacyRouter = router({
  overview: procedure('privacy.overview').query(({ ctx }) => privacyOverview(ctx)),
  set: procedure('privacy.set')
    .input(setPrivacyInput)
    .mutation(({ ctx, input }) => setPrivacySettings(ctx, input)),
});
