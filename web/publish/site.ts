// SPDX-License-Identifier: Apache-2.0
import { sourcesOf } from '../foreign/sources';
import type { Site } from './messages';

/** What publish.json says; null: nothing that could be published to. */
export function siteOf({ client, hub }: Partial<Site>): Site | null {
  if (!client || !hub || !URL.canParse(hub)) return null;
  const { origin } = new URL(hub);
  return sourcesOf(origin) ? { client, hub: origin } : null;
}
