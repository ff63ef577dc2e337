'use client';
import { useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { ChannelOverview, ChannelRow } from '@/server/notice-channels/list';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { AddButton } from '../../_parts/add-button';
import { ListBody } from '../../_parts/list-body';
import { SecretOnce } from '../../_parts/secret-once';
import { SectionPage } from '../../_parts/section-page';
import { useChannels } from '../_hooks/use-channels';
import { ChannelCard } from './channel-card';
import { ChannelForm } from './channel-form';
import { PostList } from './post-list';
import { RemoveChannel } from './remove-channel';

type OpenDialog = 'add' | { readonly action: 'edit' | 'remove'; readonly channel: ChannelRow } | null;

function ChannelsAndPosts(props: { overview: ChannelOverview; onOpen: (open: OpenDialog) => void }) {
  const { overview, onOpen } = props;
  const t = useTranslations('settings.notices');
  if (overview.channels.length === 0)
    return (
      <EmptyState title={t('none')} hint={t('noneHint')}>
        <Button variant="primary" onClick={() => onOpen('add')}>
          {t('add')}
        </Button>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4 p-4">
      <ul aria-label={t('channels')} className="grid grid-cols-[repeat(auto-fill,minmax(320px,1fr))] gap-3">
        {overview.channels.map((channel) => (
          <ChannelCard
            key={channel.channelId}
            channel={channel}
            onEdit={() => onOpen({ action: 'edit', channel })}
            onRemove={() => onOpen({ action: 'remove', channel })}
          />
        ))}
      </ul>
      <PostList posts={overview.posts} />
    </div>
  );
}

/** Where notices go besides the console: group robots and webhooks, and what became of each message. */
export function NoticeChannels() {
  const t = useTranslations('settings');
  const list = useChannels();
  const [open, setOpen] = useState<OpenDialog>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const add = useCallback(() => setOpen('add'), []);
  const close = () => setOpen(null);
  const finish = (made: string | null) => {
    setOpen(null);
    setSecret(made);
  };
  return (
    <SectionPage
      title={t('sections.notices')}
      hint={t('notices.hint')}
      actions={<AddButton id="notices.add" title={t('notices.add')} section={t('sections.notices')} onAdd={add} />}
    >
      <ListBody list={{ data: list.data ? [list.data] : undefined, error: list.error, refetch: list.refetch }}>
        {([overview]) => overview && <ChannelsAndPosts overview={overview} onOpen={setOpen} />}
      </ListBody>
      {open === 'add' && <ChannelForm channel={null} onDone={finish} onClose={close} />}
      {open !== null && open !== 'add' && open.action === 'edit' && (
        <ChannelForm channel={open.channel} onDone={finish} onClose={close} />
      )}
      {open !== null && open !== 'add' && open.action === 'remove' && (
        <RemoveChannel channel={open.channel} onClose={close} />
      )}
      {secret && (
        <SecretOnce
          title={t('notices.secretTitle')}
          text={t('notices.secretText')}
          values={[{ label: t('shops.signingSecret'), value: secret }]}
          onClose={() => setSecret(null)}
        />
      )}
    </SectionPage>
  );
}
