import { procedure, router } from '../trpc';
import { exportSettings } from './export';

/** Settings as a file; one that comes back is sent to POST /api/settings (server/transfer/upload.ts). */
export const transferRouter = router({
  export: procedure('transfer.export').mutation(({ ctx }) => exportSettings(ctx)),
});
