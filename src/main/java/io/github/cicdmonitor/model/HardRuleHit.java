package io.github.cicdmonitor.model;

/**
 * A hard rule that a proposal breaks; nobody can approve it.
 *
 * @param rule such as {@code B-PERM}
 * @param path the file
 * @param line 1-based line in the file after the edit, 0 where there is none
 * @param reason one sentence that names what was hit
 */
public record HardRuleHit(String rule, String path, int line, String reason) {}
