package io.github.cicdmonitor.model;

/**
 * One proposed replacement. {@code find} occurs exactly once in the file; empty {@code find} means a
 * new file. Raw text: it is what would be written, byte for byte.
 */
public record Edit(String path, String find, String replace) {}
