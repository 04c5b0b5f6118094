/** As much of a browser as the page's scripts need: elements with text, attributes, children and listeners. */
class FakeElement {
  [property: string]: unknown;
  readonly attributes = new Map<string, string>();
  readonly dataset: Record<string, string> = {};
  readonly listeners = new Map<string, (event: object) => unknown>();
  children: FakeElement[] = [];
  hidden = false;
  value = '';
  #text = '';

  constructor(readonly tagName: string) {}

  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join(' ');
  }
  set textContent(text: unknown) {
    this.children = [];
    this.#text = String(text);
  }

  append(...children: (FakeElement | string)[]): void {
    for (const child of children) {
      if (child instanceof FakeElement) this.children.push(child);
      else this.#text += child;
    }
  }
  replaceChildren(...children: (FakeElement | string)[]): void {
    this.textContent = '';
    this.append(...children);
  }
  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }
  toggleAttribute(name: string, isThere: boolean): void {
    if (isThere) this.attributes.set(name, '');
    else this.attributes.delete(name);
  }
  addEventListener(type: string, listener: (event: object) => unknown): void {
    this.listeners.set(type, listener);
  }
  contains = (): boolean => false;
  focus = (): void => undefined;

  /** Elements inside for which the test is true, in the order of the page. */
  all(test: (element: FakeElement) => boolean): FakeElement[] {
    return this.children.flatMap((child) => [...(test(child) ? [child] : []), ...child.all(test)]);
  }
  /** Only what the scripts ask for: a tag, or a class with or without an attribute that nothing here has. */
  querySelectorAll(selector: string): FakeElement[] {
    return this.all(({ tagName, className }) => selector === tagName || selector === `.${className}`);
  }
}

const STATIC = new URL('../../../src/page/static/', import.meta.url).href;

/** Runs the page's scripts against a running sandbox, until they have asked it once. `open` does what a click on a message does. */
export async function openPage(url: string, html: string) {
  const elements = new Map<string, FakeElement>();
  for (const [, tag = '', id = ''] of html.matchAll(/<(\w+)[^>]*?\sid="([\w-]+)"/g))
    elements.set(id, new FakeElement(tag));
  const byId = (id: string): FakeElement => {
    const found = elements.get(id);
    if (!found) throw new Error(`the page has no element ${id}`);
    return found;
  };
  const field = (value = '') => Object.assign(new FakeElement('input'), { value });
  byId('filters').elements = { folder: field('inbox'), channel: field(), to: field() };
  byId('fault-form').elements = { match: field(), kind: field(), times: field(), delayMs: field() };
  const body = new FakeElement('body');
  const location = { hash: '' };
  const { setTimeout } = globalThis;
  Object.assign(globalThis, {
    document: {
      body,
      hidden: false,
      activeElement: null,
      getElementById: byId,
      createElement: (tag: string) => new FakeElement(tag),
      querySelector: () => null,
      querySelectorAll: () => byId('list').querySelectorAll('.open'),
      addEventListener: () => undefined,
    },
    location,
    addEventListener: () => undefined,
    fetch: inner(url, globalThis.fetch),
    // The page asks again every other second; the test asks once.
    setTimeout: () => undefined,
  });
  await import(`${STATIC}page.js`);
  globalThis.setTimeout = setTimeout;
  const { showMessage } = await import(`${STATIC}reader.js`);
  return {
    byId,
    open: (id: string): Promise<void> => {
      location.hash = `#${id}`;
      return showMessage(id);
    },
  };
}

const inner =
  (url: string, real: typeof fetch): typeof fetch =>
  (path, init) =>
    real(new URL(String(path), url), init);
