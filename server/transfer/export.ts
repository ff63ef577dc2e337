import { audit } from '../audit';
import { can } from '../can';
import type { Context, UserActor } from '../context';
import { READERS } from './read-settings';
import { SECTION_RIGHTS } from './section-rights';
import { FILE_FORMAT, FILE_VERSION, SECTION_NAMES, type SettingsFile } from './settings-file';

/** The settings as one file: every section that the actor may read. Recorded, though nothing secret is in it. */
export async function exportSettings(ctx: Context<UserActor>): Promise<SettingsFile> {
  const sections = SECTION_NAMES.filter((section) => can(ctx.actor, SECTION_RIGHTS[section].read));
  return ctx.db.tx(async (tx) => {
    const [row] = await tx.query<{ now: number }>('select now() as now');
    const read: Record<string, unknown> = {};
    for (const section of sections) read[section] = await READERS[section](tx);
    await audit(tx, ctx.actor, 'transfer.export', 'settings', { sections });
    const exportedAt = new Date(row?.now ?? 0).toISOString();
    return { format: FILE_FORMAT, version: FILE_VERSION, exportedAt, ...read };
  });
}
