// Upload and download of pictures and videos: what they are is read from their bytes, never from what the sender says.
import type { FastifyInstance } from 'fastify';
import { uploadLimitBytes, uploadPath } from '@qindesk/protocol';
import { Refusal, type House, type Tx } from '../platform/index.ts';
import type { Auth } from '../modules/identity/index.ts';
import { consumerOf, memberOf, sendRefusal } from './http.ts';
import { createAddressLimit } from './address-limit.ts';

const kinds: readonly { extension: string; contentType: string; matches(head: Buffer): boolean }[] = [
  { extension: 'png', contentType: 'image/png', matches: (h) => h.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) },
  { extension: 'jpg', contentType: 'image/jpeg', matches: (h) => h[0] === 0xff && h[1] === 0xd8 && h[2] === 0xff },
  { extension: 'gif', contentType: 'image/gif', matches: (h) => /^GIF8[79]a/.test(h.toString('latin1', 0, 6)) },
  { extension: 'webp', contentType: 'image/webp', matches: (h) => h.toString('latin1', 0, 4) === 'RIFF' && h.toString('latin1', 8, 12) === 'WEBP' },
  { extension: 'mp4', contentType: 'video/mp4', matches: (h) => h.toString('latin1', 4, 8) === 'ftyp' },
];

/** `POST /v1/files` for consumers (bearer) and members (cookie); `GET /files/:name` for whoever knows the unguessable name. */
export const fileRoutes = (app: FastifyInstance, house: House, auth: Auth): void => {
  const limit = createAddressLimit(house.config.limits.sessionsPerMinute, house.clock.ms);
  app.post(uploadPath, { bodyLimit: uploadLimitBytes, schema: { hide: true } }, async (request, reply) => {
    void reply.header('access-control-allow-origin', '*');
    limit(request.ip);
    const actor = request.headers.authorization ? await consumerOf(house, request) : await memberOf(house, auth, request);
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const kind = kinds.find((one) => bytes.length > 16 && one.matches(bytes));
    if (!kind) throw new Refusal('unsupported_file');
    const name = await house.storage.put(bytes, kind.extension);
    const [merchantId, by] = actor.kind === 'consumer' ? [actor.merchantId, actor.consumerId] : [actor.organisationId, actor.memberId];
    await house.db.query('INSERT INTO files (merchant_id, name, content_type, bytes, by_kind, by_id) VALUES ($1, $2, $3, $4, $5, $6)', [merchantId, name, kind.contentType, bytes.length, actor.kind, by]);
    return { url: `/files/${name}`, bytes: bytes.length, contentType: kind.contentType };
  });
  app.get('/files/:name', { schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params as { name: string };
    const kind = kinds.find((one) => name.endsWith(`.${one.extension}`));
    const file = kind && (await house.storage.get(name));
    if (!kind || !file) return sendRefusal(house, reply, new Refusal('not_found', name));
    return reply.type(kind.contentType).header('content-length', file.bytes).header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox").header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*').send(file.stream);
  });
};

/**
 * Marks files for removal in the transaction that erases what showed them; their bytes go with `removeErasedFiles`. Only what this person uploaded: anybody can write any address into a message.
 * `organisations` are the merchant and its providers, under whom an agent's file stands.
 */
export const markFilesErased = async (tx: Tx, organisations: readonly string[], files: readonly { name: string; byId: string }[]): Promise<void> => {
  if (files.length === 0) return;
  await tx.run('UPDATE files f SET erased_at = now() FROM unnest($2::text[], $3::text[]) AS k(name, by_id) WHERE f.merchant_id = ANY($1) AND f.name = k.name AND f.by_id = k.by_id',
    [organisations, files.map((file) => file.name), files.map((file) => file.byId)]);
};

/** Removes the bytes of marked files, then their rows: cut off in between, it does the same again. Rides files_erased. */
export const removeErasedFiles = async (house: House): Promise<void> => {
  const db = house.db.owner;
  const marked = await db.query<{ merchant_id: string; name: string }>('SELECT merchant_id, name FROM files WHERE erased_at IS NOT NULL ORDER BY erased_at LIMIT 1000');
  for (const { merchant_id, name } of marked) {
    await house.storage.remove(name);
    await db.query('DELETE FROM files WHERE merchant_id = $1 AND name = $2 AND erased_at IS NOT NULL', [merchant_id, name]);
  }
};
