'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import { PLATFORMS, type Platform } from '@/domain/order/platform';
import type { CreatedShop } from '@/server/shops/create';
import type { ChannelChoice, ShopRow } from '@/server/shops/list';
import { SelectField } from '@/ui/select-field';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';
import { FormDialog } from '../../_parts/form-dialog';
import { GroupField } from '../../_parts/group-field';
import { useRefusalText } from '../../_parts/refusal-text';
import { channelsOf, usualChannel } from './channel-choice';

/** Most of what waits to be shipped changed within these days. */
const USUAL_DAYS_BACK = 3;

interface Values {
  readonly name: string;
  readonly groupId: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly shipFrom: string;
}

function useSaveShop(shop: ShopRow | null, onDone: (created: CreatedShop) => void) {
  const t = useTranslations('settings.shops');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries(trpc.shops.pathFilter());
  const create = useMutation(
    trpc.shops.create.mutationOptions({
      onSuccess: (created) => {
        refresh();
        onDone(created);
      },
    }),
  );
  const update = useMutation(
    trpc.shops.update.mutationOptions({
      onSuccess: (_nothing, { shopId }) => {
        refresh();
        showToast(t('saved'));
        onDone({ shopId, secret: null });
      },
    }),
  );
  const { error, isPending } = shop ? update : create;
  const save = (values: Values, form: FormData) => {
    if (shop)
      return update.mutate({ shopId: shop.shopId, version: shop.version, ...values, isActive: form.has('isActive') });
    return create.mutate({ ...values, ordersSinceDays: Number(form.get('ordersSinceDays') ?? 0) });
  };
  return { error, isPending, save };
}

/** Where orders are placed, and how they come to us: the second follows the first. */
function OriginFields(props: {
  shop: ShopRow | null;
  platform: Platform;
  channel: string;
  channels: readonly ChannelChoice[];
  onChange: (platform: Platform, channel: string) => void;
}) {
  const { shop, platform, channel, channels, onChange } = props;
  const t = useTranslations('settings.shops');
  const terms = useTranslations('terms');
  const kept = shop?.platform === platform ? shop.channel : null;
  return (
    <>
      <div className="flex flex-col gap-1">
        <SelectField
          isStacked
          label={t('platform')}
          value={platform}
          options={PLATFORMS.map((value) => ({ value, label: terms(`platform.${value}`) }))}
          onChange={(next) => onChange(next, next === shop?.platform ? shop.channel : usualChannel(next, channels))}
        />
        <p className="text-small text-ink-3">{t('platformHint')}</p>
      </div>
      <div className="flex flex-col gap-1">
        <SelectField
          isStacked
          label={t('channel')}
          value={channel}
          options={channelsOf(platform, channels, kept).map(({ name }) => ({
            value: name,
            label: t(`channels.${name}`),
          }))}
          onChange={(next) => onChange(platform, next)}
        />
        <p className="text-small text-ink-3">
          {t('channelHint')}
          <br />
          {t(`channelHints.${channel}`)}
        </p>
      </div>
    </>
  );
}

/** How far back the orders of a new shop are fetched, where its platform can be asked for them. */
function SinceField({ most }: { most: number }) {
  const t = useTranslations('settings.shops');
  if (most === 0) return null;
  return (
    <TextField
      name="ordersSinceDays"
      type="number"
      inputMode="numeric"
      label={t('ordersSince')}
      hint={t('ordersSinceHint', { most })}
      defaultValue={Math.min(USUAL_DAYS_BACK, most)}
      min={0}
      max={most}
      step={1}
      required
    />
  );
}

/** Adds a shop, or changes one. */
export function ShopForm(props: {
  shop: ShopRow | null;
  channels: readonly ChannelChoice[];
  onDone: (created: CreatedShop) => void;
  onClose: () => void;
}) {
  const { shop, channels, onDone, onClose } = props;
  const t = useTranslations('settings.shops');
  const refusalText = useRefusalText();
  const { save, error, isPending } = useSaveShop(shop, onDone);
  const [groupId, setGroupId] = useState(shop?.groupId ?? '');
  const [platform, setPlatform] = useState<Platform>(shop?.platform ?? 'generic');
  const [channel, setChannel] = useState(shop?.channel ?? 'generic');
  return (
    <FormDialog
      title={shop ? t('editTitle', { name: shop.name }) : t('add')}
      submit={t(shop ? 'save' : 'addSubmit')}
      isBusy={isPending}
      problem={refusalText(error)}
      onClose={onClose}
      onSubmit={(form) =>
        save(
          {
            ...{ name: String(form.get('name')).trim(), groupId, platform, channel },
            shipFrom: String(form.get('shipFrom')).trim(),
          },
          form,
        )
      }
    >
      <TextField
        name="name"
        label={t('name')}
        defaultValue={shop?.name}
        maxLength={40}
        required
        autoFocus
        autoComplete="off"
      />
      <GroupField value={groupId} onChange={setGroupId} />
      <OriginFields
        {...{ shop, platform, channel, channels }}
        onChange={(nextPlatform, nextChannel) => {
          setPlatform(nextPlatform);
          setChannel(nextChannel);
        }}
      />
      {shop === null && <SinceField most={channels.find(({ name }) => name === channel)?.mostDaysBack ?? 0} />}
      <TextField
        name="shipFrom"
        label={t('shipFrom')}
        hint={t('shipFromHint')}
        defaultValue={shop?.shipFrom ?? ''}
        maxLength={40}
        autoComplete="off"
      />
      {shop && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="isActive" defaultChecked={shop.isActive} />
          {t('isActive')}
        </label>
      )}
    </FormDialog>
  );
}
