'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { ShopRow } from '@/server/shops/list';
import type { ShopSecret } from '@/server/shops/secrets';
import { Button } from '@/ui/button';
import { Skeleton } from '@/ui/skeleton';
import { TextField } from '@/ui/text-field';
import { Ago } from '../../_parts/ago';
import { FormDialog } from '../../_parts/form-dialog';
import { Part } from '../../_parts/part';
import { useRefusalText } from '../../_parts/refusal-text';
import { SecretOnce } from '../../_parts/secret-once';
import { useSecrets } from '../_hooks/use-shops';

const MAX_LIVE = 2;

/** Makes a secret, or takes the platform's own. */
function AddSecret(props: {
  shopId: string;
  signing: 'generated' | 'typed';
  isPushed: boolean;
  onMade: (secret: string | null) => void;
  onClose: () => void;
}) {
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const add = useMutation(
    trpc.shops.addSecret.mutationOptions({
      onSuccess: ({ secret }) => {
        void queryClient.invalidateQueries(trpc.shops.pathFilter());
        props.onMade(secret);
      },
    }),
  );
  const isTyped = props.signing === 'typed';
  return (
    <FormDialog
      title={t('addSecret')}
      submit={t(isTyped ? 'save' : 'makeSecret')}
      isBusy={add.isPending}
      problem={refusalText(add.error)}
      onClose={props.onClose}
      onSubmit={(form) =>
        add.mutate(isTyped ? { shopId: props.shopId, secret: String(form.get('secret')) } : { shopId: props.shopId })
      }
    >
      <p>{t(isTyped ? (props.isPushed ? 'addTypedText' : 'addCallText') : 'addSecretText')}</p>
      {isTyped && (
        <TextField
          name="secret"
          type="password"
          label={t('signingSecret')}
          minLength={8}
          required
          autoFocus
          autoComplete="off"
        />
      )}
    </FormDialog>
  );
}

function RetireSecret(props: { shop: ShopRow; secret: ShopSecret; isPushed: boolean; onClose: () => void }) {
  const { shop, secret, isPushed, onClose } = props;
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isLast = shop.liveSecrets === 1 && shop.isActive;
  const retire = useMutation(
    trpc.shops.retireSecret.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries(trpc.shops.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      title={t('retireTitle', { fingerprint: secret.fingerprint })}
      submit={t('retire')}
      isDanger
      isBusy={retire.isPending}
      problem={refusalText(retire.error)}
      onClose={onClose}
      onSubmit={() => retire.mutate({ shopId: shop.shopId, secretId: secret.secretId, isLastConfirmed: isLast })}
    >
      <p>{t(isPushed ? 'retireText' : 'retireCallsText')}</p>
      {isPushed && (
        <p>
          {t('lastUsed')} <Ago at={secret.lastUsedAt} never={t('neverUsed')} />
        </p>
      )}
      {isLast && (
        <p className="rounded-md bg-red-soft px-3 py-2 text-red">{t(isPushed ? 'retireLast' : 'retireLastCall')}</p>
      )}
    </FormDialog>
  );
}

function SecretRow(props: { secret: ShopSecret; isPushed: boolean; onRetire: () => void }) {
  const { secret, isPushed, onRetire } = props;
  const t = useTranslations('settings.shops');
  const moment = useMoment();
  const isLive = secret.retiredAt === null;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <KeyRound aria-hidden size={14} className={isLive ? 'text-tide' : 'text-ink-3'} />
      <code className={isLive ? 'font-semibold' : 'text-ink-3 line-through'}>{secret.fingerprint}</code>
      <span className="min-w-0 flex-1 text-small text-ink-2">
        {isLive && isPushed && (
          <>
            {t('lastUsed')} <Ago at={secret.lastUsedAt} never={t('neverUsed')} />
          </>
        )}
        {!isLive && t('retiredAt', { at: moment(secret.retiredAt ?? 0) })}
        <span className="block text-ink-3">
          {t('madeBy', { at: moment(secret.createdAt), name: secret.createdByName ?? t('system') })}
        </span>
      </span>
      {isLive && (
        <Button size="small" aria-label={t('retireTitle', { fingerprint: secret.fingerprint })} onClick={onRetire}>
          {t('retire')}
        </Button>
      )}
    </li>
  );
}

/** The secrets that sign the shop's pushes, or our calls: two while one replaces the other, with when each last signed a push. */
export function SecretList(props: { shop: ShopRow; signing: 'generated' | 'typed'; isPushed: boolean }) {
  const { shop, signing, isPushed } = props;
  const t = useTranslations('settings.shops');
  const common = useTranslations('common');
  const { data } = useSecrets(shop.shopId);
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [retiring, setRetiring] = useState<ShopSecret | null>(null);
  const add = (
    <Button size="small" disabled={shop.liveSecrets >= MAX_LIVE} onClick={() => setIsAdding(true)}>
      {t('addSecret')}
    </Button>
  );
  return (
    <Part title={t('secrets')} action={add}>
      {!data && <Skeleton lines={2} label={common('loading')} />}
      {data?.secrets.length === 0 && <p className="text-amber">{t(isPushed ? 'noSecret' : 'noCallSecret')}</p>}
      {data && (
        <ul className="divide-y divide-line">
          {data.secrets.map((secret) => (
            <SecretRow key={secret.secretId} secret={secret} isPushed={isPushed} onRetire={() => setRetiring(secret)} />
          ))}
        </ul>
      )}
      <p className="text-small text-ink-3">{t('fingerprintHint')}</p>
      {shop.liveSecrets >= MAX_LIVE && <p className="text-small text-ink-2">{t('rotationHint')}</p>}
      {isAdding && (
        <AddSecret
          shopId={shop.shopId}
          signing={signing}
          isPushed={isPushed}
          onClose={() => setIsAdding(false)}
          onMade={(secret) => {
            setIsAdding(false);
            setMade(secret);
          }}
        />
      )}
      {made && (
        <SecretOnce
          title={t('secretTitle')}
          text={t('secretText')}
          values={[{ label: t('signingSecret'), value: made }]}
          onClose={() => setMade(null)}
        />
      )}
      {retiring && <RetireSecret shop={shop} secret={retiring} isPushed={isPushed} onClose={() => setRetiring(null)} />}
    </Part>
  );
}
