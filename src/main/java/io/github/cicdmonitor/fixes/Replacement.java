package io.github.cicdmonitor.fixes;

import java.time.LocalDate;

/**
 * Something that no longer works, and what took its place.
 *
 * @param old the words to replace: a command, the start of an address or of an image name
 * @param successor what to write instead; empty where nothing took its place
 * @param since the day from which the old form fails
 * @param mechanical whether replacing the words is enough; otherwise this is advice for a person
 */
public record Replacement(String old, String successor, LocalDate since, boolean mechanical) {}
