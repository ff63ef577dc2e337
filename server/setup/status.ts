import type { Services } from '../context';

/** Whether nobody can sign in yet, so that the set-up page is shown. */
export async function readSetupStatus(services: Pick<Services, 'db'>): Promise<{ readonly needsSetup: boolean }> {
  const [row] = await services.db.query<{ needsSetup: boolean }>(
    'select not exists (select 1 from users) as "needsSetup"',
  );
  return { needsSetup: row?.needsSetup ?? true };
}
