import type { PooledDatabase } from '@/db/client';
import { countedTwice, effectWrongs, orderWrongs, several } from '../house/outcome';
import { faultOf } from './orders';
import type { Plan } from './plan';
import type { SenderLog } from './sender';

async function intakeWrongs(db: PooledDatabase, plan: Plan, log: SenderLog): Promise<string[]> {
  const stored = new Map(
    (await db.query<{ key: string; state: number }>('select key, state from inbox_keys')).map((row) => [
      row.key,
      row.state,
    ]),
  );
  const said = await countedTwice(db);
  const conflicts = new Set((await db.query<{ key: string }>('select key from inbox_conflicts')).map(({ key }) => key));
  const acknowledged = [...log.acknowledged];
  return [
    ...several(
      'messages were never acknowledged',
      plan.inOrder.flatMap(({ id }) => (log.acknowledged.has(id) ? [] : [id])),
    ),
    ...several(
      'acknowledged pushes are lost',
      acknowledged.filter((id) => !stored.has(id)),
    ),
    ...several(
      'pushes were set aside or left',
      acknowledged.filter((id) => ![1, 4].includes(stored.get(id) ?? 1)),
    ),
    ...several(
      'messages were counted twice',
      said.map(({ key }) => key),
    ),
    ...several(
      'conflicts are lost',
      [...log.conflictsAcknowledged].filter((id) => !conflicts.has(id)),
    ),
    ...several(
      'repeats were taken for conflicts',
      [...conflicts].filter((id) => !log.conflictsAcknowledged.has(id)),
    ),
  ];
}

/** What was promised and is not so; empty when all is as it must be. */
export async function wrongsOf(db: PooledDatabase, reference: PooledDatabase, plan: Plan, log: SenderLog) {
  return [
    ...(await intakeWrongs(db, plan, log)),
    ...(await orderWrongs(db, reference, ({ orderNo }) => (faultOf(orderNo) === null ? 0 : 1))),
    ...(await effectWrongs(db)),
  ];
}
