/** Documents as drivers write them: each value on a line of its own between tabs. */
export type Node = readonly [name: string, content: string | number | readonly Node[]];

export function document(root: Node): string {
  return `<?xml version="1.0" ?>\n${written(root, 0)}`;
}

function written([name, content]: Node, depth: number): string {
  const tabs = '\t'.repeat(depth);
  if (typeof content !== 'string' && typeof content !== 'number') {
    if (content.length === 0) return `${tabs}<${name}/>\n`;
    return `${tabs}<${name}>\n${content.map((child) => written(child, depth + 1)).join('')}${tabs}</${name}>\n`;
  }
  return `${tabs}<${name}>\n${tabs}\t${escaped(String(content))}\n${tabs}</${name}>\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
