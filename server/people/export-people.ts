import { type ExportList, readWhole } from '../exports/export-list';
import { listPeople, type Person } from './list';

/** Who works here, as the screen of people shows it. */
export const exportPeople: ExportList<object, Person> = {
  action: 'exports.people',
  ...readWhole(listPeople),
  title: { 'zh-CN': '人员', en: 'people' },
  headings: {
    'zh-CN': ['姓名', '用户名', '角色', '分组', '技能', '在手', '上限', '已停用', '已登录', '建立时间'],
    en: [
      ...['Name', 'User name', 'Role', 'Group', 'Skills', 'In hand', 'Limit', 'Deactivated', 'Signed in'],
      'Created',
    ],
  },
  cells: (person, { term, yes, time }) => [
    ...[person.name, person.username, term('role', person.role), person.groupName ?? '', person.skills.join(' ')],
    ...[person.inHand, person.capacity, yes(!person.isActive), yes(person.sessionCount > 0), time(person.createdAt)],
  ],
};
