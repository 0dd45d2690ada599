// SPDX-License-Identifier: Apache-2.0
// A view whose code is fetched when it is shown, or before, when the page has nothing else to do.
import { h, type FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { arrived } from '../border/arrived';
import { Button } from '../ui/button';
import { Trouble } from '../ui/notice';
import { fetchRest, words } from '../words';

type View = FunctionComponent;

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
    (coming ??= Promise.all([arrived(load), fetchRest()]).then(
      ([module]) => void (view = viewOf(module)),
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
      <section class="panel" ref={place} tabIndex={-1} aria-label={words.shell.thisStep}>
        {failed ? (
          <>
            <Trouble text={words.shell.stepFailed} />
            <Button onClick={get}>{words.shell.fetchAgain}</Button>
          </>
        ) : (
          <p role="status">{words.shell.fetching}</p>
        )}
      </section>
    );
  }
  return Object.assign(Later, { fetch });
}
