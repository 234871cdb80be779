/** A box with rounded corners; a circle is one whose corners are all there is. In the drawing's own units. */
export interface Shape {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly radius: number;
  readonly colour: readonly [red: number, green: number, blue: number];
  readonly opacity: number;
}

export interface Drawing {
  readonly size: number;
  readonly shapes: readonly Shape[];
}

type Attributes = ReadonlyMap<string, string>;

/** Reads the little of SVG that the product's mark is made of, and refuses what it would draw wrongly. */
export function readDrawing(svg: string): Drawing {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  if (!Number.isInteger(size)) throw new TypeError('the drawing needs a square viewBox that begins at 0 0');
  const elements = [...svg.matchAll(/<(\w+)([^>]*)>/g)].filter(([, name]) => name !== 'svg');
  return { size, shapes: elements.map(([, name = '', text = '']) => shapeOf(name, attributesOf(text))) };
}

function attributesOf(text: string): Attributes {
  return new Map([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
}

function shapeOf(name: string, attributes: Attributes): Shape {
  const paint = { colour: colourOf(attributes.get('fill') ?? ''), opacity: numberOf(attributes, 'opacity', 1) };
  if (name === 'rect') {
    const left = numberOf(attributes, 'x', 0);
    const top = numberOf(attributes, 'y', 0);
    const right = left + numberOf(attributes, 'width', 0);
    return { ...paint, left, top, right, bottom: top + numberOf(attributes, 'height', 0), radius: numberOf(attributes, 'rx', 0) };
  }
  if (name === 'circle') {
    const [x, y, radius] = [numberOf(attributes, 'cx', 0), numberOf(attributes, 'cy', 0), numberOf(attributes, 'r', 0)];
    return { ...paint, left: x - radius, top: y - radius, right: x + radius, bottom: y + radius, radius };
  }
  throw new TypeError(`the drawing has a <${name}>, which is neither a rect nor a circle`);
}

function numberOf(attributes: Attributes, name: string, otherwise: number): number {
  const text = attributes.get(name);
  return text === undefined ? otherwise : Number(text);
}

function colourOf(text: string): Shape['colour'] {
  const digits = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/.exec(text);
  if (digits === null) throw new TypeError(`"${text}" is not a colour written as #rgb or #rrggbb`);
  const whole = digits[2] ?? (digits[1] ?? '').replaceAll(/./g, '$&$&');
  const part = (at: number): number => Number.parseInt(whole.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}
