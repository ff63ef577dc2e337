'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useMoment } from '@/app/_order/moment';
import type { RightId } from '@/server/grant-table';
import type { Notice } from '@/server/notices/list';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { showToast } from '@/ui/toast';

function useNotices() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const notices = useQuery(trpc.notices.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.notices.list.queryFilter());
  const t = useTranslations('shell');
  useLive('notice.posted', ({ patch }) => {
    void refresh();
    const { kind, by = '' } = patch;
    if (kind === 'card-taken' || kind === 'card-given') showToast(t(`notice_${kind}`, { by }));
  });
  const markRead = useMutation(trpc.notices.markRead.mutationOptions({ onSuccess: refresh }));
  return { notices: notices.data, markRead: () => markRead.mutate() };
}

const GRANT_NOTICES = ['grant-given', 'grant-expired', 'grant-revoked'] as const;
const RIGHTS = ['watch-group', 'work-group', 'lead-group'] as const satisfies readonly RightId[];

/** What happened to a right that was lent to this person or by them; null for other notices. */
function useGrantText({ kind, detail, groupName, holderName, isOwn }: Notice): string | null {
  const t = useTranslations('grants');
  const known = GRANT_NOTICES.find((one) => one === kind);
  if (known === undefined) return null;
  const right = RIGHTS.find((one) => one === detail.right);
  const named = { right: right ? t(`right_${right}`) : '', group: groupName ?? '', name: holderName ?? '' };
  return isOwn ? t(`own_${known}`, named) : t(`other_${known}`, named);
}

function useNoticeText(notice: Notice): string {
  const { kind, detail, orderNo } = notice;
  const grantText = useGrantText(notice);
  const t = useTranslations();
  const count = detail.count ?? 1;
  if (grantText !== null) return grantText;
  if (kind === 'conflict-share')
    return t('conflicts.notice', { share: detail.share ?? '', count: Number(detail.orders ?? 0) });
  if (kind === 'urgent-not-accepted') return t('outside.noticeNotAccepted', { orderNo: detail.orderNo ?? '' });
  if (kind === 'stock-negative')
    return t('stock.notice', { sku: detail.sku ?? '', count: Number(detail.missing ?? 0) });
  if (kind === 'channel-silent') return t('shell.noticeSilent', { shop: detail.name ?? '' });
  if (kind === 'pushes-lost') return t('shell.noticePushesLost', { shop: detail.name ?? '' });
  if (kind === 'reveal-alarm') return t('privacy.alarm', { count, name: detail.name ?? '' });
  if (detail.by !== undefined)
    return t(kind === 'card-given' ? 'shell.notice_card-given' : 'shell.notice_card-taken', { by: detail.by });
  const named = { orderNo: orderNo ?? '' };
  return count > 1 ? t('shell.noticeHeldMany', { count, ...named }) : t('shell.noticeHeld', named);
}

function NoticeLine({ notice }: { notice: Notice }) {
  const moment = useMoment();
  const text = useNoticeText(notice);
  return (
    <span className={`flex w-72 flex-col ${notice.readAt === null ? 'font-semibold' : 'text-ink-2'}`}>
      <span className="truncate">{text}</span>
      <span className="text-small font-normal text-ink-3">{moment(notice.at)}</span>
    </span>
  );
}

/** The notices of the console; opening one opens its order and marks all as read. */
export function NoticeBell() {
  const t = useTranslations('shell');
  const router = useRouter();
  const { notices, markRead } = useNotices();
  const unread = notices?.unread ?? 0;
  const items = notices?.items ?? [];
  return (
    <Menu
      trigger={
        <Button variant="quiet" aria-label={`${t('notices')}: ${t('noticesUnread', { count: unread })}`}>
          <Bell aria-hidden size={16} />
          {unread > 0 && <b className="text-small text-tide">{unread > 99 ? '99+' : unread}</b>}
        </Button>
      }
      emptyText={t('noticesNone')}
      items={[
        ...(unread > 0 ? [{ id: 'read', label: t('noticesRead'), onSelect: markRead }] : []),
        ...items.map((notice) => ({
          id: notice.noticeId,
          label: <NoticeLine notice={notice} />,
          onSelect: () => {
            markRead();
            const { taskId, by } = notice.detail;
            if (notice.kind === 'stock-negative') router.push('/settings/stock?state=overdrawn');
            if (notice.kind === 'channel-silent' || notice.kind === 'pushes-lost') router.push('/settings/health');
            if (taskId !== undefined && by !== undefined) router.push(`/desk?task=${taskId}`);
            else if (notice.kind === 'conflict-share') router.push('/orders/conflicts');
            else if (notice.detail.orderId) router.push(`/orders/${notice.detail.orderId}`);
            else if (notice.orderId) router.push(`/orders/${notice.orderId}`);
          },
        })),
      ]}
    />
  );
}
