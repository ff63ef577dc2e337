import { describe, expect, test } from 'vitest';
import { detectMask } from './clean/mask';
import { ADDRESS_MASKING, NAME_MASKING, PHONE_MASKING, shownForm, textOf } from './mask';

const shown = (raw: string, masking: typeof NAME_MASKING) => textOf(shownForm(detectMask(raw), masking));

describe('what is shown of a personal value', () => {
  test.each([
    ['欧阳钟离', '欧**'],
    ['张**', '张**'],
    ['t**3', 't**3'],
    ['欧阳钟离13912345678**', '欧**'],
    ['', ''],
  ])('of the name %s is %s', (raw, wanted) => expect(shown(raw, NAME_MASKING)).toBe(wanted));

  test.each([
    ['13912345678', '139****5678'],
    ['139****5678', '139****5678'],
    ['139****5678-1234', '139****5678-1234'],
    ['13912345678**', '139****5678'],
    ['*139 1234 5678', '139****5678'],
    ['1391234****', '1391234****'],
    ['139-1234-5678**', '139****5678'],
    ['13912345678**9', '139****6789'],
  ])('of the number %s is %s', (raw, wanted) => expect(shown(raw, PHONE_MASKING)).toBe(wanted));

  test.each([
    ['鹿回头路4913号翡翠湾', '鹿回头路*****'],
    ['浙江省杭州市****', '浙江省杭州市****'],
    ['鹿回头路4913号翡翠湾7幢1201室 **请打13912345678', '鹿回头路****号翡翠湾*幢****室 **请打******'],
  ])('of the address %s is %s', (raw, wanted) => expect(shown(raw, ADDRESS_MASKING)).toBe(wanted));
});
