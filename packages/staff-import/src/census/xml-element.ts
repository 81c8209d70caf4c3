/** An element of a person's part of a census: small, read whole, dropped with the person. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** The first element along a path of children. */
export function elementAt(from: XmlElement, ...path: string[]): XmlElement | undefined {
  let found: XmlElement | undefined = from;
  for (const name of path) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The text of the first element along a path; undefined when there is none or it is blank. */
export function textAt(from: XmlElement, ...path: string[]): string | undefined {
  return elementAt(from, ...path)?.text.trim() || undefined;
}

/** All elements of that name, however deep, in the order of the file. */
export function elementsNamed(from: XmlElement, name: string): XmlElement[] {
  return from.children.flatMap((child) =>
    child.name === name ? [child] : elementsNamed(child, name),
  );
}

/** The texts of all elements of that name that are not blank. */
export function textsNamed(from: XmlElement, name: string): string[] {
  return elementsNamed(from, name)
    .map(({ text }) => text.trim())
    .filter((text) => text !== '');
}
