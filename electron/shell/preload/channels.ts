/** Names both ends of the app's own message channels agree on. */
export const REQUEST_CHANNEL = 'poolkeeper:request';
export const EVENT_CHANNEL = 'poolkeeper:event';
export const HELLO_CHANNEL = 'poolkeeper:hello';
export const STREAM_CHANNEL = 'poolkeeper:stream';
