import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefused } from '../file/problem.ts';
import type { XmlElement } from './xml-element.ts';

/** Longest part of a person, in characters; real ones have some thousands. */
const longestMember = 1_000_000;

const deepest = 40;

/** Never read: we must not hold it, and nothing here needs it. */
const unread = new Set(['NINumber']);

const wanted = new Set(['Header', 'SchoolWorkforceMember']);

/**
 * Cuts a census into its header and its members, and holds no more than one of them. Entities of the
 * file's own are refused together with the DOCTYPE that would bring them.
 */
export class CensusElements {
  readonly #name: string;
  readonly #parser = new SaxesParser();
  readonly #open: XmlElement[] = [];
  #finished: XmlElement[] = [];
  #unreadDepth = 0;
  #depth = 0;
  #rootName = '';
  /** Characters since the last element that was handed over. */
  #length = 0;

  /** @param name how messages call the file. */
  constructor(name: string) {
    this.#name = name;
    this.#parser.on('doctype', () => {
      throw this.#refused('has a DOCTYPE, which no census has');
    });
    this.#parser.on('error', () => {
      throw this.#refused('is not well-formed XML');
    });
    this.#parser.on('opentag', ({ name: tag }: SaxesTagPlain) => this.#begin(localName(tag)));
    this.#parser.on('closetag', () => this.#end());
    this.#parser.on('text', (text) => this.#say(text));
    this.#parser.on('cdata', (text) => this.#say(text));
  }

  /**
   * @returns the elements that end in this piece of the file.
   * @throws FileRefused naming the line when it is not a census.
   */
  read(piece: string): XmlElement[] {
    this.#length += piece.length;
    this.#parser.write(piece);
    if (this.#length > longestMember) throw this.#refused('holds a person far too long to be one');
    const finished = this.#finished;
    this.#finished = [];
    return finished;
  }

  /** @throws FileRefused when the file ends too early. */
  end(): void {
    this.#parser.close();
    if (this.#rootName !== 'Message') throw this.#refused('does not begin with <Message>');
  }

  #begin(name: string): void {
    this.#depth += 1;
    if (this.#depth === 1) this.#rootName = name;
    if (this.#depth > deepest) throw this.#refused('is nested too deeply');
    if (this.#unreadDepth > 0 || unread.has(name)) {
      this.#unreadDepth += 1;
      return;
    }
    const parent = this.#open.at(-1);
    if (!parent && !wanted.has(name)) return;
    const element = { name, children: [], text: '' };
    parent?.children.push(element);
    this.#open.push(element);
  }

  #end(): void {
    this.#depth -= 1;
    if (this.#unreadDepth > 0) {
      this.#unreadDepth -= 1;
      return;
    }
    const element = this.#open.pop();
    if (!element || this.#open.length === 0) this.#length = 0;
    if (element && this.#open.length === 0) this.#finished.push(element);
  }

  #say(text: string): void {
    const element = this.#open.at(-1);
    if (element && this.#unreadDepth === 0) element.text += text;
  }

  #refused(fault: string): FileRefused {
    return new FileRefused(`${this.#name}, line ${this.#parser.line}: the file ${fault}.`);
  }
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}
