package io.github.cicdmonitor.logs;

/** A line kept for the excerpt: clean, without its front, not yet redacted. */
record RawLine(int number, String text) {}
