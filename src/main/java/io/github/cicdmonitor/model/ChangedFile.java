package io.github.cicdmonitor.model;

import java.util.Optional;

/**
 * What a command did to a file.
 *
 * @param before SHA-256 of its bytes before, 64 hex digits; empty for a new file
 * @param after its text; empty for a deleted file
 */
public record ChangedFile(String path, Optional<String> before, Optional<String> after) {}
