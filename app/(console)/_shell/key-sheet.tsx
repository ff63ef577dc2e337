'use client';
import { useTranslations } from 'next-intl';
import { useAllCommands } from '@/app/_client/commands';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';

/** Every command of this page with its keys, by heading. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  const commands = useAllCommands().filter((command) => command.keys.length > 0);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog isOpen onClose={onClose} title={t('keys')} closeLabel={common('close')} width={640}>
      <p className="px-4 text-small text-ink-3">{t('keysHint')}</p>
      <div className="columns-2 gap-8 px-4 py-3">
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-small font-semibold text-ink-2">{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <div key={command.id} className="flex items-center justify-between gap-3 py-0.5">
                    <dt>{command.title}</dt>
                    <dd className="flex gap-1">
                      {command.keys.map((keys) => (
                        <Kbd key={keys} keys={keys} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
