// The door of conversation: start, send, move, close, rate, read. It has never heard of the robot or of queues.
export { accessConversation, accessOwnConversation, refusalOfUse, type Use } from './access.ts';
export { addNote, insertNote, listNotes } from './add-note.ts';
export { appendMessage } from './append-message.ts';
export { closeBySystem, closeConversation, closeOwnConversation } from './close-conversation.ts';
export { allowedMoves, conversationColumns, conversationOf, findConversation, findConversations, lockConversation, systemAuthor, type Author, type Conversation, type ConversationRow } from './conversation.ts';
export { messageEventType, messagesTopic, type ConversationMoved, type ConversationRated, type ConversationStarted, type Message, type MessageSent, type NoteAdded } from './events.ts';
export { consumersWithoutConversation, eraseConversations, listOwnFiles, lockExpired, type ShownFile } from './erase-conversations.ts';
export { fillBody } from './fill-body.ts';
export { markRead } from './mark-read.ts';
export { messagesTable } from './message-partitions.ts';
export { moveConversation, type Move } from './move-conversation.ts';
export { previewOf } from './preview.ts';
export { listConversations, listMessagesAfter, listMessagesAt } from './queries.ts';
export { rateConversation } from './rate-conversation.ts';
export { messagesSettled, sendMessage, sendMessages, type MessageDraft } from './send-message.ts';
export { findOpenConversation, startConversation } from './start-conversation.ts';
export { consumerConversationViewOf, conversationViewOf, findSheet, listHeldSheets, listSheets, messageViewOf, type ConversationSheet, type QueuePlace } from './views.ts';
