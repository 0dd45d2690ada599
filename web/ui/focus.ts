// SPDX-License-Identifier: Apache-2.0
// The place of keyboard and screen reader. Where the control that has the focus goes away, browsers put the focus on
// the page as a whole; here the heading of its panel takes it or, where that is gone too, the heading of the step's
// first panel.

/** Returns what ends it. */
export function keepFocus(root: HTMLElement): () => void {
  let last: Element | null = null;
  let panel: Element | null = null;
  const note = ({ target }: FocusEvent) => {
    last = target as Element;
    panel = last.closest('.panel');
  };
  const check = () => {
    const gone = last && (!last.isConnected || last.matches(':disabled'));
    if (!gone || document.activeElement !== document.body) return;
    const place = panel?.isConnected ? panel : (root.querySelector('.step') ?? root);
    const heading = place.querySelector<HTMLElement>('h2') ?? root.querySelector<HTMLElement>('h1');
    last = null;
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  };
  const observer = new MutationObserver(() => requestAnimationFrame(check));
  const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] };
  root.addEventListener('focusin', note);
  observer.observe(root, watched);
  return () => {
    root.removeEventListener('focusin', note);
    observer.disconnect();
  };
}
