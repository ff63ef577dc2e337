'use client';
import { useTranslations } from 'next-intl';
import type { TierChange } from '@/domain/tiers/diff-tiers';
import { useTierName } from './tier-text';

/** What a version changed, a line each: "Urgent: moved", "VIP: times, condition". */
export function ChangeLines({ changes }: { changes: readonly TierChange[] }) {
  const t = useTranslations('settings.tiers');
  const nameOf = useTierName();
  return (
    <ul className="text-small text-ink-2">
      {changes.map((change) => (
        <li key={`${change.tierId} ${change.kind}`}>
          {t(`change.${change.kind}`, {
            name: nameOf(change),
            fields: change.fields.map((field) => t(`field.${field}`)).join(t('listed')),
          })}
        </li>
      ))}
    </ul>
  );
}
