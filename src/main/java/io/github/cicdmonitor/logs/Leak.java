package io.github.cicdmonitor.logs;

/** A secret of a vendor's format stood in line {@code line} (1-based): it should be rotated. */
public record Leak(SecretRule rule, int line) {}
