// Members of an organisation: adding with a first password, changing, listing. Not for sign-in itself (auth).
import type { MemberId, MemberView, Role } from '@qindesk/protocol';
import { newId, refuse, sqlState, type House } from '../../platform/index.ts';
import type { Auth } from './auth.ts';
import type { MemberCtx } from './actor.ts';
import { requireOwnPermission } from './permissions.ts';

export interface NewMember { organisationId: string; name: string; email: string; password: string; role: Role; capacity: number }

/** Adds a person who may sign in. Refuses `already_exists` for an e-mail that is taken. The caller has checked the right to it. */
export const createMember = async (house: House, auth: Auth, input: NewMember): Promise<MemberId> => {
  const hash = await auth.hash(input.password);
  const [id, userId, email] = [newId('member'), newId('member'), input.email.toLowerCase()];
  try {
    await house.db.owner.transact(async (tx) => {
      await tx.run('INSERT INTO auth_users ("id", "name", "email", "emailVerified") VALUES ($1, $2, $3, true)', [userId, input.name, email]);
      await tx.run('INSERT INTO auth_accounts ("id", "accountId", "providerId", "userId", "password", "updatedAt") VALUES ($1, $2, \'credential\', $2, $3, now())', [`acc_${userId}`, userId, hash]);
      await tx.run('INSERT INTO members (id, organisation_id, user_id, name, email, role) VALUES ($1, $2, $3, $4, $5, $6)', [id, input.organisationId, userId, input.name, email, input.role]);
      await tx.run('INSERT INTO agents (member_id, capacity) VALUES ($1, $2)', [id, input.capacity]);
    });
  } catch (error) {
    if (sqlState(error) === '23505') refuse('already_exists', `member ${email}`, { field: 'email' });
    throw error;
  }
  return id;
};

/** Ends one sign-in by its token. */
export const endSignIn = async (house: House, token: string): Promise<void> => { await house.db.owner.query('DELETE FROM auth_sessions WHERE token = $1', [token]); };

interface MemberRow { id: MemberId; organisation_id: MemberView['organisationId']; name: string; email: string; role: Role; capacity: number; active: boolean }
export const memberViewOf = (row: MemberRow): MemberView =>
  ({ id: row.id, organisationId: row.organisation_id, name: row.name, email: row.email, role: row.role, capacity: row.capacity, active: row.active });

const selectSql = 'SELECT m.id, m.organisation_id, m.name, m.email, m.role, m.active, coalesce(a.capacity, 0) AS capacity FROM members m LEFT JOIN agents a ON a.member_id = m.id';

/** The member's own view, or the view of another member of the same organisation; refuses `not_found`. */
export const getMemberView = async (ctx: MemberCtx, memberId: string): Promise<MemberView> => {
  const row = await ctx.db.maybe<MemberRow>(`${selectSql} WHERE m.id = $1 AND m.organisation_id = $2`, [memberId, ctx.actor.organisationId]);
  return row ? memberViewOf(row) : refuse('not_found', `member ${memberId}`);
};

/** Members of the actor's organisation. */
export const listMembers = async (ctx: MemberCtx): Promise<MemberView[]> => {
  requireOwnPermission(ctx.actor, 'members.read');
  return (await ctx.db.query<MemberRow>(`${selectSql} WHERE m.organisation_id = $1 ORDER BY m.active DESC, m.id`, [ctx.actor.organisationId])).map(memberViewOf);
};

/** Changes role, capacity, name or activity. A member made inactive is signed out everywhere, and what they hold goes back to the queue by the reaction to `member.changed`. */
export const changeMember = async (ctx: MemberCtx, memberId: string, change: { role?: Role; capacity?: number; active?: boolean; name?: string }): Promise<MemberView> => {
  requireOwnPermission(ctx.actor, 'members.write');
  if (memberId === ctx.actor.memberId && (change.active === false || (change.role && change.role !== 'owner'))) refuse('not_allowed', 'an owner cannot lock themselves out');
  await ctx.db.owner.transact(async (tx) => {
    const before = await tx.maybe<{ user_id: string | null }>('SELECT user_id FROM members WHERE id = $1 AND organisation_id = $2 FOR UPDATE', [memberId, ctx.actor.organisationId]);
    if (!before) refuse('not_found', `member ${memberId}`);
    await tx.run('UPDATE members SET role = coalesce($2, role), active = coalesce($3, active), name = coalesce($4, name) WHERE id = $1', [memberId, change.role ?? null, change.active ?? null, change.name ?? null]);
    if (change.capacity !== undefined) await tx.run('UPDATE agents SET capacity = $2 WHERE member_id = $1', [memberId, change.capacity]);
    if (change.active === false && before?.user_id) await tx.run('DELETE FROM auth_sessions WHERE "userId" = $1', [before.user_id]);
    await ctx.events.append(tx, [{ merchantId: ctx.actor.organisationId, type: 'member.changed', subjectId: null, payload: { memberId, active: change.active ?? true } }]);
  });
  return getMemberView(ctx, memberId);
};
