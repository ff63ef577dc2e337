import { dingtalkRobot } from './dingtalk';
import { feishuRobot } from './feishu';
import type { Robot } from './robot';
import { webhook } from './webhook';
import { wecomRobot } from './wecom';

/** Every way in which a notice leaves the house. */
export const ROBOT_KINDS = ['wecom-robot', 'dingtalk-robot', 'feishu-robot', 'webhook'] as const;
export type RobotKind = (typeof ROBOT_KINDS)[number];

export const ROBOTS: Readonly<Record<RobotKind, Robot>> = {
  'wecom-robot': wecomRobot,
  'dingtalk-robot': dingtalkRobot,
  'feishu-robot': feishuRobot,
  webhook,
};
