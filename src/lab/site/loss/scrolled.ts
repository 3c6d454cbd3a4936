import { h, type VNode } from 'vue';

/** A table that may be wider than the page: the keyboard scrolls it too. */
export function scrolled(label: string, parts: VNode[]): VNode {
  return h('div', { class: 'scrolled', tabindex: 0, role: 'region', 'aria-label': label }, parts);
}
