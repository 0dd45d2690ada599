// SPDX-License-Identifier: Apache-2.0
declare module '*.py?raw' {
  const text: string;
  export default text;
}
