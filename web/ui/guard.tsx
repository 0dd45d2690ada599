// SPDX-License-Identifier: Apache-2.0
// Around a part of the page: what goes wrong in it is said in its place, and the rest stays usable.
import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { words } from '../words';
import { Button } from './button';
import { Trouble } from './notice';

export function Guard({ children }: { children: ComponentChildren }) {
  const [error, again] = useErrorBoundary() as [unknown, () => void];
  if (error === undefined) return <>{children}</>;
  const what = error instanceof Error ? error.message : String(error);
  return (
    <section class="panel">
      <Trouble text={words.shell.broken(what)} />
      <Button onClick={again}>{words.shell.showAgain}</Button>
    </section>
  );
}
