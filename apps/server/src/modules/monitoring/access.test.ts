// Tests of the scope of a floor: what a grant lets through, in code and in SQL alike.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scopeKey, sees, seesAllGroups, withinSql, type FloorScope } from './access.ts';

const now = new Date('2026-11-11T04:00:00Z');
const all = { shopIds: null, groupIds: null, until: null };
const some = (shops: string[], groups: string[] | null, until: Date | null = null) => ({ shopIds: new Set(shops), groupIds: groups && new Set(groups), until });

test('a contract shows its shops and groups only, and nothing once it has ended [MN7] [SC1]', () => {
  const scope: FloorScope = [some(['shp_1'], ['grp_1'], new Date('2026-11-11T05:00:00Z'))];
  expect(sees(scope, { shopId: 'shp_1', groupId: 'grp_1' }, now)).toBe(true);
  expect(sees(scope, { shopId: 'shp_1', groupId: 'grp_2' }, now)).toBe(false);
  expect(sees(scope, { shopId: 'shp_2', groupId: 'grp_1' }, now)).toBe(false);
  expect(sees(scope, { shopId: 'shp_1', groupId: null }, now)).toBe(false);
  expect(sees(scope, { shopId: 'shp_1', groupId: 'grp_1' }, new Date('2026-11-11T05:00:00Z'))).toBe(false);
});

test('the robot’s share is told only where no bound on groups cuts in', () => {
  expect(seesAllGroups([all], now)).toBe(true);
  expect(seesAllGroups([some(['shp_1'], null)], now)).toBe(true);
  expect(seesAllGroups([some(['shp_1'], null), some(['shp_2'], ['grp_1'])], now)).toBe(false);
});

const names = (prefix: string) => fc.option(fc.subarray([`${prefix}_1`, `${prefix}_2`]).map((list) => new Set(list)));
const scopes = fc.array(fc.record({ shopIds: names('shp'), groupIds: names('grp'), until: fc.constantFrom(null, new Date(now.getTime() - 1), new Date(now.getTime() + 1)) }), { maxLength: 3 });

test('SQL and code let the same through [MN7]', () => {
  fc.assert(fc.property(scopes, fc.constantFrom('shp_1', 'shp_2'), fc.constantFrom('grp_1', 'grp_2', null), (scope, shopId, groupId) => {
    const values: (readonly string[])[] = [];
    const sql = withinSql(scope, now, { shop: 's', group: 'g' }, (value) => `$${values.push(value)}`);
    // The condition read as an expression: enough of SQL for what withinSql writes.
    const held = sql.replace(/([sg]) = ANY\(\$(\d+)\)/g, (_, column: string, n: string) => String(values[Number(n) - 1]?.includes((column === 's' ? shopId : groupId) ?? '') ?? false)).replaceAll('AND', '&&').replaceAll('OR', '||');
    expect(new Function(`return ${held}`)()).toBe(sees(scope, { shopId, groupId }, now));
  }));
});

test('the same scope in another order has the same key', () => {
  const scope = [some(['b', 'a'], null), some(['c'], ['y', 'x'])];
  expect(scopeKey(scope)).toBe(scopeKey([some(['c'], ['x', 'y']), some(['a', 'b'], null)]));
  expect(scopeKey(scope)).not.toBe(scopeKey([all]));
});
