// SPDX-License-Identifier: Apache-2.0
// The frame: header, stepper, what there is, the open step, footer.
import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { arrived } from './state/arrived';
import { engineTrouble } from './state/engine';
import { lesson } from './state/lesson';
import { openStep, type PageId } from './state/steps';
import { keepFocus } from './ui/focus';
import { Trouble } from './ui/notice';
import { Guard } from './ui/guard';
import { Language, languageTrouble } from './views/language';
import { later } from './views/later';
import { LessonSwitch } from './views/lesson_switch';
import { Loss } from './views/loss';
import { Offers } from './views/offers';
import { DataPanels, PrepareView, ProjectPanel } from './views/prepare';
import { BrokenOff } from './views/project_run';
import { Stepper } from './views/stepper';
import { Theme } from './views/theme';
import { words } from './words';

/** The first step comes with the page, the others later. */
const LATER_STEPS = {
  tokenize: later(
    () => import('./views/tokenize'),
    (views) => views.TokenizeView,
  ),
  load: later(
    () => import('./views/load'),
    (views) => views.LoadView,
  ),
  train: later(
    () => import('./views/train'),
    (views) => views.TrainView,
  ),
  evaluate: later(
    () => import('./views/evaluate'),
    (views) => views.EvaluateView,
  ),
  try: later(
    () => import('./views/try'),
    (views) => views.TryView,
  ),
  download: later(
    () => import('./views/download'),
    (views) => views.DownloadView,
  ),
  runs: later(
    () => import('./views/runs'),
    (views) => views.RunsView,
  ),
};
const VIEWS: Record<PageId, FunctionComponent> = { prepare: PrepareView, ...LATER_STEPS };

const Have = later(
  () => import('./views/have'),
  (views) => views.Have,
  { quiet: true },
);
const LessonPanel = later(
  () => import('./views/lesson'),
  (views) => views.LessonPanel,
  { focus: false },
);
const LinkPanel = later(
  () => import('./views/link'),
  (views) => views.LinkPanel,
  { focus: false },
);
const Ended = later(
  () => import('./views/ended'),
  (views) => views.Ended,
  { quiet: true },
);
const Footer = later(
  () => import('./views/footer'),
  (views) => views.Footer,
  { quiet: true },
);

/** So that a step opens at once, and without the network. What fails here is asked for again when it is shown. */
export const fetchSteps = (): void =>
  [DataPanels, ProjectPanel, ...Object.values(LATER_STEPS)].forEach((view) => void view.fetch().catch(() => undefined));

function Logo() {
  return (
    <svg width="30" height="30" viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M2 12V9a4 4 0 0 1 4-4h6.5a3 3 0 0 1 2.6 1.5L17 10h9a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4H6a4 4 0 0 1-4-4z"
        fill="var(--accent)"
      />
      <path
        d="M7 14.5c3.5 0 4 7.5 9 7.5h9"
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="2.4"
        stroke-linecap="round"
      />
      <circle cx="25" cy="22" r="2.2" fill="var(--on-accent)" />
    </svg>
  );
}

function useFocusKept() {
  const main = useRef<HTMLElement>(null);
  useEffect(() => keepFocus(main.current!), []);
  return main;
}

export function App() {
  const main = useFocusKept();
  const View = VIEWS[openStep.value];
  return (
    <>
      <a
        class="skip button"
        href="#step"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('main h1')?.focus();
        }}
      >
        {words.shell.skip}
      </a>
      <div class="frame">
        <header class="masthead">
          <a class="brand" href="#prepare">
            <Logo />
            Tabtune
          </a>
          <p class="tagline">{words.shell.tagline}</p>
          <span class="tag on">{words.shell.nothingLeaves}</span>
          <LessonSwitch />
          <Language />
          <Theme />
        </header>
        <div class="layout">
          <Stepper />
          <div class="side">
            <Have />
          </div>
          <main ref={main}>
            <Offers />
            <Trouble text={languageTrouble.value} />
            <Trouble text={engineTrouble.value} />
            {arrived.value && <LinkPanel />}
            <Loss />
            <BrokenOff />
            <Ended />
            {lesson.value.chapter !== null && <LessonPanel />}
            <Guard key={openStep.value}>
              <View />
            </Guard>
          </main>
        </div>
      </div>
      <Footer />
    </>
  );
}
