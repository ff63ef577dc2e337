import { type ExportList, readWhole } from '../exports/export-list';
import { type Grant, listGrants } from './list';

/** Rights lent for a time, as the screen of them shows it. */
export const exportGrants: ExportList<object, Grant> = {
  action: 'exports.grants',
  ...readWhole(listGrants),
  title: { 'zh-CN': '临时授权', en: 'lent rights' },
  headings: {
    'zh-CN': ['获得者', '角色', '权限', '分组', '状态', '开始', '到期', '结束', '收回者', '授予者', '授予时间', '原因'],
    en: [
      ...['Holder', 'Role', 'Right', 'Group', 'State', 'From', 'Until', 'Ended', 'Taken back by', 'Lent by', 'Lent at'],
      'Reason',
    ],
  },
  cells: (grant, { term, time }) => [
    ...[grant.userName, term('role', grant.userRole), term('right', grant.right), grant.groupName],
    ...[term('grant', grant.state), time(grant.startsAt), time(grant.expiresAt), time(grant.endedAt)],
    ...[grant.endedByName ?? '', grant.givenByName, time(grant.createdAt), grant.reason],
  ],
};
