/** A message the real server could not read; its HTTP 500 page carries this text. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}
