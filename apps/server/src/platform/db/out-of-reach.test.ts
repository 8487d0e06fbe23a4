// Unit tests of what counts as a database out of reach.
import { expect, test } from 'vitest';
import { isOutOfReach, OutOfReach } from './out-of-reach.ts';

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

test.each([
  new OutOfReach(), withCode('ECONNREFUSED'), withCode('ECONNRESET'), withCode('57P01'), withCode('57P03'), withCode('08006'), withCode('25P03'), withCode('53300'),
  new Error('Connection terminated unexpectedly'), new Error('timeout exceeded when trying to connect'), new Error('Client has encountered a connection error and is not queryable'), new Error('Query read timeout'),
])('%s is out of reach', (error) => {
  expect(isOutOfReach(error)).toBe(true);
});

test.each([withCode('23505'), withCode('40P01'), withCode('57014'), withCode('42P01', 'relation "Connection terminated" does not exist'), new Error('invariant: x'), 'ECONNRESET', null])('%s is something else', (error) => {
  expect(isOutOfReach(error)).toBe(false);
});
