// SPDX-License-Identifier: Apache-2.0
// A press counts where its control moves away before it is let go, or where what was pressed in it is drawn anew:
// browsers make a click only of what is under the pointer at both ends.

const CONTROLS = ['button', 'a[href]', 'summary', 'label', 'input'].join();
/** Pixels that a hand moves while it presses. */
const STILL = 5;

let pressed: { control: HTMLElement; on: Element; at: PointerEvent } | null = null;

function begin(at: PointerEvent): void {
  const on = at.target instanceof Element ? at.target : null;
  const control = on?.closest<HTMLElement>(CONTROLS);
  pressed = on && control && at.button === 0 ? { control, on, at } : null;
}

function end({ pointerId, clientX: x, clientY: y }: PointerEvent): void {
  if (!pressed || pressed.at.pointerId !== pointerId) return;
  const { control, on, at } = pressed;
  const still = Math.hypot(x - at.clientX, y - at.clientY) < STILL;
  const lost = !on.isConnected || !control.contains(document.elementFromPoint(x, y));
  // A click that the browser makes all the same comes before.
  if (still && lost) setTimeout(() => pressed?.at === at && control.click());
  else pressed = null;
}

export function countPresses(): void {
  addEventListener('pointerdown', begin, true);
  addEventListener('pointerup', end, true);
  addEventListener('pointercancel', () => (pressed = null), true);
  addEventListener('click', ({ target }) => target instanceof Node && pressed?.control.contains(target) && (pressed = null), true); // prettier-ignore
}
