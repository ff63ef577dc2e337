import { USUAL_SKILLS } from '@/domain/desk/skill';
import type { Tier } from '@/domain/tiers/tier';
import type { Context, UserActor } from '../context';
import { activeTiers } from '../tiers/active-tiers';

export interface Skill {
  readonly skill: string;
  /** The tiers whose cards only seats with this skill are given. */
  readonly tierNames: readonly Tier['name'][];
}

/** Every skill a seat can be given: the usual ones, those that tiers ask for and those that seats have. */
export async function listSkills(ctx: Context<UserActor>): Promise<readonly Skill[]> {
  const { tiers } = await activeTiers(ctx.db);
  const held = await ctx.db.query<{ skill: string }>('select distinct unnest(skills) as skill from seats order by 1');
  const asked = tiers.flatMap(({ skill }) => skill ?? []);
  const all = new Set([...USUAL_SKILLS, ...asked, ...held.map(({ skill }) => skill)]);
  return [...all].map((skill) => ({
    skill,
    tierNames: tiers.filter((tier) => tier.skill === skill).map(({ name }) => name),
  }));
}
