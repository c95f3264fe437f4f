package io.github.cicdmonitor.notify;

/**
 * How an incident went on, to be said once.
 *
 * @param purpose makes the notice's key, so that nothing is said twice for an incident
 * @param channel where it is said, such as {@code #ci-cd-alerts}
 */
public record Sequel(String purpose, String channel, StatusLine standing) {}
