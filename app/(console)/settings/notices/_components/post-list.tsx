'use client';
import { useTranslations } from 'next-intl';
import { useMoment } from '@/app/_order/moment';
import type { PostRow } from '@/server/notice-channels/list';
import { Chip, type ChipTone } from '@/ui/chip';
import { failureOf } from './failure-text';

const TONES: Readonly<Record<PostRow['state'], ChipTone>> = {
  queued: 'neutral',
  sending: 'tide',
  sent: 'green',
  failed: 'red',
};
const COLUMNS = ['when', 'channel', 'what', 'state'] as const;

/** In words, then what the robot said itself. */
function FailureText({ post, lastError }: { post: PostRow; lastError: string }) {
  const t = useTranslations('settings.notices');
  const { key, said } = failureOf(lastError);
  const isOver = post.state === 'failed';
  return (
    <span className={`block text-small break-words ${isOver ? 'text-red' : 'text-ink-2'}`}>
      {isOver ? t(key) : t('tryingAgain', { why: t(key), count: post.attempts })}
      {said && <span className="block text-ink-3">{t('said', said)}</span>}
    </span>
  );
}

function PostLine({ post }: { post: PostRow }) {
  const t = useTranslations('settings.notices');
  const moment = useMoment();
  const what = post.parts.map(({ event, count }) => `${t(`events.${event}`)} ×${count}`).join(', ');
  return (
    <tr className="border-t border-line align-top">
      <td className="px-3 py-1.5 whitespace-nowrap text-ink-2">{moment(post.createdAt)}</td>
      <td className="px-3 py-1.5">{post.channelName}</td>
      <td className="px-3 py-1.5">
        {what}
        {post.parts.some(({ orderNos }) => orderNos.length > 0) && (
          <span className="block text-small text-ink-3">
            {post.parts.flatMap(({ orderNos }) => orderNos).join(', ')}
          </span>
        )}
      </td>
      <td className="px-3 py-1.5">
        <Chip tone={TONES[post.state]}>{t(`states.${post.state}`)}</Chip>
        {post.lastError && <FailureText post={post} lastError={post.lastError} />}
      </td>
    </tr>
  );
}

/** What was sent of late, the newest first: queued, sent, or failed with the reason. */
export function PostList({ posts }: { posts: readonly PostRow[] }) {
  const t = useTranslations('settings.notices');
  return (
    <section aria-label={t('posts')} className="rounded-lg border border-line bg-surface">
      <h2 className="px-3 py-2 font-semibold">{t('posts')}</h2>
      {posts.length === 0 ? (
        <p className="border-t border-line px-3 py-3 text-ink-2">{t('noPosts')}</p>
      ) : (
        <table className="w-full text-left">
          <thead className="text-small text-ink-3">
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="px-3 py-1 font-normal">
                  {t(`column_${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {posts.map((post) => (
              <PostLine key={post.postId} post={post} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
