'use client';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useServerNow } from '@/app/_client/clock';
import { useMe } from '@/app/_client/me';
import { Chip } from '@/ui/chip';
import { clockText } from '@/ui/duration';

/** Less than this is left: the chip turns amber. */
const SOON_MS = 10 * 60_000;

/** The right lent to this person that ends first, with the time that is left; the others on hover. */
export function GrantChip() {
  const t = useTranslations('grants');
  const now = useServerNow();
  const grants = useMe().grants.filter((grant) => now < grant.expiresAt);
  const [first] = grants;
  if (first === undefined || now === 0) return null;
  const textOf = ({ right, groupName, expiresAt }: typeof first) =>
    `${t(`right_${right}`)} · ${groupName} ${clockText(expiresAt - now)}`;
  const leftMs = first.expiresAt - now;
  return (
    <Chip tone={leftMs < SOON_MS ? 'amber' : 'tide'} title={grants.map(textOf).join('\n')}>
      <KeyRound aria-hidden size={12} />
      <span className="sr-only">{t('lent')}</span>
      <span data-grant={first.grantId} className="max-w-56 truncate tabular-nums">
        {textOf(first)}
      </span>
      {grants.length > 1 && <b>+{grants.length - 1}</b>}
    </Chip>
  );
}
