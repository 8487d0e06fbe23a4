// Brings the actors to the stage: shops set up for the run, staff at their desks, consumers one after another. Not for when the server dies (reaper).
import { peopleRoutes } from '@qindesk/protocol';
import { work } from './agent.ts';
import { createConsumer, type Consumer } from './consumer.ts';
import { anyNode } from './door.ts';
import { pause } from './pause.ts';
import { agentEmails, insist, ownerEmails, readShopFront, shopSlugs, signIn, supervisorEmails, type ShopFront, type SignedIn } from './people.ts';
import type { Random } from './random.ts';
import type { Stage } from './stage.ts';
import { openDesk, type Staff } from './staff.ts';
import { supervise } from './supervisor.ts';
import type { Viewer } from './viewer.ts';

export interface Troupe { shops: ShopFront[]; agents: SignedIn[]; supervisors: SignedIn[] }

/** Few slots, so that people have to wait in queues [RT1] [RT5]. */
const capacities: Readonly<Record<string, number>> = { agent: 3, supervisor: 2 };

const narrow = async (owner: SignedIn): Promise<void> => {
  const { items } = await owner.http.call(peopleRoutes.listMembers);
  for (const { id, role } of items) {
    const capacity = capacities[role];
    if (capacity !== undefined) await owner.http.call(peopleRoutes.changeMember, { params: { id }, body: { capacity } });
  }
};

/** Signs everybody in, and gives the shops short patience, so that lost and silent agents happen within the run [RT4]. */
export const gather = async (nodes: readonly string[], random: Random): Promise<Troupe> => {
  const baseUrl = anyNode(nodes, random);
  const shops = await Promise.all(shopSlugs.map((slug) => readShopFront(baseUrl, slug)));
  const [agents, supervisors] = [[] as SignedIn[], [] as SignedIn[]];
  for (const email of supervisorEmails) supervisors.push(await insist(() => signIn(baseUrl, email)));
  for (const email of agentEmails) agents.push(await insist(() => signIn(baseUrl, email)));
  for (const email of ownerEmails) await narrow(await insist(() => signIn(baseUrl, email)));
  for (const { me, http } of supervisors) {
    for (const shop of me.grants.flatMap((grant) => grant.shops)) {
      await http.call(peopleRoutes.changeShop, { params: { id: shop.id }, body: { settings: { agentSilentLimitS: 20, disconnectLimitS: 5, roundGatherMs: 500 } } });
    }
  }
  return { shops, agents, supervisors };
};

export interface Crowd {
  viewers(): Viewer[];
  /** Resolves when every consumer has said all they had to say and no conversation is left to begin. */
  consumersDone: Promise<void>;
  /** Resolves after the signal, when nobody acts any more. */
  actorsDone: Promise<void>;
}

const arrive = async (stage: Stage, random: Random, consumers: Consumer[], meanMs: number, tell: (line: string) => void): Promise<void> => {
  const comings: Promise<unknown>[] = [];
  for (let number = 1; !stage.stop.aborted && stage.mayBegin(); number++) {
    comings.push(createConsumer(stage, random.fork(`consumer ${number}`)).then((consumer) => { consumers.push(consumer); return consumer.done; }, () => undefined));
    if (number % 25 === 0) tell(`${number} consumers have come`);
    // Exponential gaps: crowds and lulls, as people come. A shop whose house is away gets no new ones.
    await stage.ready();
    await pause(Math.min(4 * meanMs, -Math.log(1 - random.next()) * meanMs), stage.stop);
  }
  await Promise.all(comings);
};

/** Lets them all begin. Consumers come one after another, `meanMs` apart. */
export const beginCrowd = (stage: Stage, troupe: Troupe, random: Random, meanMs: number, tell: (line: string) => void): Crowd => {
  const consumers: Consumer[] = [];
  const desks: Staff[] = [];
  const desk = (person: SignedIn, name: string): Staff => {
    const staff = openDesk(stage, person, random.fork(name));
    desks.push(staff);
    return staff;
  };
  const staffDone = [...troupe.agents.map((person, i) => work(desk(person, `agent ${i}`))), ...troupe.supervisors.map((person, i) => supervise(desk(person, `supervisor ${i}`)))];
  const consumersDone = arrive(stage, random.fork('arrivals'), consumers, meanMs, tell);
  return {
    viewers: () => [...desks.map((staff) => staff.desk), ...consumers.flatMap((consumer) => consumer.tabs)],
    consumersDone,
    actorsDone: Promise.all([consumersDone, ...staffDone]).then(() => undefined),
  };
};
