import axe from 'axe-core';
import { expect } from 'vitest';
import type { LitElement } from 'lit';
import '../../../src/styles/page.css';

/** Puts an element on an empty page, with properties set, and waits until it is drawn. */
export async function mount<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  content = '',
): Promise<HTMLElementTagNameMap[K]> {
  document.body.replaceChildren();
  const element = document.createElement(name);
  Object.assign(element, properties);
  element.innerHTML = content;
  document.body.append(element);
  await (element as unknown as LitElement).updateComplete;
  return element;
}

/** No rule of WCAG 2.2 A and AA is broken, as far as axe can tell. */
export async function expectAccessible(element: Element): Promise<void> {
  const { violations } = await axe.run(element, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' | ')}`);
  expect(found).toEqual([]);
}

/** All text a person can read without opening anything, shadow roots included. */
export function visibleText(root: Element | ShadowRoot): string {
  let text = '';
  const visit = (node: Node): void => {
    if (node instanceof Text) text += node.data;
    if (node instanceof HTMLStyleElement || node instanceof HTMLTemplateElement) return;
    if (node instanceof HTMLDetailsElement && !node.open) {
      const summary = node.querySelector('summary');
      if (summary) visit(summary);
      return;
    }
    if (node instanceof Element && node.shadowRoot) visit(node.shadowRoot);
    for (const child of node.childNodes) visit(child);
  };
  visit(root);
  return text.replace(/\s+/g, ' ').trim();
}

/** Everything found by a selector, shadow roots included. */
export function findAll(root: ParentNode, selector: string): Element[] {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) found.push(...findAll(element.shadowRoot, selector));
  }
  return found;
}

export function findOne<T extends Element>(root: Element, selector: string, type: new () => T): T {
  const [first] = findAll(root.shadowRoot ?? root, selector);
  if (first instanceof type) return first;
  throw new Error(`${selector} is not there`);
}

/** Resolves with the next event of that name. */
export function nextEvent<K extends keyof GlobalEventHandlersEventMap>(
  target: EventTarget,
  name: K,
): Promise<GlobalEventHandlersEventMap[K]> {
  return new Promise((resolve) => {
    const listen = (event: Event) => resolve(event as GlobalEventHandlersEventMap[K]);
    target.addEventListener(name, listen, { once: true });
  });
}
