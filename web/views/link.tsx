// SPDX-License-Identifier: Apache-2.0
// A link that opened the page: what it names, and the question before another host is asked for something.
import { useEffect } from 'preact/hooks';
import { arrived } from '../state/arrived';
import {
  asked,
  follow,
  following,
  inPart,
  linkFaults,
  linkTrouble,
  readArrived,
  refuse,
  type Named,
} from '../state/link';
import { project } from '../state/project';
import { Button } from '../ui/button';
import { marked } from '../ui/marked';
import { Notice, Trouble } from '../ui/notice';
import { Panel } from '../ui/panel';
import { words } from '../words';
import { JobMeter } from './job';
import '../style/share.css';

function Item({ what, name, host }: Named) {
  if (!name) return <li>{words.link.headInside}</li>;
  return (
    <li>
      {marked(words.link.from[what], {
        name: <code>{name}</code>,
        host: host === null ? words.link.thisSite : <strong>{host}</strong>,
      })}
    </li>
  );
}

function Options({ options }: { options: [name: string, value: string][] }) {
  const list = options.map(([name, value]) => (
    <span key={name}>
      <code>{`${name} ${value}`}</code>{' '}
    </span>
  ));
  return <li>{marked(words.link.options, { options: list })}</li>;
}

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
        {options.length > 0 && <Options options={options} />}
      </ul>
      {following.value ? (
        <JobMeter of={['file.fetch', 'model.open', 'head.open']} />
      ) : (
        <>
          {hosts.length > 0 && <Notice>{words.link.nothingYet(hosts)}</Notice>}
          {wanted.busy && project.value && <Notice>{words.link.inNew}</Notice>}
          {wanted.busy && !project.value && <Notice kind="warn">{words.link.lost}</Notice>}
          <div class="row">
            <Button id="open-link" kind="primary" onClick={() => void follow()}>
              {wanted.busy && project.value ? words.link.openInNew : words.link.open}
            </Button>
            <Button kind="quiet" onClick={refuse}>
              {words.link.refuse}
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
      <Panel title={inPart.value ? words.link.inPart : words.link.notOpened} id="link">
        {faults.map((fault) => (
          <Trouble key={fault} text={fault} />
        ))}
        <Trouble text={linkTrouble.value} />
        <div class="row">
          <Button id="without-link" onClick={refuse}>
            {words.link.without}
          </Button>
        </div>
      </Panel>
    );
  return (
    <Panel title={words.link.title} id="link">
      {asked.value ? <Question /> : <p role="status">{words.link.reading}</p>}
    </Panel>
  );
}
