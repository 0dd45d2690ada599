// SPDX-License-Identifier: Apache-2.0
// A page's policy can be tightened by the page itself and never widened.

/** From here on it connects to these alone. */
export function tighten(sources: string[]): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `connect-src ${sources.join(' ')}`;
  document.head.append(policy);
}
