import type { Role } from './context';

/** How far a permission reaches: everything, the actor's group, what the actor holds, or nothing. */
export type Scope = 'all' | 'group' | 'own' | 'never';
type Row = Readonly<Record<Role, Scope>>;

const row = (agent: Scope, supervisor: Scope, manager: Scope, admin: Scope): Row => ({
  agent,
  supervisor,
  manager,
  admin,
});
const READ = row('group', 'group', 'all', 'all');
const WORK = row('group', 'group', 'all', 'never');
const WORK_OWN = row('own', 'group', 'all', 'never');
const SELF = row('own', 'own', 'own', 'own');
const ANYONE = row('all', 'all', 'all', 'all');
const ADMIN = row('never', 'never', 'never', 'all');
const LEADERS_READ = row('never', 'group', 'all', 'all');
const MANAGERS = row('never', 'never', 'all', 'never');
const MANAGERS_AND_ADMIN = row('never', 'never', 'all', 'all');

/** Every action and how far each role may do it. Procedures and socket rooms ask nothing else. */
export const CAN = {
  'tasks.queue': READ,
  'tasks.counts': READ,
  'tasks.open': READ,
  'tasks.attendances': READ,
  'tasks.lock': WORK,
  'tasks.unlock': WORK,
  'tasks.takeNext': WORK,
  'tasks.claim': WORK,
  'tasks.assign': WORK_OWN,
  'tasks.takeOver': WORK,
  'tasks.dispose': WORK_OWN,
  'replies.suggest': READ,
  'replies.saveDraft': WORK,
  'replies.send': WORK_OWN,
  'replies.markSentOutside': WORK_OWN,
  'interactions.recent': READ,
  'customers.bind': WORK,
  'seats.me': SELF,
  'seats.setState': SELF,
  'seats.list': READ,
  'orders.get': READ,
  'orders.list': READ,
  'orders.search': READ,
  'orders.reveal': WORK_OWN,
  'privacy.overview': ADMIN,
  'privacy.set': ADMIN,
  'board.summary': LEADERS_READ,
  'board.cards': LEADERS_READ,
  'people.me': SELF,
  'people.setPreferences': SELF,
  'people.list': LEADERS_READ,
  'people.create': ADMIN,
  'people.setRole': ADMIN,
  'people.setPassword': ADMIN,
  'people.revokeSessions': ADMIN,
  'people.signInStates': ADMIN,
  'people.resetSecondFactor': ADMIN,
  'people.unlock': ADMIN,
  'sessions.list': SELF,
  'sessions.end': SELF,
  'sessions.endOthers': SELF,
  'people.rename': ADMIN,
  'people.setSeat': ADMIN,
  'people.deactivate': ADMIN,
  'people.reactivate': ADMIN,
  'people.skills': MANAGERS_AND_ADMIN,
  'groups.list': ANYONE,
  'groups.create': ADMIN,
  'groups.overview': MANAGERS_AND_ADMIN,
  'groups.update': ADMIN,
  'groups.remove': ADMIN,
  'grants.list': MANAGERS_AND_ADMIN,
  'grants.choices': MANAGERS_AND_ADMIN,
  'grants.give': MANAGERS_AND_ADMIN,
  'grants.revoke': MANAGERS_AND_ADMIN,
  'notices.list': SELF,
  'notices.markRead': SELF,
  'rules.names': ANYONE,
  'rules.list': row('never', 'all', 'all', 'all'),
  'rules.publish': MANAGERS,
  'tiers.names': ANYONE,
  'tiers.list': row('never', 'all', 'all', 'all'),
  'tiers.history': row('never', 'all', 'all', 'all'),
  'tiers.preview': MANAGERS,
  'tiers.publish': MANAGERS,
  'setup.progress': MANAGERS_AND_ADMIN,
  'shops.list': ADMIN,
  'shops.secrets': ADMIN,
  'shops.door': ADMIN,
  'shops.create': ADMIN,
  'shops.update': ADMIN,
  'shops.setCredentials': ADMIN,
  'shops.addSecret': ADMIN,
  'shops.retireSecret': ADMIN,
  'shops.sendTest': ADMIN,
  'shops.testOutcome': ADMIN,
  'channels.health': LEADERS_READ,
  'wecom.list': ADMIN,
  'wecom.create': ADMIN,
  'wecom.update': ADMIN,
  'wecom.remove': ADMIN,
  'wecom.serve': ADMIN,
  'wecom.check': ADMIN,
  'transfer.export': MANAGERS_AND_ADMIN,
  'transfer.apply': MANAGERS_AND_ADMIN,
  'noticeChannels.list': ADMIN,
  'noticeChannels.create': ADMIN,
  'noticeChannels.update': ADMIN,
  'noticeChannels.remove': ADMIN,
  'noticeChannels.try': ADMIN,
  'imports.create': MANAGERS_AND_ADMIN,
  'imports.list': MANAGERS_AND_ADMIN,
} as const satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof CAN;
