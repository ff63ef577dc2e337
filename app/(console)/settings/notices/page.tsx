import { NoticeChannels } from './_components/notice-channels';

export default function NoticesPage() {
  return <NoticeChannels />;
}
