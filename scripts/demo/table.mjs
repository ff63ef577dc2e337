const ROLES = { agent: '客服 agent', supervisor: '主管 supervisor', manager: '经理 manager', admin: '管理员 admin' };
const LOOK_AT = { agent: '/desk', supervisor: '/board', manager: '/board', admin: '/board' };

/** Columns that the text takes in a terminal: two for each Han character. */
const widthOf = (text) =>
  [...text].reduce((sum, char) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/u.test(char) ? 2 : 1), 0);
const pad = (text, width) => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Rows under a head, with lines around them. */
function boxed(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));
  const rule = (left, middle, right) => `  ${left}${widths.map((width) => '─'.repeat(width + 2)).join(middle)}${right}`;
  const line = (row) => `  │ ${row.map((cell, column) => pad(cell, widths[column])).join(' │ ')} │`;
  const [head, ...body] = rows;
  return [rule('┌', '┬', '┐'), line(head), rule('├', '┼', '┤'), ...body.map(line), rule('└', '┴', '┘')];
}

/** What somebody needs who has just started the demo, in both languages. */
export function demoText({ origin, logins, summary, rate, dataDir, logFile }) {
  const rows = logins.map(({ role, username, password }) => [
    ROLES[role],
    username,
    password,
    `${origin}${LOOK_AT[role]}`,
  ]);
  return [
    '',
    `  观潮 Tidewatch  ${origin}`,
    '',
    ...boxed([['角色 role', '账号 user', '密码 password', '看这里 look at'], ...rows]),
    '',
    `  数据 data: ${summary} (${dataDir})`,
    `  模拟器每分钟下 ${rate} 单,顾客通过本机的企业微信替身来询问;以 agent 登录即可接单。`,
    `  The simulator places ${rate} orders a minute and customers ask through a local WeCom stand-in; sign in as agent to get cards.`,
    '  演示只要密码;正式运行时经理和管理员还要一次性验证码 (SECOND_FACTOR)。',
    '  The demo asks for passwords alone; in real use managers and admins need a one-time code too (SECOND_FACTOR).',
    `  服务日志 server log: ${logFile}`,
    '  Ctrl+C 停止一切 stops everything.',
    '',
  ].join('\n');
}
