// SPDX-License-Identifier: Apache-2.0
// The worker of step 1: large files are read, checked and split beside the page. far.ts is the page's end.
import { serve, type Request } from './desk';

const answer = serve((message) => postMessage(message));
addEventListener('message', ({ data }: MessageEvent<Request>) => void answer(data));
