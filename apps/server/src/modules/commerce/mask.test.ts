// What a person without the grant gets to see.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress, maskName, maskPhone } from './mask.ts';

describe('masking [CO1]', () => {
  it.each([['13800000001', '138****0001'], ['+86 138 0000 0001', '+86****0001'], ['02788880000', '027****0000'], ['1234567', '****67'], ['110', '****'], ['', '']])('phone %s → %s', (phone, masked) => {
    expect(maskPhone(phone)).toBe(masked);
  });
  it.each([
    ['南溪省云州市梧桐区枫林路12号禾苑3幢502室', '南溪省云州市***'], ['云州市梧桐区枫林路12号', '云州市***'], ['内蒙古自治区呼伦贝尔市海拉尔区河东街1号', '内蒙古自治区呼伦贝尔市***'],
    ['枫林路12号禾苑3幢', '***'], ['12 Maple Road, Flat 5, Springfield', '***, Springfield'], ['12 Maple Road, 62704', '***'], ['', ''],
  ])('address %s → %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });
  it.each([['林小满', '林**'], ['周禾', '周*'], ['A', 'A*'], ['', '']])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it('keeps no house number and at most seven digits of a phone, whatever is written', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom(...'0123456789+- ') }), (address, phone) => {
      expect(maskAddress(address)).not.toMatch(/\d/);
      expect(maskPhone(phone).replace(/\D/g, '').length).toBeLessThanOrEqual(7);
      if (phone.replace(/\D/g, '').length < 8) expect(maskPhone(phone).replace(/\D/g, '').length).toBeLessThanOrEqual(2);
    }));
  });
});
