import { describe, expect, it } from 'vitest';
import { FACT_TYPES } from './fill-template';
import { INTENTS, type ReadIntent } from './intents';
import { REPLY_STATES } from './reply-facts';
import { SILENT_INTENTS, TEMPLATES, templatesFor } from './templates';

const variablesOf = (body: string) => [...body.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
const ASKED: readonly ReadIntent[] = [...INTENTS, 'unknown'];

describe('the template matrix', () => {
  it('has at least one template for every question in every state, but for the silent questions', () => {
    const empty = ASKED.flatMap((intent) =>
      REPLY_STATES.filter((state) => templatesFor(intent, state).length === 0).map((state) => `${intent} x ${state}`),
    );
    const silent = [...SILENT_INTENTS.keys()].flatMap((intent) => REPLY_STATES.map((state) => `${intent} x ${state}`));
    expect(empty.sort()).toEqual(silent.sort());
    for (const reason of SILENT_INTENTS.values()) expect(reason.length).toBeGreaterThan(20);
  });

  it('gives every template an id of its own and a label in both languages', () => {
    expect(new Set(TEMPLATES.map((template) => template.id)).size).toBe(TEMPLATES.length);
    for (const template of TEMPLATES) {
      expect(template.label['zh-CN'], template.id).toMatch(/\p{Script=Han}/u);
      expect(template.label.en, template.id).toMatch(/^[A-Z]/);
    }
  });

  it('names only variables that exist, and never an order where there is none', () => {
    for (const template of TEMPLATES) {
      for (const name of variablesOf(template.body)) {
        expect(Object.hasOwn(FACT_TYPES, name), `${template.id}: ${name}`).toBe(true);
        if (template.states.includes('no-order')) expect(name, template.id).toBe('nextUpdate');
      }
    }
  });

  it('promises nothing that nobody can know', () => {
    for (const template of TEMPLATES) {
      expect(template.body, template.id).not.toMatch(
        /保证|一定能|肯定|绝对|百分之百|今天(就|会)?(发|到)|明天(就|会)?(发|到)|赔偿|补偿/,
      );
    }
  });

  it('fits one WeCom message, facts included', () => {
    for (const template of TEMPLATES) expect(Buffer.byteLength(template.body), template.id).toBeLessThan(1_000);
  });
});
