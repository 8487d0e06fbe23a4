// Holds the copied refusals equal to the closed list.
import { expect, test } from 'vitest';
import { refusalView } from '@qindesk/protocol/errors';
import { localRefusal, localRefusalCodes } from './local-refusals.ts';

test.each(localRefusalCodes)('the refusal %s reads as in the closed list', (code) => {
  expect(localRefusal(code)).toEqual(refusalView(code));
});
