// SPDX-License-Identifier: Apache-2.0
// A view whose code is fetched when it is shown, or before, when the page has nothing else to do.
import { h, type FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { anew, retried } from '../border/retry';
import { Button } from '../ui/button';
import { Trouble } from '../ui/notice';

type View = FunctionComponent;

/** Browsers name the module that did not arrive. Under that address some never ask for it again. */
const addressIn = (error: unknown) => /https?:\S+\.js/.exec(String(error))?.[0];

/** A module of the page, asked for again where the line breaks. */
function arrived<M>(load: () => Promise<M>): Promise<M> {
  let failed: string | undefined;
  const attempt = (n: number) => (failed ? (import(/* @vite-ignore */ anew(failed, n)) as Promise<M>) : load());
  return retried(async (n) => {
    try {
      return await attempt(n);
    } catch (error) {
      failed ??= addressIn(error);
      throw error;
    }
  });
}

interface Kind {
  /** Beside the step: nothing is shown until it is there. */
  quiet?: boolean;
  /** A whole step takes the focus when it is opened; a part of one does not. */
  focus?: boolean;
}

export function later<M>(
  load: () => Promise<M>,
  viewOf: (module: M) => View,
  { quiet = false, focus = true }: Kind = {},
): View & { fetch(): Promise<void> } {
  let view: View | null = null;
  let coming: Promise<void> | null = null;
  const fetch = () =>
    (coming ??= arrived(load).then(
      (module) => void (view = viewOf(module)),
      (error: unknown) => {
        coming = null;
        throw error;
      },
    ));
  function Later() {
    const [, show] = useState(0);
    const [failed, setFailed] = useState(false);
    const place = useRef<HTMLElement>(null);
    const get = () => {
      setFailed(false);
      fetch().then(
        () => show((n) => n + 1),
        () => setFailed(true),
      );
    };
    const wanted = !view;
    useEffect(() => {
      if (!wanted) return;
      if (view) return show((n) => n + 1); // it has come since the first rendering
      if (focus) place.current?.focus({ preventScroll: true }); // the step's heading takes the focus from here
      get();
    }, []);
    if (view) return h(view, {});
    if (quiet) return null;
    return (
      <section class="panel" ref={place} tabIndex={-1} aria-label="This step">
        {failed ? (
          <>
            <Trouble text="This step could not be fetched. Check the connection. If it stays so, save what you have and reload the page." />
            <Button onClick={get}>Fetch it again</Button>
          </>
        ) : (
          <p role="status">The step is being fetched…</p>
        )}
      </section>
    );
  }
  return Object.assign(Later, { fetch });
}
