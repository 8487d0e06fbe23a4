// Unit tests of database addresses that lead over a proxy.
import { expect, test } from 'vitest';
import { placeOf, throughPort } from './lines.ts';

test.each([
  ['postgres://u:p@db.example:6543/qindesk', { host: 'db.example', port: 6543 }],
  ['postgres://u:p@db.example/qindesk', { host: 'db.example', port: 5432 }],
  ['postgres://u:p@[::1]:6543/qindesk', { host: '::1', port: 6543 }],
  ['postgres://u:p@127.0.0.1:6543/qindesk?host=%2Frun%2Fpostgresql', { path: '/run/postgresql/.s.PGSQL.6543' }],
])('%s is called where it is', (url, place) => {
  expect(placeOf(url)).toEqual(place);
});

test('a node calls the proxy and says the same name, password and database', () => {
  expect(throughPort('postgres://u:p%40ss@db.example:6543/qindesk?host=%2Frun&application_name=x', 20_001)).toBe('postgres://u:p%40ss@127.0.0.1:20001/qindesk?application_name=x');
});
