// SPDX-License-Identifier: Apache-2.0
// A link that opened the page: what it names, and the question before another host is asked for something.
import { useEffect } from 'preact/hooks';
import { arrived } from '../state/arrived';
import { asked, follow, following, linkFaults, linkTrouble, readArrived, refuse, type Named } from '../state/link';
import { project } from '../state/project';
import { Button } from '../ui/button';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { JobMeter } from './job';
import '../style/share.css';

const WORDS: Record<Named['what'], string> = { encoder: 'The encoder', head: 'A trained head', data: 'Data' };

function Item({ what, name, host }: Named) {
  return (
    <li>
      {WORDS[what]}
      {name ? (
        <>
          {' '}
          <code>{name}</code>, from {host === null ? 'this site' : <strong>{host}</strong>}
        </>
      ) : (
        ', in the link itself'
      )}
    </li>
  );
}

const and = (names: string[]) => names.join(' and ');

function Question() {
  const wanted = asked.value!;
  const hosts = [...new Set(wanted.named.flatMap(({ host }) => host ?? []))];
  const options = Object.entries(wanted.link.options);
  return (
    <>
      <ul class="named">
        {wanted.named.map((named) => (
          <Item key={named.what} {...named} />
        ))}
        {options.length > 0 && (
          <li>
            Options:{' '}
            {options.map(([name, value]) => (
              <span key={name}>
                <code>{`${name} ${value}`}</code>{' '}
              </span>
            ))}
          </li>
        )}
      </ul>
      {following.value ? (
        <JobMeter of={['file.fetch', 'model.open', 'head.open']} />
      ) : (
        <>
          {hosts.length > 0 && (
            <Notice>
              Nothing has been fetched yet. “Open” fetches these files from {and(hosts)}. None of your texts are sent. A
              host learns your network address from that, as from any page you visit.
            </Notice>
          )}
          {wanted.busy && project.value && (
            <Notice>What is open here is kept as it is: the link is opened in a new project.</Notice>
          )}
          {wanted.busy && !project.value && (
            <Notice kind="warn">
              Nothing is kept on this computer: what is open here is lost when the link is opened.
            </Notice>
          )}
          <div class="row">
            <Button id="open-link" kind="primary" onClick={() => void follow()}>
              {wanted.busy && project.value ? 'Open in a new project' : 'Open'}
            </Button>
            <Button kind="quiet" onClick={refuse}>
              Do not open
            </Button>
          </div>
        </>
      )}
    </>
  );
}

export function LinkPanel() {
  useEffect(() => void readArrived(), []);
  if (!arrived.value) return null;
  const faults = linkFaults.value;
  if (faults.length || linkTrouble.value)
    return (
      <Panel title="The link was not opened" id="link">
        {faults.map((fault) => (
          <Trouble key={fault} text={fault} />
        ))}
        <Trouble text={linkTrouble.value} />
        <div class="row">
          <Button onClick={refuse}>Go on without it</Button>
        </div>
      </Panel>
    );
  return (
    <Panel title="A link opened this page" id="link">
      {asked.value ? <Question /> : <p role="status">It is being read…</p>}
    </Panel>
  );
}
