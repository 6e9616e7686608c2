const ESCAPE = '\u001b';

/** A text without what a terminal would obey: control characters are shown as \\u{...}, colours and line ends stay. */
export const printable = (text: string): string =>
  text.replace(/(\p{Cc})(\[\d+m)?/gu, (found: string, control: string, colour: string | undefined) =>
    control === '\n' || control === '\t' || (control === ESCAPE && colour !== undefined)
      ? found
      : `\\u{${(control.codePointAt(0) ?? 0).toString(16)}}${colour ?? ''}`,
  );

/** A value as JSON, with control characters beyond those that JSON escapes by itself in the form that it reads. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/[\u007f-\u009f]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
