import { USUAL_SKILLS } from '@/domain/desk/skill';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '../context';

export interface Skill {
  readonly skill: string;
  /** The tiers whose cards only seats with this skill are given. */
  readonly tierNames: readonly Tier['name'][];
}

/** Every skill a seat can be given: the usual ones, those that tiers ask for and those that seats have. */
export async function listSkills(ctx: Context<UserActor>): Promise<readonly Skill[]> {
  const rows = await ctx.db.query<{ skill: string; tierNames: Tier['name'][] | null }>(
    `select s.skill, jsonb_agg(t.name order by t.position) filter (where t.id is not null) as "tierNames"
     from (select unnest(skills) as skill from seats union select skill from tiers where skill is not null) s
     left join tiers t on t.skill = s.skill group by s.skill order by s.skill`,
  );
  const unused = USUAL_SKILLS.filter((skill) => !rows.some((row) => row.skill === skill));
  return [
    ...unused.map((skill) => ({ skill, tierNames: [] })),
    ...rows.map(({ skill, tierNames }) => ({ skill, tierNames: tierNames ?? [] })),
  ];
}
