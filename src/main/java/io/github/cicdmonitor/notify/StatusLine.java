package io.github.cicdmonitor.notify;

/**
 * How a story stands, as its first message says once it went on.
 *
 * @param icon takes the place of the message's own
 * @param words one short paragraph, plain text
 */
public record StatusLine(String icon, String words) {}
