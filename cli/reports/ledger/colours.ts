import pc from 'picocolors';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;

/**
 * The colours of what is printed: in a terminal, or where FORCE_COLOR asks for them. A pipe, a file and a log of
 * continuous integration get plain text, so that a program which reads it finds the words at the start of the lines.
 */
export const colours = pc.createColors(!NO_COLOR && (!!FORCE_COLOR || (process.stdout.isTTY && TERM !== 'dumb')));
