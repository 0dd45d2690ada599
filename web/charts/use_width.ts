// SPDX-License-Identifier: Apache-2.0
// The width of an element in CSS pixels, kept up to date: a drawing of that width has text of its true size.
import { useEffect, useRef, useState } from 'preact/hooks';

export function useWidth<E extends Element>(initial: number) {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(initial);
  useEffect(() => {
    if (!ref.current) return;
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)));
    sizes.observe(ref.current);
    return () => sizes.disconnect();
  }, []);
  return { ref, width };
}
