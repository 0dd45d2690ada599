// SPDX-License-Identifier: Apache-2.0
// What the page promises, and how to check it.
import { offline } from '../offline/page';
import { engineInfo, engineTrouble } from '../state/engine';
import { marked } from '../ui/marked';
import { inWords, words } from '../words';

export function Footer() {
  const { footer } = words;
  const info = engineInfo.value;
  return (
    <footer class="footer">
      <div class="frame columns">
        <div>
          <h2>{footer.promise}</h2>
          <p>{marked(footer.promised, { step: (text) => <a href="#prepare">{text}</a> })}</p>
        </div>
        <div>
          <h2>{footer.why}</h2>
          <p>{footer.policy}</p>
        </div>
        <div>
          <h2>{footer.engine}</h2>
          <p>
            {info
              ? footer.speed(info.build, info.threads, Math.round(info.gflops))
              : engineTrouble.value || footer.starting}{' '}
            {info?.note && inWords(info.note)}
          </p>
          <p>{footer.offline[offline.value]}</p>
          <p>
            <a href="samples/README.md">{footer.samples}</a> · Apache-2.0
          </p>
        </div>
      </div>
    </footer>
  );
}
