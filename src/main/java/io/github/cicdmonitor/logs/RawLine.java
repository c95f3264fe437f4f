package io.github.cicdmonitor.logs;

/**
 * A line kept for the excerpt: clean, without its front, not yet redacted.
 *
 * @param hidden whether hidden characters were taken out of it
 */
record RawLine(int number, String text, boolean hidden) {}
