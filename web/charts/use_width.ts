// SPDX-License-Identifier: Apache-2.0
// The width of an element in CSS pixels, kept up to date: a drawing of that width has text of its true size.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export function useWidth<E extends Element>(initial: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(initial);
  // Before it is seen: what is drawn for another width would jump.
  useLayoutEffect(() => {
    if (!ref.current) return;
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    sizes.observe(ref.current);
    return () => sizes.disconnect();
  }, []);
  return { ref, width };
}
