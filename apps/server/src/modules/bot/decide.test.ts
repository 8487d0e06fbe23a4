// What the robot decides, and in which order its reasons count [BT2].
import { describe, expect, it } from 'vitest';
import type { Match } from '@qindesk/matcher';
import type { QuestionId } from '@qindesk/protocol';
import { decide, type BotQuestion, type Circumstances, type Round } from './decide.ts';

const says = (...texts: string[]): Round => ({ messages: texts.map((text) => ({ kind: 'text', text, questionId: null })) });
const id = (name: string): QuestionId => name as QuestionId;
const question = (name: string, mode: BotQuestion['mode'] = 'both'): [string, BotQuestion] => [name, { id: id(name), title: name, mode, hasAnswer: true, followUps: name === '快递' ? [id('发货')] : [] }];
const found = (confidence: number, probabilities: Record<string, number>, guards: string[] = []): Match => ({
  candidates: Object.entries(probabilities).map(([questionId, probability]) => ({ questionId, probability, phrasing: questionId, parts: { head: probability, cosine: 0, centroid: 0, meaning: 0, topic: 0, score: 0 } })),
  confidence, exact: false, normalised: '', guards, coverage: 1, view: { kind: 'whole', text: '' }, topics: [], outside: 0,
});
const facts = (more: Partial<Circumstances> = {}): Circumstances => ({
  robotOn: true, questions: new Map([question('快递'), question('发货'), question('赔偿', 'assist')]), match: null, thresholds: { answer: 0.9, offer: 0.3 }, unansweredRounds: 0, handoverAfterUnansweredRounds: 2,
  lastAnsweredId: null, askedFor: new Set(), context: [], requests: [], ...more,
});

describe('deciding', () => {
  it('answers when sure, offers when likely, asks when not, hands over when that goes on', () => {
    expect(decide(says('什么快递'), facts({ match: found(0.95, { 快递: 0.9, 发货: 0.1 }) }))).toMatchObject({ outcome: 'answer', questionId: '快递' });
    expect(decide(says('快递'), facts({ match: found(0.5, { 快递: 0.5, 发货: 0.4, 赔偿: 0.1 }) }))).toMatchObject({ outcome: 'offer', questionIds: ['快递', '发货'] });
    expect(decide(says('量子力学'), facts({ match: found(0.05, { 快递: 0.1 }) }))).toMatchObject({ outcome: 'ask', what: 'rephrase' });
    expect(decide(says('量子力学'), facts({ match: found(0.05, { 快递: 0.1 }), unansweredRounds: 1 }))).toMatchObject({ outcome: 'handover', reason: 'unanswered_rounds' });
  });

  it('several requests are all answered, in the order asked; one that only people may answer, or that was just answered, takes the round to a person', () => {
    const request = (of: Match, ...reasons: string[]) => ({ found: of, reasons });
    const two = [request(found(0.95, { 发货: 0.9, 快递: 0.1 })), request(found(0.92, { 快递: 0.9 }), 'context:product:芒果')];
    const asked = says('什么时候发货', '发什么快递');
    const unclear = found(0.5, { 发货: 0.5, 快递: 0.4 });
    expect(decide(asked, facts({ match: unclear, requests: two }))).toEqual({ outcome: 'answer', questionId: '快递', earlierIds: ['发货'], confidence: 0.92, reasons: ['confidence:0.920', 'answer_from:0.900', 'offer_from:0.300', 'several_requests', 'request:发货', 'request:快递', 'context:product:芒果'] });
    expect(decide(asked, facts({ match: unclear, requests: [...two, request(found(0.99, { 赔偿: 0.9 }))] }))).toMatchObject({ outcome: 'handover', reason: 'sensitive' });
    expect(decide(asked, facts({ match: unclear, requests: two, lastAnsweredId: '快递' }))).toMatchObject({ outcome: 'handover', reason: 'same_question_again' });
    expect(decide(says('什么时候发货', '转人工'), facts({ match: unclear, requests: two }))).toMatchObject({ outcome: 'handover', reason: 'asked_for_human' });
    expect(decide(asked, facts({ match: unclear, requests: [request(found(0.95, { gone: 0.9 })), two[0]!] }))).toMatchObject({ outcome: 'offer' });
  });

  it('answers what is sure though it is asked in another way, and says so; what a guard holds back it offers', () => {
    const otherwise = 'question-type: where asked, phrasings ask how';
    expect(decide(says('快递'), facts({ match: found(0.98, { 快递: 0.9 }, [otherwise]) }))).toMatchObject({ outcome: 'answer', reasons: expect.arrayContaining([`doubt:${otherwise}`]) });
    expect(decide(says('快递'), facts({ match: found(0.92, { 快递: 0.9 }, [otherwise]) }))).toMatchObject({ outcome: 'offer', reasons: expect.arrayContaining([`guard:${otherwise}`]) });
  });

  it('asks what a link is about that comes with thanks; thanks alone close the talk', () => {
    const thanks = { ...found(0.01, { 快递: 0.5 }), topics: [{ id: 'chat.thanks', title: '谢谢', share: 0.99 }] };
    expect(decide(says('https://item.example.com/1.html 真是麻烦你'), facts({ match: thanks }))).toMatchObject({ outcome: 'ask', what: 'card' });
    expect(decide(says('真是麻烦你'), facts({ match: thanks }))).toMatchObject({ outcome: 'silent' });
  });

  it('does not offer what is far less likely than the first', () => {
    expect(decide(says('快递'), facts({ match: found(0.5, { 快递: 0.9, 发货: 0.05 }) }))).toMatchObject({ outcome: 'offer', questionIds: ['快递'] });
  });

  it('a guard turns an answer into an offer', () => {
    expect(decide(says('不能发快递吗'), facts({ match: found(0.99, { 快递: 0.9 }, ['negation: x']) }))).toMatchObject({ outcome: 'offer' });
  });

  it('a line that lives on the answer before it offers that question and what people ask next', () => {
    expect(decide(says('那红色的呢'), facts({ match: found(0.05, { 赔偿: 0.1 }), lastAnsweredId: '快递' }))).toMatchObject({ outcome: 'offer', questionIds: ['快递', '发货'] });
    expect(decide(says('那红色的呢'), facts({ match: found(0.05, { 赔偿: 0.1 }) }))).toMatchObject({ outcome: 'ask' });
    expect(decide(says('量子力学'), facts({ match: found(0.05, { 赔偿: 0.1 }), lastAnsweredId: '快递' }))).toMatchObject({ outcome: 'ask' });
  });

  it('asked for a person comes before a sure answer, a click and a missing library [BT2]', () => {
    const sure = found(0.99, { 快递: 0.9 });
    for (const more of [{ match: sure }, { match: sure, lastAnsweredId: '快递' }, { questions: null }]) {
      expect(decide(says('什么快递 转人工'), facts(more))).toMatchObject({ outcome: 'handover', reason: 'asked_for_human' });
    }
  });

  it('the same question again, anger, a picture and wording that only people may use go to a person', () => {
    expect(decide(says('什么快递'), facts({ match: found(0.95, { 快递: 0.9 }), lastAnsweredId: '快递' }))).toMatchObject({ outcome: 'handover', reason: 'same_question_again' });
    expect(decide(says('滚'), facts())).toMatchObject({ outcome: 'handover', reason: 'angry' });
    expect(decide(says('滚筒洗会不会搅坏'), facts({ match: found(0.95, { 发货: 0.9 }) }))).toMatchObject({ outcome: 'answer' });
    expect(decide(says('再不发货我就投诉你们'), facts({ match: found(0.95, { 发货: 0.9 }) }))).toMatchObject({ outcome: 'handover', reason: 'angry' });
    expect(decide({ messages: [{ kind: 'picture', text: '', questionId: null }] }, facts())).toMatchObject({ outcome: 'handover' });
    expect(decide(says('赔我钱'), facts({ match: found(0.95, { 赔偿: 0.9 }) }))).toMatchObject({ outcome: 'handover', reason: 'sensitive' });
  });

  it('a bare detail is no question: it is asked what it is about, goes with a card, or to a person who was asked for it [BT4]', () => {
    const likely = found(0.8, { 快递: 0.9 });
    expect(decide(says('2026112100001'), facts({ match: likely }))).toMatchObject({ outcome: 'ask', what: 'order', reasons: ['unanswered:1', 'detail:order'] });
    expect(decide(says('在吗', 'SF1234567890123'), facts({ match: likely }))).toMatchObject({ outcome: 'ask', what: 'order' });
    expect(decide(says('13800138000'), facts({ match: likely }))).toMatchObject({ outcome: 'ask', what: 'recipient' });
    expect(decide(says('https://shop.example/item/12'), facts({ match: likely }))).toMatchObject({ outcome: 'ask', what: 'card' });
    expect(decide(says('2026112100001'), facts({ match: found(0.99, { 快递: 0.9 }) }))).toMatchObject({ outcome: 'ask', what: 'order' });
    expect(decide(says('2026112100001'), facts({ match: { ...found(0.995, { 快递: 0.9 }), exact: true } }))).toMatchObject({ outcome: 'answer' });
    expect(decide(says('2026112100001'), facts({ match: likely, unansweredRounds: 1 }))).toMatchObject({ outcome: 'handover', reason: 'unanswered_rounds' });
    expect(decide(says('2026112100001'), facts({ match: likely, askedFor: new Set(['order', 'parcel']) }))).toMatchObject({ outcome: 'handover', reason: 'detail_given' });
    expect(decide(says('13800138000'), facts({ match: likely, askedFor: new Set(['order']) }))).toMatchObject({ outcome: 'ask', what: 'recipient' });
    expect(decide({ messages: [{ kind: 'card', text: '', questionId: null }, ...says('2026112100001').messages] }, facts({ match: likely }))).toMatchObject({ outcome: 'ask', what: 'card', reasons: ['card', 'detail:order'] });
    expect(decide(says('2026112100001', '到哪了'), facts({ match: found(0.95, { 快递: 0.9 }) }))).toMatchObject({ outcome: 'answer' });
  });

  it('a click is an exact question', () => {
    expect(decide({ messages: [{ kind: 'text', text: '随便', questionId: '发货' }] }, facts())).toMatchObject({ outcome: 'answer', questionId: '发货', confidence: 1 });
  });

  it('thanks are met with silence, a greeting with a greeting', () => {
    expect(decide(says('好的', '谢谢'), facts({ match: found(0.1, { 快递: 0.1 }) }))).toMatchObject({ outcome: 'silent' });
    expect(decide(says('在吗'), facts({ match: found(0.1, { 快递: 0.1 }) }))).toMatchObject({ outcome: 'ask', what: 'greeting' });
  });

  it('what asks nothing by all that the trade knows is met as it is meant, unless the library may have something to say [BT4]', () => {
    const taken = (id: string, confidence = 0.1): Match => ({ ...found(confidence, { 快递: 0.4 }), topics: [{ id, title: id, share: 0.9 }] });
    expect(decide(says('那我先看看哈'), facts({ match: taken('chat.try-later'), unansweredRounds: 1 }))).toMatchObject({ outcome: 'silent', reasons: ['acknowledgement', 'confidence:0.100', 'answer_from:0.900', 'offer_from:0.300', 'topic:chat.try-later:0.90'] });
    expect(decide(says('想咨询下'), facts({ match: taken('chat.have-question'), unansweredRounds: 1 }))).toMatchObject({ outcome: 'ask', what: 'greeting' });
    expect(decide(says('那我先看看哈'), facts({ match: taken('chat.try-later', 0.4) }))).toMatchObject({ outcome: 'offer' });
    expect(decide(says('不要了吧'), facts({ match: taken('chat.not-need', 0.4) }))).toMatchObject({ outcome: 'offer' });
    // A plain farewell is offered nothing, however near the library's own goodbye is.
    expect(decide(says('行那先这样'), facts({ match: taken('chat.bye', 0.88) }))).toMatchObject({ outcome: 'silent' });
    expect(decide(says('拜拜咯'), facts({ match: taken('chat.bye', 0.95) }))).toMatchObject({ outcome: 'answer' });
    expect(decide(says('https://shop.example/item/1 谢啦'), facts({ match: taken('chat.thanks', 0.5) }))).toMatchObject({ outcome: 'ask', what: 'card' });
    expect(decide(says('护理垫那单'), facts({ match: taken('none.answer-which') }))).toMatchObject({ outcome: 'ask', what: 'card' });
    expect(decide(says('护理垫那单'), facts({ match: taken('none.answer-which'), unansweredRounds: 1 }))).toMatchObject({ outcome: 'handover', reason: 'unanswered_rounds' });
    expect(decide(says('这个号码'), facts({ match: taken('chat.phone-sent') }))).toMatchObject({ outcome: 'ask', what: 'recipient', reasons: ['unanswered:1', 'detail:phone'] });
    expect(decide(says('单号发你了'), facts({ match: taken('chat.order-sent'), askedFor: new Set(['order']) }))).toMatchObject({ outcome: 'handover', reason: 'detail_given' });
    expect(decide(says('是的'), facts({ match: taken('chat.agree') }))).toMatchObject({ outcome: 'ask', what: 'rephrase' });
  });

  it('a smile is met with silence, a question mark alone is not', () => {
    for (const smile of ['😀', '[微笑]', '谢谢[玫瑰]', '👌👌', '多谢啦', '感谢您']) expect(decide(says(smile), facts({ match: found(0, {}) }))).toMatchObject({ outcome: 'silent' });
    expect(decide(says('？？'), facts({ match: found(0, {}) }))).toMatchObject({ outcome: 'ask', what: 'rephrase' });
  });

  it('a robot that is off, or has nothing published, hands over', () => {
    expect(decide(says('什么快递'), facts({ robotOn: false }))).toMatchObject({ outcome: 'handover', reason: 'robot_off' });
    expect(decide(says('什么快递'), facts({ questions: null }))).toMatchObject({ outcome: 'handover', reason: 'no_library' });
  });
});
