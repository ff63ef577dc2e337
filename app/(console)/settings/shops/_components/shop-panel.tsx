'use client';
import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { ChannelChoice, ShopRow } from '@/server/shops/list';
import { Button } from '@/ui/button';
import { ConnectionTest } from '../../_parts/connection-test';
import { CopyField } from '../../_parts/copy-field';
import { DetailPanel } from '../../_parts/detail-panel';
import { Part } from '../../_parts/part';
import { ChannelHealth } from './channel-health';
import { CredentialsForm } from './credentials-form';
import { DoorLines } from './door-lines';
import { MergePolicy } from './merge-policy';
import { PushExample } from './push-example';
import { SecretList } from './secret-list';
import { ShopForm } from './shop-form';
import { TestMessage } from './test-message';

/** One shop: where it pushes to, with what, and what arrives. */
export function ShopPanel(props: {
  shop: ShopRow;
  channels: readonly ChannelChoice[];
  origin: string;
  onClose: () => void;
}) {
  const { shop, channels, origin, onClose } = props;
  const t = useTranslations('settings.shops');
  const [isEditing, setIsEditing] = useState(false);
  const channel = channels.find(({ name }) => name === shop.channel);
  const url = `${origin}/hooks/${shop.channel}/${shop.shopId}`;
  return (
    <DetailPanel
      title={shop.name}
      onClose={onClose}
      actions={
        <Button size="small" onClick={() => setIsEditing(true)}>
          <Pencil aria-hidden size={13} />
          {t('edit')}
        </Button>
      }
    >
      {channel?.isPushed ? (
        <Part title={t('pushAddress')}>
          <CopyField label={t('pushAddressLabel')} value={url} />
          {channel.canSendTest && <PushExample url={url} />}
        </Part>
      ) : (
        <Part title={t(channel?.isAskedFor ? 'channel' : 'noPush')}>
          <p className="text-ink-2">{channel?.isAskedFor ? t(`channelHints.${channel.name}`) : t('noPushText')}</p>
        </Part>
      )}
      {channel?.signing && <SecretList shop={shop} signing={channel.signing} isPushed={channel.isPushed} />}
      {channel && channel.credentials.length > 0 && <CredentialsForm shopId={shop.shopId} />}
      {channel?.canSendTest && <TestMessage shop={shop} />}
      {channel?.isAskedFor && <ConnectionTest shopId={shop.shopId} />}
      <MergePolicy shopId={shop.shopId} />
      <ChannelHealth shopId={shop.shopId} isTold={channel?.isTold ?? true} />
      {channel?.isPushed && <DoorLines shopId={shop.shopId} />}
      {isEditing && (
        <ShopForm
          shop={shop}
          channels={channels}
          onDone={() => setIsEditing(false)}
          onClose={() => setIsEditing(false)}
        />
      )}
    </DetailPanel>
  );
}
