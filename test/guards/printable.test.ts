import { expect, test } from 'vitest';
import { printable } from '../../cli/reports/printable.js';

test('a terminal gets texts, line ends and colours, and nothing else that it would obey', () => {
  const plain = 'a\tb\nc é ∂ 😀';
  expect(printable(plain)).toBe(plain);
  for (const colour of ['\u001b[1m', '\u001b[31m', '\u001b[90m']) expect(printable(`${colour}x`)).toBe(`${colour}x`);
  expect(printable('\u001b[2J\u001b]0;title\u0007')).toBe('\\u{1b}[2J\\u{1b}]0;title\\u{7}');
  expect(printable('a\r\u0000\u007f\u009b31mb')).toBe('a\\u{d}\\u{0}\\u{7f}\\u{9b}31mb');
  // a colour is one behind an escape alone
  expect(printable('\u0007[31mx \u001b[31;1mx \u001b[xm')).toBe('\\u{7}[31mx \\u{1b}[31;1mx \\u{1b}[xm');
});
