import { connectionStateOf } from '@/domain/health/connection-state';
import { type ExportList, readWhole } from '../exports/export-list';
import type { ConnectionHealth } from './connection';
import { healthOverview } from './overview';

const share = (part: number, of: number): number | null => (of === 0 ? null : Math.round((part * 10_000) / of) / 100);

/** How everything in the caller's reach does that is connected, as its screen shows it. */
export const exportConnections: ExportList<object, ConnectionHealth> = {
  action: 'exports.connections',
  ...readWhole(async (ctx) => (await healthOverview(ctx)).connections),
  title: { 'zh-CN': '连接健康', en: 'connections' },
  headings: {
    'zh-CN': [
      ...[
        '名称',
        '类型',
        '分组',
        '状态',
        '问题',
        '最近消息',
        '静默开始',
        '推送遗漏开始',
        '近一小时消息',
        '出错率（%）',
      ],
      ...['积压', '积压开始', '待取单', '今日取单', '今日取单失败', '重试中', '对账补单', '待处理', '有效密钥'],
    ],
    en: [
      ...['Name', 'Kind', 'Group', 'State', 'Problem', 'Last message', 'Silent since', 'Losing pushes since'],
      ...['Messages in the last hour', 'Error rate (%)', 'Waiting', 'Waiting since', 'Orders to ask for'],
      ...['Asked for today', 'Failed of these', 'Retrying', 'Found by poll', 'Dead letters', 'Live secrets'],
    ],
  },
  cells: (row, { term, time }) => [
    ...[row.name, term('connection', row.kind), row.groupName ?? '', term('connectionState', connectionStateOf(row))],
    ...[row.problem ?? '', time(row.lastEventAt), time(row.silentSince), time(row.losingSince), row.arrived],
    ...[row.arrived === null ? null : share(row.asideOfArrived ?? 0, row.arrived), row.waiting, time(row.waitingSince)],
    ...[row.asking?.waiting ?? null, row.asking?.askedToday ?? null, row.asking?.failedToday ?? null],
    ...[row.retrying, row.foundByPoll, row.deadLetters, row.liveSecrets],
  ],
};
